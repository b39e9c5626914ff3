package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ActorRows;

final class MemoryActors implements ActorRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryActors(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public long revision(TenantId tenant) {
    return tables.actorRevisions.getOrDefault(tenant, 0L);
  }

  @Override
  public void raise(TenantId tenant) {
    undo.put(tables.actorRevisions, tenant, revision(tenant) + 1);
  }
}
