package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import dev.workflow.jdbi.internal.Database;
import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.spi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The schema's versions: each is a plain SQL file with placeholders, applied in order.
 *
 * <p>PostgreSQL applies all of them in one transaction, behind a lock that keeps other nodes away.
 * H2 commits after every statement that changes the schema, so nodes may run at the same time
 * there, and a crash may leave a version half applied: therefore every statement of a migration has
 * the same result when it is repeated ({@code IF NOT EXISTS}). H2 adds a column by copying the
 * table, which another node may find missing meanwhile; nodes of one process, which is the usual
 * case with H2, take turns, and others try again.
 */
final class Migrations {

  private static final List<String> FILES =
      List.of(
          "V1__schema.sql",
          "V2__limits.sql",
          "V3__messages.sql",
          "V4__handling.sql",
          "V5__templates.sql",
          "V6__reach.sql",
          "V7__imported_rules.sql",
          "V8__outbox.sql",
          "V9__limits.sql",
          "V10__message_queue.sql",
          "V11__message_columns.sql",
          "V12__absences.sql",
          "V13__portions.sql",
          "V14__onward.sql",
          "V15__deleted_definitions.sql",
          "V16__who.sql",
          "V17__set_aside.sql",
          "V18__terms.sql",
          "V19__tasks.sql",
          "V20__actors.sql",
          "V21__schedules.sql",
          "V22__task_queries.sql",
          "V23__substitutions.sql",
          "V24__task_sight.sql",
          "V25__findings.sql",
          "V26__statistics.sql",
          "V27__switches.sql",
          "V28__gallery.sql",
          "V29__finished_tasks.sql",
          "V30__legal_holds.sql",
          "V31__erasures.sql",
          "V32__ended_instances.sql");

  /** A comment that a program which runs scripts could take for a statement. */
  private static final Pattern WITH_SEMICOLON = Pattern.compile("(?m)^--.*;.*\\R");

  /** {@code ${only condition}}: an index of the rows for which it holds, where there are such. */
  private static final Pattern PARTIAL = Pattern.compile(" \\$\\{only ([^}]+)}");

  private static final Lock TURN = new ReentrantLock();
  private static final int ATTEMPTS = 50;
  private static final long PAUSE_NANOS = 50_000_000;

  private final Database database;
  private final String prefix;

  Migrations(Database database, String prefix) {
    this.database = database;
    this.prefix = prefix;
  }

  /** The newest version this code knows. */
  static int newest() {
    return FILES.size();
  }

  /** What an operator runs by hand on a schema of a version; 0: on an empty one. */
  String sql(int from) {
    return sql(from, newest());
  }

  /** What leads from one version to a later one. */
  String sql(int from, int to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException(
          "there is no migration from version " + from + "; this code knows 0 to " + newest());
    }
    StringBuilder all = new StringBuilder();
    if (from == 0) {
      all.append(versionTable()).append(";\n");
    }
    for (int version = from + 1; version <= to; version++) {
      all.append('\n').append(WITH_SEMICOLON.matcher(file(version)).replaceAll(""));
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

  private String file(int version) {
    String file = FILES.get(version - 1);
    try (InputStream input = Migrations.class.getResourceAsStream(file)) {
      if (input == null) {
        throw new IllegalStateException(file + " is missing in the jar");
      }
      String sql =
          PARTIAL
              .matcher(new String(input.readAllBytes(), StandardCharsets.UTF_8))
              .replaceAll(database.hasPartialIndexes() ? " WHERE $1" : "");
      for (Map.Entry<String, String> placeholder : database.placeholders().entrySet()) {
        sql = sql.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
      }
      return sql.replace("${prefix}", prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brings the schema to the newest version.
   *
   * @throws StoreException if the database refuses
   */
  void migrate(Jdbi jdbi) {
    TURN.lock();
    try {
      migrateInTurn(jdbi);
    } finally {
      TURN.unlock();
    }
  }

  private void migrateInTurn(Jdbi jdbi) {
    for (int attempt = 1; ; attempt++) {
      try {
        jdbi.useTransaction(handle -> migrate(handle.getConnection()));
        return;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !(Failures.passing(e) || Failures.tableMissing(e))) {
          throw new StoreException(
              "the schema could not be brought to version " + newest() + ": " + e.getMessage(), e);
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS));
      }
    }
  }

  private void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(database.migrationLock(prefix));
      statement.execute(versionTable());
      int version = version(connection);
      for (int next = version + 1; next <= newest(); next++) {
        for (String part : file(next).replaceAll("(?m)^--.*$", "").split(";", -1)) {
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
  void validate(Jdbi jdbi) {
    int version = jdbi.withHandle(this::versionIfAny);
    if (version > newest()) {
      throw new WorkflowException(
          "the schema of the tables "
              + prefix
              + "* is of version "
              + version
              + ", newer than this code, which knows "
              + newest()
              + "; use a newer workflow-jdbi");
    }
    if (version < newest()) {
      throw new WorkflowException(
          (version == 0
                  ? "there are no tables " + prefix + "*"
                  : "the schema of the tables " + prefix + "* is of version " + version)
              + "; this code needs version "
              + newest()
              + ": let it migrate, or run the SQL that"
              + " JdbiWorkflowStore.builder(dataSource).migrationSql("
              + (version == 0 ? "" : version)
              + ") gives");
    }
  }

  private int versionIfAny(Handle handle) {
    try {
      return version(handle.getConnection());
    } catch (SQLException e) {
      if (Failures.tableMissing(e)) {
        return 0;
      }
      throw Failures.refused(e);
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
