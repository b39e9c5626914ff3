package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class MemorySuppressions implements SuppressionRows {

  private static final Comparator<Cursor> ORDER =
      Comparator.comparing(Cursor::channel)
          .thenComparing(Cursor::address)
          .thenComparing(Cursor::reason);

  private final Tables tables;
  private final UndoLog undo;

  MemorySuppressions(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public List<SuppressionRow> holding(Collection<AddressKey> keys) {
    return keys.stream()
        .distinct()
        .flatMap(key -> of(key).stream())
        .filter(SuppressionRow::holds)
        .toList();
  }

  @Override
  public List<SuppressionRow> of(AddressKey key) {
    NavigableMap<String, SuppressionRow> rows = tables.suppressions.get(key);
    return rows == null ? List.of() : List.copyOf(rows.values());
  }

  @Override
  public void put(List<SuppressionRow> rows) {
    for (SuppressionRow row : rows) {
      NavigableMap<String, SuppressionRow> ofAddress =
          tables.suppressions.computeIfAbsent(row.key(), key -> new TreeMap<>());
      undo.put(ofAddress, row.reason(), row.after(ofAddress.get(row.reason())));
    }
  }

  @Override
  public boolean lift(AddressKey key, String reason, Instant at, String by) {
    NavigableMap<String, SuppressionRow> rows = tables.suppressions.get(key);
    SuppressionRow row = rows == null ? null : rows.get(reason);
    if (rows == null || row == null || !row.holds()) {
      return false;
    }
    undo.put(rows, reason, row.lifted(at, by));
    return true;
  }

  @Override
  public boolean remove(AddressKey key, String reason) {
    NavigableMap<String, SuppressionRow> rows = tables.suppressions.get(key);
    SuppressionRow row = rows == null ? null : rows.get(reason);
    if (rows == null || row == null || !row.holds()) {
      return false;
    }
    undo.remove(rows, reason);
    return true;
  }

  @Override
  public List<SuppressionRow> list(
      TenantId tenant, @Nullable String channel, @Nullable Cursor after, int limit) {
    return tables.suppressions.tailMap(new AddressKey(tenant, "", "")).values().stream()
        .flatMap(rows -> rows.values().stream())
        .takeWhile(row -> row.key().tenant().equals(tenant))
        .filter(SuppressionRow::holds)
        .filter(row -> channel == null || row.key().channel().equals(channel))
        .filter(row -> after == null || ORDER.compare(place(row), after) > 0)
        .limit(limit)
        .toList();
  }

  private static Cursor place(SuppressionRow row) {
    return new Cursor(row.key().channel(), row.key().address(), row.reason());
  }
}
