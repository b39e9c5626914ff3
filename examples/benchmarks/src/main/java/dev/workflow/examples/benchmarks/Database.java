package dev.workflow.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database that is measured: the given one, or a PostgreSQL of the program's own. */
final class Database implements AutoCloseable {

  static final int CONNECTIONS = 10;

  private final HikariDataSource pool;
  private final @Nullable EmbeddedPostgres server;

  private Database(String url, @Nullable EmbeddedPostgres server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setPoolName("benchmarks");
    this.pool = new HikariDataSource(config);
    this.server = server;
  }

  static Database open(@Nullable String url) {
    if (url != null) {
      return new Database(url, null);
    }
    EmbeddedPostgres server = start();
    return new Database(server.getJdbcUrl("postgres", "postgres"), server);
  }

  /** As durable as a production server, and it tells where its time goes. */
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("max_wal_size", "4GB")
          .setServerConfig("shared_preload_libraries", "pg_stat_statements")
          .setServerConfig("unix_socket_directories", "")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  DataSource source() {
    return pool;
  }

  /** A connection beside the pool. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(pool.getJdbcUrl());
  }

  String url() {
    return pool.getJdbcUrl();
  }

  boolean isPostgres() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first value a query gives. */
  String value(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws IOException {
    pool.close();
    if (server != null) {
      server.close();
    }
  }
}
