package dev.workflow.jdbi.internal.postgres;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.InstanceClaims;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.LaneRound;
import dev.workflow.jdbi.internal.LaneRound.Visited;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class PostgresInstanceClaims implements InstanceClaims {

  private static final int VISIT = 128;

  private static final Unnest<Map.Entry<Lane, Integer>> LANES =
      new Unnest<>(
          "lane",
          Columns.<Map.Entry<Lane, Integer>>ofNoTable()
              .text("tenant_id", entry -> entry.getKey().tenant())
              .text("workflow", entry -> entry.getKey().workflow())
              .integer("share", Map.Entry::getValue)
              .build());

  private static final String TAKE =
      """
      UPDATE #instance i SET owner = :owner, due_at = :lease_until, revision = i.revision + 1
      FROM due
      WHERE i.ctid = ANY(ARRAY(SELECT place FROM due)) AND i.ctid = due.place
      RETURNING due.taken_from,\s"""
          + InstanceTable.INSTANCE.names("i");

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT ctid AS place, owner AS taken_from FROM #instance
        WHERE due_at BETWEEN :earliest AND :now AND state = 'ACTIVE'
        ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
      )
      """
          + TAKE;

  private static final String CLAIM_LANES =
      """
      WITH due AS MATERIALIZED (
        SELECT d.place, d.taken_from
        FROM %s
        CROSS JOIN LATERAL (
          SELECT x.ctid AS place, x.owner AS taken_from FROM #instance x
          WHERE x.tenant_id = lane.tenant_id AND x.workflow = lane.workflow AND x.due_at BETWEEN :earliest AND :now
            AND x.state = 'ACTIVE'
          ORDER BY x.due_at, x.id LIMIT lane.share FOR UPDATE SKIP LOCKED) d
      )
      """
              .formatted(LANES.table())
          + TAKE;

  /** The skip scan is bound to the index by its order, whatever the planner believes. */
  private static final String DUE_LANES =
      """
      WITH RECURSIVE lane(tenant_id, workflow, visited) AS (
        (SELECT i.tenant_id, i.workflow, 1 FROM #instance i
         WHERE (i.tenant_id, i.workflow) > (:after_tenant, :after_workflow) AND i.due_at IS NOT NULL
         ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1)
        UNION ALL
        SELECT n.tenant_id, n.workflow, l.visited + 1
        FROM lane l CROSS JOIN LATERAL (
          SELECT i.tenant_id, i.workflow FROM #instance i
          WHERE (i.tenant_id, i.workflow) > (l.tenant_id, l.workflow) AND i.due_at IS NOT NULL
          ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1) n
        WHERE l.visited < :visit
      )
      SELECT l.tenant_id, l.workflow, EXISTS (
        SELECT 1 FROM #instance i
        WHERE i.tenant_id = l.tenant_id AND i.workflow = l.workflow AND i.due_at BETWEEN :earliest AND :now
          AND i.state = 'ACTIVE') AS busy
      FROM lane l
      """;

  private static final String HELD =
      """
      WITH RECURSIVE lane(workflow) AS (
        (SELECT i.workflow FROM #instance i WHERE i.tenant_id = :tenant AND i.due_at IS NOT NULL
         ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1)
        UNION ALL
        SELECT n.workflow FROM lane l CROSS JOIN LATERAL (
          SELECT i.workflow FROM #instance i
          WHERE i.tenant_id = :tenant AND i.workflow > l.workflow AND i.due_at IS NOT NULL
          ORDER BY i.tenant_id, i.workflow, i.due_at, i.id LIMIT 1) n
      )
      SELECT l.workflow, c.held FROM lane l CROSS JOIN LATERAL (
        SELECT count(*) AS held FROM #instance i
        WHERE i.tenant_id = :tenant AND i.workflow = l.workflow AND i.due_at > :now AND i.due_at <= :until
          AND i.owner IS NOT NULL) c
      """;

  private final Sql sql;

  PostgresInstanceClaims(Sql sql) {
    this.sql = sql;
  }

  private static Claimed claimed(ResultSet row) throws SQLException {
    return new Claimed(InstanceTable.row(row), row.getString("taken_from"));
  }

  @Override
  public List<Claimed> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    return sql.of(CLAIM)
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .bind("limit", limit)
        .bind("owner", owner)
        .bind("lease_until", leaseUntil)
        .list(PostgresInstanceClaims::claimed);
  }

  @Override
  public List<Claimed> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    var call =
        sql.of(CLAIM_LANES)
            .bind("earliest", Sql.EARLIEST)
            .bind("now", now)
            .bind("owner", owner)
            .bind("lease_until", leaseUntil);
    LANES.bind(call, shares.entrySet());
    return call.list(PostgresInstanceClaims::claimed);
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    List<Visited<Lane>> visited =
        sql.of(DUE_LANES)
            .bind("after_tenant", after == null ? "" : after.tenant())
            .bind("after_workflow", after == null ? "" : after.workflow())
            .bind("visit", VISIT)
            .bind("earliest", Sql.EARLIEST)
            .bind("now", now)
            .list(
                row ->
                    new Visited<>(
                        new Lane(
                            TenantId.of(row.getString("tenant_id")), row.getString("workflow")),
                        row.getBoolean("busy")));
    LaneRound<Lane> round = LaneRound.of(visited, VISIT);
    return new DueLanes(round.busy(), round.last());
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    Map<String, Integer> held = new HashMap<>();
    sql.of(HELD)
        .bind("tenant", tenant)
        .bind("now", now)
        .bind("until", until)
        .list(row -> held.put(row.getString("workflow"), row.getInt("held")));
    return held;
  }

  /** Two keys with the same hash only wait for one another. */
  @Override
  public void lockKey(TenantId tenant, String workflow, String concurrencyKey) {
    sql.of("SELECT pg_advisory_xact_lock(hashtextextended(:key, hashtextextended('#instance', 0)))")
        .bind("key", tenant.value() + '\n' + workflow + '\n' + concurrencyKey)
        .list(row -> true);
  }
}
