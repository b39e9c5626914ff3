package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The revision number of one concern per tenant. Raising it locks the tenant's concern until the
 * transaction ends.
 */
final class Revisions {

  private final Sql sql;
  private final String concern;

  Revisions(Sql sql, String concern) {
    this.sql = sql;
    this.concern = concern;
  }

  long get(TenantId tenant) {
    return get(List.of(tenant)).getOrDefault(tenant, 0L);
  }

  /** Those of several tenants, 0 for a tenant that has none; begins no transaction. */
  Map<TenantId, Long> get(Collection<TenantId> tenants) {
    Map<TenantId, Long> revisions = new HashMap<>();
    tenants.forEach(tenant -> revisions.put(tenant, 0L));
    sql.of(
            "SELECT tenant_id, revision FROM #revision WHERE concern = :concern AND tenant_id IN (:tenants)")
        .bind("concern", concern)
        .bind("tenants", tenants.stream().map(TenantId::value).toList())
        .peek(row -> Map.entry(TenantId.of(row.getString(1)), row.getLong(2)))
        .forEach(known -> revisions.put(known.getKey(), known.getValue()));
    return revisions;
  }

  List<TenantId> tenants(@Nullable TenantId after, int limit) {
    return sql.of(
            """
            SELECT tenant_id FROM #revision WHERE concern = :concern AND tenant_id > :after
            ORDER BY tenant_id LIMIT :limit
            """)
        .bind("concern", concern)
        .bind("after", after == null ? "" : after.value())
        .bind("limit", limit)
        .list(row -> TenantId.of(row.getString(1)));
  }

  void raise(TenantId tenant) {
    int changed =
        change(
            "UPDATE #revision SET revision = revision + 1 WHERE tenant_id = :tenant AND concern = :concern",
            tenant);
    if (changed == 0) {
      change(
          "INSERT INTO #revision (tenant_id, concern, revision) VALUES (:tenant, :concern, 1)",
          tenant);
    }
  }

  private int change(String statement, TenantId tenant) {
    return sql.of(statement).bind("tenant", tenant).bind("concern", concern).update();
  }
}
