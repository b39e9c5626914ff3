package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What differs between databases. */
interface Dialect {

  String name();

  /** What stands for the placeholders of the migrations. */
  Map<String, String> placeholders();

  /** Keeps other nodes from migrating at the same time, until the transaction ends. */
  String migrationLock(String prefix);

  /** Whether arrays are parameters, for {@code = ANY(?)} and {@code unnest(?)}. */
  boolean arrays();

  /** How many threads of an engine write at the same time. */
  int writers();

  /**
   * What each of the store's own transactions begins with; empty if it needs nothing. Limits the
   * time of its statements, so that the driver need not watch each of them.
   */
  Optional<String> transactionSettings(int timeoutSeconds);

  /** What renews the statistics of the tables that grow; empty if the database sees to it. */
  Optional<String> analyze(String prefix);

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "PostgreSQL" -> new Postgres();
      case "H2" -> new H2();
      default ->
          throw new WorkflowException(
              "the database is " + product + "; workflow-jdbi knows PostgreSQL and H2");
    };
  }

  /** PostgreSQL 12 and newer. */
  final class Postgres implements Dialect {

    @Override
    public String name() {
      return "PostgreSQL";
    }

    @Override
    public Map<String, String> placeholders() {
      return Map.of(
          "text", "text",
          "hot", "WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)",
          "due_where", "WHERE due_at IS NOT NULL",
          "concurrency_where", "WHERE concurrency_key IS NOT NULL");
    }

    @Override
    public String migrationLock(String prefix) {
      return "SELECT pg_advisory_xact_lock(hashtext('workflow ' || '" + prefix + "'))";
    }

    @Override
    public boolean arrays() {
      return true;
    }

    @Override
    public int writers() {
      return Integer.getInteger("w", 2);
    }

    /**
     * A plan for arrays of one row looks cheaper than the one for any number of rows, so PostgreSQL
     * would plan the store's large statements anew each time, which takes longer than to run them.
     */
    @Override
    public Optional<String> transactionSettings(int timeoutSeconds) {
      return Optional.of(
          """
          SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
                 set_config('statement_timeout', '%ds', true)
          """
              .formatted(timeoutSeconds));
    }

    @Override
    public Optional<String> analyze(String prefix) {
      return Optional.of(
          Stream.of("event", "instance", "journal", "waiter", "task", "message")
              .map(table -> prefix + table)
              .collect(Collectors.joining(", ", "ANALYZE (SKIP_LOCKED) ", "")));
    }
  }

  /** H2 2.x in its regular mode. */
  final class H2 implements Dialect {

    @Override
    public String name() {
      return "H2";
    }

    @Override
    public Map<String, String> placeholders() {
      return Map.of(
          "text", "character large object", "hot", "", "due_where", "", "concurrency_where", "");
    }

    @Override
    public String migrationLock(String prefix) {
      return "SELECT 1";
    }

    @Override
    public boolean arrays() {
      return false;
    }

    /** Writers that touch the same page of a table hold each other up. */
    @Override
    public int writers() {
      return 1;
    }

    @Override
    public Optional<String> transactionSettings(int timeoutSeconds) {
      return Optional.empty();
    }

    @Override
    public Optional<String> analyze(String prefix) {
      return Optional.empty();
    }
  }
}
