package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL under test, with an empty schema of its own: the given one, or a server that the
 * program starts and can crash.
 */
final class Database implements AutoCloseable {

  private final String url;
  private final @Nullable Server server;

  private Database(String url, @Nullable Server server) {
    this.url = url;
    this.server = server;
  }

  static Database open(@Nullable String url) throws Exception {
    Server server = url == null ? new Server() : null;
    String base = server == null ? String.valueOf(url) : server.url();
    String schema = "reliability_" + UUID.randomUUID().toString().substring(0, 8);
    try (Connection connection = DriverManager.getConnection(base);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    }
    String separator = base.contains("?") ? "&" : "?";
    Database database = new Database(base + separator + "currentSchema=" + schema, server);
    database.execute(
        """
        CREATE TABLE call_log (
          idempotency_key text NOT NULL, instance text NOT NULL, step text NOT NULL,
          attempt integer NOT NULL, node text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE ledger (idempotency_key text NOT NULL, node text NOT NULL);
        CREATE TABLE sent_log (idempotency_key text NOT NULL, node text NOT NULL);
        """);
    return database;
  }

  /** Opens a pool as a host would have it: it waits a few seconds for a connection. */
  static HikariDataSource pool(String url, int connections) {
    return pool(url, connections, Duration.ofSeconds(5));
  }

  /** Opens one that waits at most {@code patience} for a connection. */
  static HikariDataSource pool(String url, int connections, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(patience.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  String url() {
    return url;
  }

  /** The server, if the program started it itself. */
  Optional<Server> server() {
    return Optional.ofNullable(server);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number a query gives. */
  long number(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0).get(0));
  }

  /** The rows of a query, nulls as {@code "null"}. */
  List<List<String>> rows(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Ends all other connections; returns how many there were. */
  int breakConnections() throws SQLException {
    return rows("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        .size();
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
