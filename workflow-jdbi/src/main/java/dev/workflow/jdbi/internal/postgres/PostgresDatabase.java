package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.Database;
import dev.workflow.jdbi.internal.sql.TransactionBoundary.IdleLimit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PostgreSQL 12 and newer. */
public final class PostgresDatabase implements Database {

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "text", "text",
        "updated_often", "WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)",
        "as_queue", "WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02)",
        "leave_room_in_message", "ALTER TABLE ${prefix}message SET (fillfactor = 50);",
        "journal_time",
            "CREATE INDEX IF NOT EXISTS ${prefix}journal_time ON ${prefix}journal USING brin (at) WITH (autosummarize = on);",
        "stored", " STORED",
        "rename_column", "RENAME COLUMN",
        "to_name", "TO",
        "enabled", "coalesce(d.document::json ->> 'enabled', 'true') <> 'false'");
  }

  @Override
  public boolean hasPartialIndexes() {
    return true;
  }

  @Override
  public String migrationLock(String prefix) {
    return "SELECT pg_advisory_xact_lock(hashtext('workflow ' || '" + prefix + "'))";
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
                "event_subscription",
                "task",
                "message",
                "message_queue",
                "provider_message",
                "delivery")
            .map(table -> prefix + table)
            .collect(Collectors.joining(", ", "ANALYZE (SKIP_LOCKED) ", "")));
  }
}
