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

  /** Whether a transaction can go on after a statement was refused. */
  boolean goesOnAfterRefusal();

  /** How long one of the store's own transactions may stand still; empty: for ever. */
  Optional<IdleLimit> idleLimit();

  /**
   * A limit on the time between two statements of a transaction.
   *
   * @param set the statement that sets it
   * @param lift the statement that brings the host's own setting back
   */
  record IdleLimit(String set, String lift) {}

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
      return Map.ofEntries(
          Map.entry("text", "text"),
          Map.entry("in_place", ""),
          Map.entry("hot", "WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)"),
          Map.entry("queue", "WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02)"),
          Map.entry("stored", " STORED"),
          Map.entry("given_up_where", "WHERE failed"),
          Map.entry("queue_digest_where", "WHERE digest_key IS NOT NULL"),
          Map.entry("due_where", "WHERE due_at IS NOT NULL"),
          Map.entry("planned_where", "WHERE planned_at IS NOT NULL"),
          Map.entry("failed_where", "WHERE state = 'FAILED'"),
          Map.entry("provider_where", "WHERE provider_id IS NOT NULL"),
          Map.entry("digest_where", "WHERE digest_key IS NOT NULL AND due_at IS NOT NULL"),
          Map.entry("follows_where", "WHERE follows IS NOT NULL"),
          Map.entry("until_where", "WHERE until_at IS NOT NULL"),
          Map.entry("enabled", "coalesce(d.document::json ->> 'enabled', 'true') <> 'false'"),
          Map.entry("delivery_known_where", "WHERE message_id IS NOT NULL"),
          Map.entry("delivery_unknown_where", "WHERE message_id IS NULL"),
          Map.entry("unread_where", "WHERE channel = 'in_app' AND read_at IS NULL"),
          Map.entry("concurrency_where", "WHERE concurrency_key IS NOT NULL"),
          Map.entry(
              "concurrency_open_where",
              "WHERE concurrency_key IS NOT NULL AND state IN ('DRAFT', 'ACTIVE', 'PAUSED')"));
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
    public boolean goesOnAfterRefusal() {
      return false;
    }

    /**
     * A process that stands still in the middle of a transaction, as under SIGSTOP, keeps its locks
     * no longer than that.
     */
    @Override
    public Optional<IdleLimit> idleLimit() {
      return Optional.of(
          new IdleLimit(
              "SET LOCAL idle_in_transaction_session_timeout = 5000",
              "SET LOCAL idle_in_transaction_session_timeout TO DEFAULT"));
    }

    @Override
    public Optional<String> analyze(String prefix) {
      return Optional.of(
          Stream.of(
                  "event",
                  "instance",
                  "journal",
                  "waiter",
                  "task",
                  "message",
                  "message_queue",
                  "provider_message",
                  "delivery")
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
      return Map.ofEntries(
          Map.entry("text", "character large object"),
          Map.entry("in_place", "-- "),
          Map.entry("hot", ""),
          Map.entry("queue", ""),
          Map.entry("stored", ""),
          Map.entry("given_up_where", ""),
          Map.entry("queue_digest_where", ""),
          Map.entry("due_where", ""),
          Map.entry("planned_where", ""),
          Map.entry("failed_where", ""),
          Map.entry("provider_where", ""),
          Map.entry("digest_where", ""),
          Map.entry("follows_where", ""),
          Map.entry("until_where", ""),
          Map.entry(
              "enabled",
              "coalesce(CAST((d.document FORMAT JSON).\"enabled\" AS varchar), 'true') <> 'false'"),
          Map.entry("delivery_known_where", ""),
          Map.entry("delivery_unknown_where", ""),
          Map.entry("unread_where", ""),
          Map.entry("concurrency_where", ""),
          Map.entry("concurrency_open_where", ""));
    }

    @Override
    public String migrationLock(String prefix) {
      return "SELECT 1";
    }

    @Override
    public boolean arrays() {
      return false;
    }

    @Override
    public boolean goesOnAfterRefusal() {
      return true;
    }

    @Override
    public Optional<IdleLimit> idleLimit() {
      return Optional.empty();
    }

    @Override
    public Optional<String> analyze(String prefix) {
      return Optional.empty();
    }
  }
}
