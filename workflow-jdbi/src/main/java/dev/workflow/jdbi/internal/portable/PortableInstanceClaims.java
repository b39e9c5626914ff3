package dev.workflow.jdbi.internal.portable;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.InstanceClaims;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.LaneRound;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class PortableInstanceClaims implements InstanceClaims {

  private static final int VISIT = 32;

  private static final String DUE =
      InstanceTable.SELECT
          + """
          WHERE i.due_at BETWEEN :earliest AND :now AND i.state = 'ACTIVE'
          ORDER BY i.due_at, i.id LIMIT :limit FOR UPDATE SKIP LOCKED
          """;

  private static final String DUE_IN_LANE =
      InstanceTable.SELECT
          + """
          WHERE i.tenant_id = :tenant AND i.workflow = :workflow AND i.due_at BETWEEN :earliest AND :now
            AND i.state = 'ACTIVE'
          ORDER BY i.due_at, i.id LIMIT :limit FOR UPDATE SKIP LOCKED
          """;

  private static final String LEASE =
      """
      UPDATE #instance SET owner = :owner, due_at = :lease_until, revision = revision + 1
      WHERE tenant_id = :tenant_id AND id = :id
      """;

  private static final String NEXT_OF_TENANT =
      """
      SELECT tenant_id, workflow FROM #instance WHERE tenant_id = :tenant AND workflow > :workflow
      ORDER BY tenant_id, workflow LIMIT 1
      """;

  private static final String FIRST_AFTER_TENANT =
      "SELECT tenant_id, workflow FROM #instance WHERE tenant_id > :tenant ORDER BY tenant_id, workflow LIMIT 1";

  private static final String BUSY =
      """
      SELECT 1 FROM #instance
      WHERE tenant_id = :tenant AND workflow = :workflow AND due_at BETWEEN :earliest AND :now AND state = 'ACTIVE'
      LIMIT 1
      """;

  private final Sql sql;

  PortableInstanceClaims(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Claimed> claim(String owner, Instant now, Instant leaseUntil, int limit) {
    List<InstanceRow> due =
        sql.of(DUE)
            .bind("earliest", Sql.EARLIEST)
            .bind("now", now)
            .bind("limit", limit)
            .list(InstanceTable::row);
    return leased(due, owner, leaseUntil);
  }

  @Override
  public List<Claimed> claim(
      String owner, Instant now, Instant leaseUntil, Map<Lane, Integer> shares) {
    List<InstanceRow> due = new ArrayList<>();
    shares.forEach(
        (lane, share) ->
            due.addAll(
                sql.of(DUE_IN_LANE)
                    .bind("tenant", lane.tenant())
                    .bind("workflow", lane.workflow())
                    .bind("earliest", Sql.EARLIEST)
                    .bind("now", now)
                    .bind("limit", share)
                    .list(InstanceTable::row)));
    return leased(due, owner, leaseUntil);
  }

  private List<Claimed> leased(List<InstanceRow> due, String owner, Instant leaseUntil) {
    sql.batch(
        LEASE,
        due,
        (binding, row) -> {
          binding.bind("owner", owner).bind("lease_until", leaseUntil);
          InstanceTable.KEY.bind(binding, row.key());
        });
    return due.stream()
        .map(row -> new Claimed(leased(row, owner, leaseUntil), row.progress().owner()))
        .toList();
  }

  private static InstanceRow leased(InstanceRow row, String owner, Instant leaseUntil) {
    InstanceRow.Progress before = row.progress();
    return row.with(
        new InstanceRow.Progress(
            before.state(),
            before.outcome(),
            before.revision() + 1,
            owner,
            leaseUntil,
            before.endedAt()));
  }

  @Override
  public DueLanes dueLanes(Instant now, @Nullable Lane after) {
    LaneRound<Lane> round = LaneRound.walk(after, VISIT, this::next, lane -> isBusy(lane, now));
    return new DueLanes(round.busy(), round.last());
  }

  private Optional<Lane> next(@Nullable Lane after) {
    if (after == null) {
      return lane(FIRST_AFTER_TENANT, "", "");
    }
    String tenant = after.tenant().value();
    return lane(NEXT_OF_TENANT, tenant, after.workflow())
        .or(() -> lane(FIRST_AFTER_TENANT, tenant, ""));
  }

  private Optional<Lane> lane(String query, String tenant, String workflow) {
    return sql.of(query)
        .bind("tenant", tenant)
        .bind("workflow", workflow)
        .first(row -> new Lane(TenantId.of(row.getString("tenant_id")), row.getString("workflow")));
  }

  private boolean isBusy(Lane lane, Instant now) {
    return sql.of(BUSY)
        .bind("tenant", lane.tenant())
        .bind("workflow", lane.workflow())
        .bind("earliest", Sql.EARLIEST)
        .bind("now", now)
        .exists();
  }

  @Override
  public Map<String, Integer> held(TenantId tenant, Instant now, Instant until) {
    Map<String, Integer> held = new HashMap<>();
    sql.of(
            """
            SELECT workflow, count(*) AS held FROM #instance
            WHERE tenant_id = :tenant AND due_at > :now AND due_at <= :until AND owner IS NOT NULL GROUP BY workflow
            """)
        .bind("tenant", tenant)
        .bind("now", now)
        .bind("until", until)
        .list(row -> held.put(row.getString("workflow"), row.getInt("held")));
    return held;
  }

  /** All databases lock rows: the workflow's definitions stand for its keys. */
  @Override
  public void lockKey(TenantId tenant, String workflow, String concurrencyKey) {
    sql.of(
            """
            SELECT version FROM #definition WHERE tenant_id = :tenant AND workflow = :workflow
            ORDER BY version FOR UPDATE
            """)
        .bind("tenant", tenant)
        .bind("workflow", workflow)
        .list(row -> row.getInt("version"));
  }
}
