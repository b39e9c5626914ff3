package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ActorRows;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

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

  @Override
  public long nextTurn(TenantId tenant, String workflow, String step) {
    return tables.turns.entrySet().stream()
            .filter(one -> one.getKey().isOf(tenant, workflow, step))
            .mapToLong(Map.Entry::getValue)
            .max()
            .orElse(0)
        + 1;
  }

  @Override
  public Map<String, Long> turns(
      TenantId tenant, String workflow, String step, Collection<String> actors) {
    Map<String, Long> turns = new HashMap<>();
    for (String actor : actors) {
      Long turn = tables.turns.get(new Tables.Turn(tenant, workflow, step, actor));
      if (turn != null) {
        turns.put(actor, turn);
      }
    }
    return turns;
  }

  @Override
  public void given(TenantId tenant, String workflow, String step, String actor, long turn) {
    undo.put(tables.turns, new Tables.Turn(tenant, workflow, step, actor), turn);
  }
}
