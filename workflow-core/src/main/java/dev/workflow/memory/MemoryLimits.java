package dev.workflow.memory;

import dev.workflow.spi.store.LimitRows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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

  @Override
  public void put(Map<LimitKey, String> states, Instant until) {
    put(states);
    states.keySet().forEach(key -> undo.put(tables.limitsUntil, key, until));
  }

  @Override
  public int forget(Instant now, int limit) {
    List<LimitKey> past =
        tables.limitsUntil.entrySet().stream()
            .filter(entry -> entry.getValue().isBefore(now))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    for (LimitKey key : past) {
      undo.remove(tables.limits, key);
      undo.remove(tables.limitsUntil, key);
    }
    return past.size();
  }
}
