package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.AbsenceRows;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

final class MemoryAbsences implements AbsenceRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryAbsences(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public List<AbsenceRow> away(Collection<AddressKey> keys, Instant now) {
    return keys.stream()
        .distinct()
        .map(tables.absences::get)
        .filter(Objects::nonNull)
        .filter(row -> row.endsAt().isAfter(now))
        .toList();
  }

  @Override
  public void put(AbsenceRow row) {
    undo.put(tables.absences, row.key(), row);
  }

  @Override
  public boolean end(AddressKey key, Instant now) {
    boolean away = !away(List.of(key), now).isEmpty();
    undo.remove(tables.absences, key);
    return away;
  }

  @Override
  public List<AbsenceRow> list(
      TenantId tenant,
      @Nullable String channel,
      Instant now,
      @Nullable AddressKey after,
      int limit) {
    return tables.absences.tailMap(new AddressKey(tenant, "", "")).values().stream()
        .takeWhile(row -> row.key().tenant().equals(tenant))
        .filter(row -> row.endsAt().isAfter(now))
        .filter(row -> channel == null || row.key().channel().equals(channel))
        .filter(row -> after == null || row.key().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public int forget(Instant now, int limit) {
    List<AddressKey> past =
        tables.absences.values().stream()
            .filter(row -> !row.endsAt().isAfter(now))
            .sorted(Comparator.comparing(AbsenceRow::endsAt))
            .map(AbsenceRow::key)
            .limit(limit)
            .toList();
    past.forEach(key -> undo.remove(tables.absences, key));
    return past.size();
  }
}
