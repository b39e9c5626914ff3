package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import dev.workflow.spi.store.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form for databases that take arrays. A lateral subquery that cannot be flattened ({@code
 * OFFSET 0}) makes the plan look rows up one by one, whatever size the planner believes a table to
 * have.
 */
final class ArrayLookups implements InstanceLookups {

  private static final Rows.Shape INSTANCES = Rows.Shape.of("", "tenant_id text", "id uuid");
  private static final Rows.Shape EVENTS = Rows.Shape.of("", "tenant_id text", "id text");

  private static final Rows.Shape LANES =
      Rows.Shape.of("", "tenant_id text", "workflow text", "share integer");
  private static final int VISIT = 128;

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

  /** The skip scan is bound to the index by its order, whatever the planner believes. */
  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited> visited =
        sql.query(
            """
            WITH RECURSIVE lane(tenant_id, workflow, visited) AS (
              (SELECT i.tenant_id, i.workflow, 1 FROM #instance i
               WHERE (i.tenant_id, i.workflow) > (?, ?) AND i.due_at IS NOT NULL
               ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1)
              UNION ALL
              SELECT n.tenant_id, n.workflow, l.visited + 1
              FROM lane l CROSS JOIN LATERAL (
                SELECT i.tenant_id, i.workflow FROM #instance i
                WHERE (i.tenant_id, i.workflow) > (l.tenant_id, l.workflow) AND i.due_at IS NOT NULL
                ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1) n
              WHERE l.visited < ?
            )
            SELECT l.tenant_id, l.workflow, EXISTS (
              SELECT 1 FROM #instance i
              WHERE i.tenant_id = l.tenant_id AND i.workflow = l.workflow AND i.due_at BETWEEN ? AND ?
                AND i.state = 'ACTIVE') AS busy
            FROM lane l
            """,
            row ->
                new Visited(
                    new Lane(TenantId.of(row.getString("tenant_id")), row.getString("workflow")),
                    row.getBoolean("busy")),
            after == null ? "" : after.tenant().value(),
            after == null ? "" : after.workflow(),
            VISIT,
            Sql.EARLIEST,
            now);
    return InstanceLookups.part(visited, VISIT);
  }

  @Override
  public List<Claimed> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    Rows rows = new Rows(LANES);
    shares.forEach((lane, share) -> rows.add(lane.tenant().value(), lane.workflow(), share));
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(rows.arrays()));
    parameters.addAll(List.of(Sql.EARLIEST, now, owner, leaseUntil));
    return sql.query(
        """
        WITH due AS MATERIALIZED (
          SELECT d.place, d.taken_from
          FROM unnest(%s) AS l(tenant_id, workflow, share)
          CROSS JOIN LATERAL (
            SELECT x.ctid AS place, x.owner AS taken_from FROM #instance x
            WHERE x.tenant_id = l.tenant_id AND x.workflow = l.workflow AND x.due_at BETWEEN ? AND ?
              AND x.state = 'ACTIVE'
            ORDER BY x.due_at, x.id LIMIT l.share FOR UPDATE SKIP LOCKED) d
        )
        UPDATE #instance i SET owner = ?, due_at = ?, revision = i.revision + 1
        FROM due
        WHERE i.ctid = ANY(ARRAY(SELECT place FROM due)) AND i.ctid = due.place
        RETURNING due.taken_from,
        """
                .formatted(LANES.marks())
            + COLUMN_NAMES,
        row -> new Claimed(InstanceLookups.row(row), row.getString("taken_from")),
        parameters.toArray());
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    Map<String, Integer> held = new HashMap<>();
    sql.query(
        """
        WITH RECURSIVE lane(workflow) AS (
          (SELECT i.workflow FROM #instance i WHERE i.tenant_id = ? AND i.due_at IS NOT NULL
           ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1)
          UNION ALL
          SELECT n.workflow FROM lane l CROSS JOIN LATERAL (
            SELECT i.workflow FROM #instance i
            WHERE i.tenant_id = ? AND i.workflow > l.workflow AND i.due_at IS NOT NULL
            ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1) n
        )
        SELECT l.workflow, c.held FROM lane l CROSS JOIN LATERAL (
          SELECT count(*) AS held FROM #instance i
          WHERE i.tenant_id = ? AND i.workflow = l.workflow AND i.due_at > ? AND i.due_at <= ?
            AND i.owner IS NOT NULL) c
        """,
        row -> held.put(row.getString("workflow"), row.getInt("held")),
        tenant.value(),
        tenant.value(),
        tenant.value(),
        now,
        until);
    return held;
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
