package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form for databases that take arrays. A lateral subquery that cannot be flattened ({@code
 * OFFSET 0}) makes the plan look rows up one by one, whatever size the planner believes a table to
 * have.
 */
final class ArrayLookups implements InstanceLookups {

  private static final Rows.Shape INSTANCES = Rows.Shape.of("", "tenant_id text", "id uuid");
  private static final Rows.Shape EVENTS = Rows.Shape.of("", "tenant_id text", "id text");

  private final Sql sql;

  ArrayLookups(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Claimed> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    return sql.query(
        """
        WITH due AS MATERIALIZED (
          SELECT ctid AS place, owner AS taken_from FROM #instance
          WHERE due_at BETWEEN ? AND ? AND state = 'ACTIVE'
          ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
        )
        UPDATE #instance i SET owner = ?, due_at = ?, revision = i.revision + 1
        FROM due
        WHERE i.ctid = ANY(ARRAY(SELECT place FROM due)) AND i.ctid = due.place
        RETURNING due.taken_from,
        """
            + COLUMN_NAMES,
        row -> new Claimed(InstanceLookups.row(row), row.getString("taken_from")),
        Sql.EARLIEST,
        now,
        limit,
        owner,
        leaseUntil);
  }

  @Override
  public List<InstanceRow> rows(List<InstanceKey> keys, boolean lock) {
    return keys.isEmpty()
        ? List.of()
        : sql.query(
            "SELECT "
                + COLUMN_NAMES
                + "FROM unnest("
                + INSTANCES.marks()
                + """
                ) AS k(tenant_id, id)
                CROSS JOIN LATERAL (
                  SELECT * FROM #instance x WHERE x.tenant_id = k.tenant_id AND x.id = k.id OFFSET 0
                """
                + (lock ? " FOR UPDATE" : "")
                + ") i",
            InstanceLookups::row,
            arrays(keys));
  }

  /** Two keys with the same hash only wait for one another. */
  @Override
  public void lockKey(TenantId tenant, String workflow, String concurrencyKey) {
    sql.query(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, hashtextextended('#instance', 0)))",
        row -> true,
        tenant.value() + '\n' + workflow + '\n' + concurrencyKey);
  }

  private static Object[] arrays(List<InstanceKey> keys) {
    Rows rows = new Rows(INSTANCES);
    keys.forEach(key -> rows.add(key.tenant().value(), key.id().value()));
    return rows.arrays();
  }

  @Override
  public Map<InstanceKey, List<JournalEntry>> journals(List<InstanceKey> keys) {
    Map<InstanceKey, List<JournalEntry>> journals = new HashMap<>();
    if (!keys.isEmpty()) {
      sql.query(
          "SELECT k.tenant_id, k.id, j.seq, j.at, j.body FROM unnest("
              + INSTANCES.marks()
              + """
          ) AS k(tenant_id, id)
          CROSS JOIN LATERAL (
            SELECT seq, at, body FROM #journal x WHERE x.tenant_id = k.tenant_id AND x.instance_id = k.id
            ORDER BY seq OFFSET 0) j
          """,
          row ->
              journals
                  .computeIfAbsent(InstanceLookups.key(row), key -> new ArrayList<>())
                  .add(InstanceLookups.entry(row)),
          arrays(keys));
    }
    return journals;
  }

  @Override
  public Map<EventKey, String> events(List<EventKey> keys) {
    Map<EventKey, String> events = new HashMap<>();
    if (!keys.isEmpty()) {
      Rows rows = new Rows(EVENTS);
      keys.forEach(key -> rows.add(key.tenant().value(), key.id()));
      sql.query(
          "SELECT k.tenant_id, k.id, e.body FROM unnest("
              + EVENTS.marks()
              + """
          ) AS k(tenant_id, id)
          CROSS JOIN LATERAL (SELECT body FROM #event x WHERE x.tenant_id = k.tenant_id AND x.id = k.id OFFSET 0) e
          """,
          row ->
              events.put(
                  new EventKey(TenantId.of(row.getString("tenant_id")), row.getString("id")),
                  row.getString("body")),
          rows.arrays());
    }
    return events;
  }
}
