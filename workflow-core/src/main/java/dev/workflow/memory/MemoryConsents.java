package dev.workflow.memory;

import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

final class MemoryConsents implements ConsentRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryConsents(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public void insert(ConsentRow row) {
    undo.put(tables.consents.computeIfAbsent(row.key(), key -> new TreeMap<>()), row.id(), row);
  }

  @Override
  public List<ConsentRow> newest(Collection<TopicKey> topics) {
    return topics.stream()
        .distinct()
        .flatMap(
            topic ->
                of(topic.key()).descendingMap().values().stream()
                    .filter(row -> row.topic().equals(topic.topic()))
                    .limit(1))
        .toList();
  }

  @Override
  public List<ConsentRow> history(AddressKey key, int limit) {
    return of(key).descendingMap().values().stream().limit(limit).toList();
  }

  private NavigableMap<UUID, ConsentRow> of(AddressKey key) {
    return tables.consents.getOrDefault(key, new TreeMap<>());
  }
}
