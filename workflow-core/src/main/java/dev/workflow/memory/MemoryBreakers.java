package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.MessageRows.Lane;
import java.util.Collection;
import java.util.List;
import java.util.Set;

final class MemoryBreakers implements BreakerRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryBreakers(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public List<BreakerRow> of(Collection<Lane> lanes) {
    Set<Lane> wanted = Set.copyOf(lanes);
    return tables.stops.values().stream()
        .filter(stop -> wanted.contains(stop.key().lane()))
        .toList();
  }

  @Override
  public List<BreakerRow> list(TenantId tenant) {
    return tables.stops.values().stream()
        .filter(stop -> stop.key().tenant().equals(tenant))
        .toList();
  }

  @Override
  public void put(BreakerRow stop) {
    undo.put(tables.stops, stop.key(), stop);
  }

  @Override
  public void remove(BreakerRow.Key key) {
    undo.remove(tables.stops, key);
  }
}
