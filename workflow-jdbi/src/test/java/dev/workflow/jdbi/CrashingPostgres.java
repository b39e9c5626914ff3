package dev.workflow.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A PostgreSQL server of its own that can crash and come back with the same data and port. */
final class CrashingPostgres implements AutoCloseable {

  private final Path data;
  private EmbeddedPostgres server;
  private final int port;

  CrashingPostgres() {
    try {
      data = Files.createTempDirectory(Files.createDirectories(PostgresServer.home()), "crashing-");
      server = PostgresServer.builder(data).setCleanDataDirectory(false).start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
    port = server.getPort();
  }

  DataSource database() {
    return server.getPostgresDatabase();
  }

  /** Ends all processes of the server at once, as if the power had failed: no clean shutdown. */
  void crash() throws Exception {
    ProcessHandle postmaster =
        ProcessHandle.of(
                Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip()))
            .orElseThrow();
    // SIGQUIT is pg_ctl's mode "immediate".
    new ProcessBuilder("kill", "-QUIT", String.valueOf(postmaster.pid())).start().waitFor();
    postmaster.onExit().get(30, TimeUnit.SECONDS);
    server.close();
  }

  void comeBack() throws IOException {
    server = PostgresServer.builder(data).setCleanDataDirectory(false).setPort(port).start();
  }

  /** Ends all connections; returns how many there were. */
  int breakConnections() throws SQLException {
    List<String> broken =
        Scripts.column(
            database(),
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);
    return broken.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
