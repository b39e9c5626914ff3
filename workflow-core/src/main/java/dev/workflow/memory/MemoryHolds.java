package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.HoldRows;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class MemoryHolds implements HoldRows {

  private static final Comparator<SubjectRef> ORDER =
      Comparator.comparing(SubjectRef::type).thenComparing(SubjectRef::id);

  private final Tables tables;
  private final UndoLog undo;

  MemoryHolds(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  private static Tables.HoldKey key(TenantId tenant, SubjectRef subject) {
    return new Tables.HoldKey(tenant, subject);
  }

  @Override
  public boolean insert(HoldRow row) {
    Tables.HoldKey key = key(row.tenant(), row.subject());
    if (tables.holds.containsKey(key)) {
      return false;
    }
    undo.put(tables.holds, key, row);
    return true;
  }

  @Override
  public boolean remove(TenantId tenant, SubjectRef subject) {
    Tables.HoldKey key = key(tenant, subject);
    boolean there = tables.holds.containsKey(key);
    if (there) {
      undo.remove(tables.holds, key);
    }
    return there;
  }

  @Override
  public Optional<HoldRow> find(TenantId tenant, SubjectRef subject) {
    return Optional.ofNullable(tables.holds.get(key(tenant, subject)));
  }

  /** Whether nothing about a subject may be removed. */
  static boolean held(Tables tables, TenantId tenant, @Nullable SubjectRef subject) {
    return subject != null && tables.holds.containsKey(key(tenant, subject));
  }

  @Override
  public List<HoldRow> list(TenantId tenant, @Nullable SubjectRef after, int limit) {
    return tables.holds.values().stream()
        .filter(row -> row.tenant().equals(tenant))
        .filter(row -> after == null || ORDER.compare(row.subject(), after) > 0)
        .sorted(Comparator.comparing(HoldRow::subject, ORDER))
        .limit(limit)
        .toList();
  }
}
