package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * The schema's versions: each is a plain SQL file with placeholders, applied once, in order, in one
 * transaction.
 */
final class Migrations {

  private static final List<String> FILES = List.of("V1__schema.sql");

  private final Dialect dialect;
  private final String prefix;

  Migrations(Dialect dialect, String prefix) {
    this.dialect = dialect;
    this.prefix = prefix;
  }

  /** The newest version this code knows. */
  static int newest() {
    return FILES.size();
  }

  /** Everything an operator would run by hand on an empty schema. */
  String sql() {
    StringBuilder all = new StringBuilder(versionTable()).append(";\n");
    for (int version = 1; version <= newest(); version++) {
      all.append('\n').append(sql(version));
      all.append("INSERT INTO ")
          .append(prefix)
          .append("schema (version) VALUES (")
          .append(version)
          .append(");\n");
    }
    return all.toString();
  }

  private String versionTable() {
    return "CREATE TABLE IF NOT EXISTS " + prefix + "schema (version integer PRIMARY KEY)";
  }

  private String sql(int version) {
    String file = FILES.get(version - 1);
    try (InputStream input = Migrations.class.getResourceAsStream(file)) {
      if (input == null) {
        throw new IllegalStateException(file + " is missing in the jar");
      }
      String sql =
          new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("${prefix}", prefix);
      for (Map.Entry<String, String> placeholder : dialect.placeholders().entrySet()) {
        sql = sql.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
      }
      return sql;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings the schema to the newest version. The connection's transaction is the caller's. */
  void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.migrationLock(prefix));
      statement.execute(versionTable());
      int version = version(connection);
      for (int next = version + 1; next <= newest(); next++) {
        for (String part : sql(next).replaceAll("(?m)^--.*$", "").split(";")) {
          if (!part.isBlank()) {
            statement.execute(part);
          }
        }
        statement.execute("INSERT INTO " + prefix + "schema (version) VALUES (" + next + ")");
      }
    }
  }

  /**
   * Refuses a schema that does not fit the code.
   *
   * @throws WorkflowException saying which version was found and what to do
   */
  void validate(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > newest()) {
      throw new WorkflowException(
          "the schema is of version "
              + version
              + ", newer than this code, which knows "
              + newest()
              + "; use a newer workflow-jdbi");
    }
    if (version < newest()) {
      throw new WorkflowException(
          "the schema is of version "
              + version
              + ", this code needs "
              + newest()
              + "; let it migrate, or run the SQL that JdbiWorkflowStore.migrationSql() prints");
    }
  }

  private int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT coalesce(max(version), 0) FROM " + prefix + "schema")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
