package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    sql.peek(
            "SELECT tenant_id, revision FROM #revision WHERE concern = ? AND tenant_id = ANY(?)",
            row -> Map.entry(TenantId.of(row.getString(1)), row.getLong(2)),
            concern,
            tenants.stream().map(TenantId::value).toList())
        .forEach(known -> revisions.put(known.getKey(), known.getValue()));
    return revisions;
  }

  void raise(TenantId tenant) {
    int changed =
        sql.update(
            "UPDATE #revision SET revision = revision + 1 WHERE tenant_id = ? AND concern = ?",
            tenant.value(),
            concern);
    if (changed == 0) {
      insert(tenant);
    }
  }

  private void insert(TenantId tenant) throws StoreException {
    sql.update(
        "INSERT INTO #revision (tenant_id, concern, revision) VALUES (?, ?, 1)",
        tenant.value(),
        concern);
  }
}
