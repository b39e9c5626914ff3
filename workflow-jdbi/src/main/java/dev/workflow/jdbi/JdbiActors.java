package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.ActorRows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiActors implements ActorRows {

  private record Allocation(
      TenantId tenant, String workflow, String step, String actor, long number) {}

  private static final Columns<Allocation> ALLOCATION =
      Columns.<Allocation>of("#turn")
          .text("tenant_id", Allocation::tenant)
          .text("workflow", Allocation::workflow)
          .text("step", Allocation::step)
          .text("actor", Allocation::actor)
          .bigint("turn", Allocation::number)
          .key("tenant_id", "workflow", "step", "actor")
          .build();

  private static final Columns<SubstitutionRow> SUBSTITUTION =
      Columns.<SubstitutionRow>of("#substitution")
          .text("tenant_id", SubstitutionRow::tenant)
          .uuid("id", SubstitutionRow::id)
          .text("actor", SubstitutionRow::actor)
          .time("starts_at", SubstitutionRow::from)
          .time("ends_at", SubstitutionRow::to)
          .text("substitute", SubstitutionRow::substitute)
          .build();

  private static final String OF_STEP =
      "WHERE tenant_id = :tenant AND workflow = :workflow AND step = :step";

  /** The actor of the row that holds the number of the last turn. */
  private static final String NOBODY = "";

  private final Sql sql;
  private final Revisions revisions;

  JdbiActors(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "actors");
  }

  @Override
  public long revision(TenantId tenant) {
    return revisions.get(tenant);
  }

  @Override
  public void raise(TenantId tenant) {
    revisions.raise(tenant);
  }

  @Override
  public void put(SubstitutionRow row) {
    sql.insertOne(SUBSTITUTION, row);
  }

  @Override
  public boolean deleteSubstitution(TenantId tenant, UUID id) {
    return sql.of("DELETE FROM #substitution WHERE tenant_id = :tenant AND id = :id")
            .bind("tenant", tenant)
            .bind("id", id)
            .update()
        > 0;
  }

  @Override
  public List<SubstitutionRow> substitutions(
      TenantId tenant, Instant now, @Nullable String actor, @Nullable UUID after, int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", tenant)
            .and("ends_at > :now", "now", now)
            .andIfGiven("actor = :actor", "actor", actor)
            .andIfGiven("id > :after", "after", after);
    return sql.of(SUBSTITUTION.select("s") + where + " ORDER BY id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(
            row ->
                new SubstitutionRow(
                    TenantId.of(row.getString("tenant_id")),
                    Read.uuid(row, "id"),
                    row.getString("actor"),
                    Read.requiredInstant(row, "starts_at"),
                    Read.requiredInstant(row, "ends_at"),
                    row.getString("substitute")));
  }

  @Override
  public long nextAllocation(TenantId tenant, String workflow, String step) {
    if (!raised(tenant, workflow, step)) {
      sql.insertNew(ALLOCATION, List.of(new Allocation(tenant, workflow, step, NOBODY, 0)));
      raised(tenant, workflow, step);
    }
    return allocations(tenant, workflow, step, List.of(NOBODY)).getOrDefault(NOBODY, 1L);
  }

  private boolean raised(TenantId tenant, String workflow, String step) {
    return sql.of("UPDATE #turn SET turn = turn + 1 " + OF_STEP + " AND actor = :actor")
            .bind("tenant", tenant)
            .bind("workflow", workflow)
            .bind("step", step)
            .bind("actor", NOBODY)
            .update()
        > 0;
  }

  @Override
  public Map<String, Long> allocations(
      TenantId tenant, String workflow, String step, Collection<String> actors) {
    Map<String, Long> numbers = new HashMap<>();
    if (!actors.isEmpty()) {
      sql.of("SELECT actor, turn FROM #turn " + OF_STEP + " AND actor IN (:actors)")
          .bind("tenant", tenant)
          .bind("workflow", workflow)
          .bind("step", step)
          .bind("actors", List.copyOf(actors))
          .list(row -> Map.entry(row.getString("actor"), row.getLong("turn")))
          .forEach(one -> numbers.put(one.getKey(), one.getValue()));
    }
    return numbers;
  }

  @Override
  public void given(TenantId tenant, String workflow, String step, String actor, long number) {
    int changed =
        sql.of("UPDATE #turn SET turn = :turn " + OF_STEP + " AND actor = :actor")
            .bind("turn", number)
            .bind("tenant", tenant)
            .bind("workflow", workflow)
            .bind("step", step)
            .bind("actor", actor)
            .update();
    if (changed == 0) {
      sql.insertOne(ALLOCATION, new Allocation(tenant, workflow, step, actor, number));
    }
  }
}
