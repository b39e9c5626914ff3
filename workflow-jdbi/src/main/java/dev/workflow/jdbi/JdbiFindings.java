package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.FindingRows;
import dev.workflow.spi.store.InstanceKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class JdbiFindings implements FindingRows {

  private static final Columns<FindingRow> FINDING =
      Columns.<FindingRow>of("#finding")
          .text("tenant_id", FindingRow::tenant)
          .uuid("id", FindingRow::id)
          .text("kind", FindingRow::kind)
          .uuid("instance_id", row -> row.instance() == null ? null : row.instance().value())
          .text("step", FindingRow::step)
          .text("workflow", FindingRow::workflow)
          .subject(FindingRow::subject)
          .time("since", FindingRow::since)
          .time("settled_at", FindingRow::settledAt)
          .text("evidence", FindingRow::evidence)
          .build();

  private final Sql sql;

  JdbiFindings(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void put(FindingRow row) {
    sql.insertOne(FINDING, row);
  }

  @Override
  public void replace(List<FindingRow> rows) {
    sql.batch(
        "UPDATE #finding SET evidence = :evidence, settled_at = :settled"
            + " WHERE tenant_id = :tenant AND id = :id",
        rows,
        (binding, row) ->
            binding
                .bind("evidence", row.evidence())
                .bind("settled", row.settledAt())
                .bind("tenant", row.tenant())
                .bind("id", row.id()));
  }

  @Override
  public void settle(InstanceKey instance, String step, String kind, Instant at) {
    sql.of(
            """
            UPDATE #finding SET settled_at = :at
            WHERE tenant_id = :tenant AND instance_id = :instance AND step = :step AND kind = :kind
              AND settled_at IS NULL
            """)
        .bind("at", at)
        .bind("tenant", instance.tenant())
        .bind("instance", instance.id())
        .bind("step", step)
        .bind("kind", kind)
        .update();
  }

  @Override
  public void settle(TenantId tenant, String workflow, String kind, Instant at) {
    sql.of(
            """
            UPDATE #finding SET settled_at = :at
            WHERE tenant_id = :tenant AND kind = :kind AND settled_at IS NULL
              AND workflow = :workflow AND instance_id IS NULL
            """)
        .bind("at", at)
        .bind("tenant", tenant)
        .bind("kind", kind)
        .bind("workflow", workflow)
        .update();
  }

  @Override
  public int purge(TenantId tenant, Instant settledBefore, int limit) {
    return remove(
        Conditions.where("f.tenant_id = :tenant", "tenant", tenant)
            .and("f.settled_at < :before", "before", settledBefore)
            .and(JdbiHolds.none("f")),
        tenant,
        limit);
  }

  @Override
  public int removeAbout(TenantId tenant, SubjectRef subject, int limit) {
    return remove(
        Conditions.where("f.tenant_id = :tenant", "tenant", tenant)
            .and("f.subject_type = :type", "type", subject.type())
            .and("f.subject_id = :subject", "subject", subject.id()),
        tenant,
        limit);
  }

  private int remove(Conditions which, TenantId tenant, int limit) {
    List<UUID> ids =
        sql.of("SELECT f.id FROM #finding f " + which + " LIMIT :limit")
            .bind(which)
            .bind("limit", limit)
            .list(row -> Read.uuid(row, "id"));
    sql.delete("#finding", "id", tenant, ids);
    return ids.size();
  }

  @Override
  public List<FindingRow> list(
      TenantId tenant,
      @Nullable Boolean settled,
      @Nullable String kind,
      @Nullable InstanceId instance,
      @Nullable UUID after,
      int limit) {
    Conditions where =
        Conditions.where("tenant_id = :tenant", "tenant", tenant)
            .andIfGiven("kind = :kind", "kind", kind)
            .andIfGiven("instance_id = :instance", "instance", instance)
            .andIfGiven("id > :after", "after", after);
    if (settled != null) {
      where.and(settled ? "settled_at IS NOT NULL" : "settled_at IS NULL");
    }
    return sql.of(FINDING.select("f") + where + " ORDER BY id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiFindings::row);
  }

  private static FindingRow row(ResultSet row) throws SQLException {
    UUID instance = Read.uuidIfAny(row, "instance_id");
    return new FindingRow(
        TenantId.of(row.getString("tenant_id")),
        Read.uuid(row, "id"),
        row.getString("kind"),
        instance == null ? null : InstanceId.of(instance),
        row.getString("step"),
        row.getString("workflow"),
        Read.subject(row),
        Read.requiredInstant(row, "since"),
        Read.instant(row, "settled_at"),
        row.getString("evidence"));
  }

  @Override
  public Map<String, Long> count(TenantId tenant) {
    Map<String, Long> counts = new HashMap<>();
    sql.of(
            """
            SELECT kind, count(*) AS findings FROM #finding
            WHERE tenant_id = :tenant AND settled_at IS NULL GROUP BY kind
            """)
        .bind("tenant", tenant)
        .list(row -> Map.entry(row.getString("kind"), row.getLong("findings")))
        .forEach(one -> counts.put(one.getKey(), one.getValue()));
    return counts;
  }
}
