package dev.workflow.memory;

import dev.workflow.spi.store.LimitRows;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

final class MemoryLimits implements LimitRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryLimits(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public Map<LimitKey, String> lock(Collection<LimitKey> keys) {
    Map<LimitKey, String> states = new HashMap<>();
    keys.forEach(key -> states.put(key, tables.limits.getOrDefault(key, "")));
    return states;
  }

  @Override
  public void put(Map<LimitKey, String> states) {
    states.forEach((key, state) -> undo.put(tables.limits, key, state));
  }
}
