package dev.workflow.examples.host.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Contract;
import dev.workflow.examples.host.HostTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The console's client of the API is the one that the OpenAPI document makes. After a change of the
 * API run this with {@code -Ddocs.refresh=true}.
 */
@HostTest
class ApiClientTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", ""))
          .resolve("src/main/resources/static/console/api/operations");

  @Autowired private Client client;

  @Test
  void the_committed_client_is_made_from_the_document_that_the_host_serves() throws IOException {
    Map<String, String> made = ApiClient.of(Contract.of(client).document());
    if (Boolean.getBoolean("docs.refresh")) {
      write(made);
    }
    assertThat(committed()).isEqualTo(made);
  }

  private static void write(Map<String, String> files) throws IOException {
    Files.createDirectories(FOLDER);
    for (String old : committed().keySet()) {
      if (!files.containsKey(old)) {
        Files.delete(FOLDER.resolve(old));
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
    }
  }

  private static Map<String, String> committed() throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(FOLDER)) {
      return files;
    }
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }
}
