package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.SetAsideRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemorySetAside implements SetAsideRows {

  private final Tables tables;
  private final UndoLog undo;

  MemorySetAside(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public void put(SetAsideRow row) {
    undo.put(tables.setAside, row.key(), row);
  }

  @Override
  public Optional<SetAsideRow> find(SetAsideRow.Key key) {
    return Optional.ofNullable(tables.setAside.get(key));
  }

  @Override
  public List<SetAsideRow> list(TenantId tenant, @Nullable UUID after, int limit) {
    return tables.setAside.values().stream()
        .filter(row -> row.key().tenant().equals(tenant))
        .filter(row -> after == null || row.key().id().toString().compareTo(after.toString()) > 0)
        .sorted(Comparator.comparing(row -> row.key().id().toString()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<SetAsideRow> due(Instant now, int limit) {
    return tables.setAside.values().stream()
        .filter(row -> row.retryAt() != null && !row.retryAt().isAfter(now))
        .sorted(Comparator.comparing(SetAsideRow::retryAt))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Instant> nextDue() {
    return tables.setAside.values().stream()
        .flatMap(row -> Stream.ofNullable(row.retryAt()))
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }

  @Override
  public boolean remove(SetAsideRow.Key key) {
    return undo.remove(tables.setAside, key) != null;
  }
}
