package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.ActorRows;

final class JdbiActors implements ActorRows {

  private final Revisions revisions;

  JdbiActors(Sql sql) {
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
}
