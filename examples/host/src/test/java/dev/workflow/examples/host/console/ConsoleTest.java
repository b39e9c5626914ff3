package dev.workflow.examples.host.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of the console, and what its modules may and may not hold. */
@HostTest
class ConsoleTest {

  private static final Path FILES = Path.of("src/main/resources/static/console");
  private static final int MOST_LINES = 250;
  private static final Pattern IMPORT =
      Pattern.compile("(?:from|import)\\s*\\(?'(\\.{1,2}/[^'`$]+)'");

  @Autowired private Client client;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/overview", "/instances/1", "/workflows/lead/design", "/settings"})
  void every_address_is_one_page_whose_import_map_the_policy_names(String address) {
    Client.Answer page = client.anonymous().get(address).is(200);

    assertThat(page.text()).contains("<script type=\"importmap\">");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self' 'sha256-")
        .doesNotContain("unsafe");
  }

  @Test
  void a_module_is_asked_for_again_and_answered_by_its_content() {
    Client.Answer module = client.anonymous().get("/console/main.js").is(200);

    assertThat(module.header("Cache-Control")).hasValue("no-cache");
    assertThat(module.header("ETag")).isPresent();
  }

  @TestFactory
  Stream<DynamicTest> every_module_is_small_checked_and_imports_what_is_there() throws IOException {
    return modules().stream()
        .map(
            module ->
                DynamicTest.dynamicTest(FILES.relativize(module).toString(), () -> check(module)));
  }

  private static void check(Path module) throws IOException {
    String text = Files.readString(module);
    assertThat(text).startsWith("// @ts-check");
    assertThat(text.lines().count()).isLessThanOrEqualTo(MOST_LINES);
    assertThat(text).doesNotContain("innerHTML", "dangerouslySetInnerHTML", "eval(");
    Matcher imports = IMPORT.matcher(text);
    while (imports.find()) {
      assertThat(module.resolveSibling(imports.group(1)).normalize()).exists();
    }
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      return files.filter(file -> file.toString().endsWith(".js")).toList();
    }
  }
}
