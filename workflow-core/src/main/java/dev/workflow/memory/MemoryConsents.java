package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ConsentRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class MemoryConsents implements ConsentRows {

  private static final Comparator<ConsentRow> ORDER =
      Comparator.comparing(ConsentRow::key)
          .thenComparing(ConsentRow::topic)
          .thenComparing(ConsentRow::id);

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

  @Override
  public List<ConsentRow> list(TenantId tenant, @Nullable ConsentRow after, int limit) {
    return tables.consents.tailMap(new AddressKey(tenant, "", "")).values().stream()
        .flatMap(rows -> rows.values().stream())
        .takeWhile(row -> row.key().tenant().equals(tenant))
        .sorted(ORDER)
        .filter(row -> after == null || ORDER.compare(row, after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean remove(ConsentRow row) {
    NavigableMap<UUID, ConsentRow> rows = tables.consents.get(row.key());
    return rows != null && undo.remove(rows, row.id()) != null;
  }

  private NavigableMap<UUID, ConsentRow> of(AddressKey key) {
    return tables.consents.getOrDefault(key, new TreeMap<>());
  }
}
