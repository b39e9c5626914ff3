package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ActorRows;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
  public void put(SubstitutionRow row) {
    undo.put(tables.substitutions, new Tables.SubstitutionKey(row.tenant(), row.id()), row);
  }

  @Override
  public boolean deleteSubstitution(TenantId tenant, UUID id) {
    return undo.remove(tables.substitutions, new Tables.SubstitutionKey(tenant, id)) != null;
  }

  @Override
  public List<SubstitutionRow> substitutions(
      TenantId tenant, Instant now, @Nullable String actor, @Nullable UUID after, int limit) {
    return tables.substitutions.values().stream()
        .filter(row -> row.tenant().equals(tenant) && row.to().isAfter(now))
        .filter(row -> actor == null || row.actor().equals(actor))
        .filter(row -> after == null || row.id().toString().compareTo(after.toString()) > 0)
        .sorted(Comparator.comparing(row -> row.id().toString()))
        .limit(limit)
        .toList();
  }

  @Override
  public long nextAllocation(TenantId tenant, String workflow, String step) {
    return tables.allocations.entrySet().stream()
            .filter(one -> one.getKey().isOf(tenant, workflow, step))
            .mapToLong(Map.Entry::getValue)
            .max()
            .orElse(0)
        + 1;
  }

  @Override
  public Map<String, Long> allocations(
      TenantId tenant, String workflow, String step, Collection<String> actors) {
    Map<String, Long> allocations = new HashMap<>();
    for (String actor : actors) {
      Long number = tables.allocations.get(new Tables.Allocation(tenant, workflow, step, actor));
      if (number != null) {
        allocations.put(actor, number);
      }
    }
    return allocations;
  }

  @Override
  public void given(TenantId tenant, String workflow, String step, String actor, long number) {
    undo.put(tables.allocations, new Tables.Allocation(tenant, workflow, step, actor), number);
  }
}
