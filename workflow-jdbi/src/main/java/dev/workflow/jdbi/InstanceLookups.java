package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import dev.workflow.spi.store.JournalEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claims what is due, and finds many rows by their keys: with arrays, all of them in one statement;
 * with lists, one statement for each tenant.
 */
sealed interface InstanceLookups permits ArrayLookups, ListLookups {

  String COLUMN_NAMES =
      """
      i.tenant_id, i.id, i.workflow, i.workflow_version, i.subject_type, i.subject_id, i.event_id, i.input, i.parent,
      i.concurrency_key, i.created_at, i.state, i.outcome, i.revision, i.owner, i.due_at, i.ended_at
      """;

  String COLUMNS = "SELECT " + COLUMN_NAMES + " FROM #instance i ";

  /**
   * An instance after it was claimed.
   *
   * @param takenFrom who held it before
   */
  record Claimed(InstanceRow row, @Nullable String takenFrom) {}

  List<Claimed> claim(String owner, Instant now, Instant leaseUntil, int limit);

  /**
   * The lanes with instances that wait for a time, in their order, as many as one look comes to.
   */
  DueLanes dueLanes(Instant now, @Nullable Lane after);

  /** Claims of each lane at most its share. */
  List<Claimed> claim(String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares);

  /** How many of a tenant's instances have a lease that ends in the given time, by workflow. */
  Map<String, Integer> held(TenantId tenant, Instant now, Instant until);

  /**
   * A lane on the way round.
   *
   * @param busy whether it has due instances
   */
  record Visited(Lane lane, boolean busy) {}

  /**
   * @param visit how many lanes are visited unless there are no more
   */
  static DueLanes part(List<Visited> visited, int visit) {
    return new DueLanes(
        visited.stream().filter(Visited::busy).map(Visited::lane).toList(),
        visited.size() < visit ? null : visited.get(visited.size() - 1).lane());
  }

  /**
   * The rows that exist.
   *
   * @param keys sorted, each once; locked in this order
   */
  List<InstanceRow> rows(List<InstanceKey> keys, boolean lock);

  /** Waits until no other transaction has locked the same concurrency key, and locks it. */
  void lockKey(TenantId tenant, String workflow, String concurrencyKey);

  /** The entries of each instance in order. */
  Map<InstanceKey, List<JournalEntry>> journals(List<InstanceKey> keys);

  /** The bodies of events. */
  Map<EventKey, String> events(List<EventKey> keys);

  static InstanceRow row(ResultSet row) throws SQLException {
    return new InstanceRow(
        key(row),
        WorkflowRef.of(row.getString("workflow"), row.getInt("workflow_version")),
        Sql.subject(row),
        new InstanceRow.Origin(
            row.getString("event_id"),
            row.getString("input"),
            row.getString("parent"),
            row.getString("concurrency_key"),
            Sql.requiredInstant(row, "created_at")),
        new InstanceRow.Progress(
            row.getString("state"),
            row.getString("outcome"),
            row.getLong("revision"),
            row.getString("owner"),
            Sql.instant(row, "due_at"),
            Sql.instant(row, "ended_at")));
  }

  /** The key in the columns {@code tenant_id} and {@code id}. */
  static InstanceKey key(ResultSet row) throws SQLException {
    return new InstanceKey(
        TenantId.of(row.getString("tenant_id")), InstanceId.of(Sql.uuid(row, "id")));
  }

  static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getInt("seq"), Sql.requiredInstant(row, "at"), row.getString("body"));
  }
}
