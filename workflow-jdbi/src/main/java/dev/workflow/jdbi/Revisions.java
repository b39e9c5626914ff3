package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.StoreException;

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
    return sql
        .query(
            "SELECT revision FROM #revision WHERE tenant_id = ? AND concern = ?",
            row -> row.getLong(1),
            tenant.value(),
            concern)
        .stream()
        .findFirst()
        .orElse(0L);
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
