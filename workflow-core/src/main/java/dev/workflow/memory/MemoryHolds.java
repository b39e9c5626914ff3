package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.HoldRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  public void insert(ErasureRow row) {
    undo.put(tables.erasures, row.id(), row);
  }

  @Override
  public void add(TenantId tenant, UUID id, Erased more) {
    erasure(tenant, id)
        .ifPresent(
            row -> {
              Erased before = row.erased();
              put(
                  row,
                  row.ended(),
                  new Erased(
                      before.canceled() + more.canceled(),
                      before.instances() + more.instances(),
                      before.messages() + more.messages(),
                      before.events() + more.events(),
                      before.findings() + more.findings(),
                      before.override() || more.override()));
            });
  }

  @Override
  public void end(TenantId tenant, UUID id, Instant at) {
    erasure(tenant, id)
        .filter(row -> row.ended() == null)
        .ifPresent(row -> put(row, at, row.erased()));
  }

  private void put(ErasureRow row, @Nullable Instant ended, Erased erased) {
    undo.put(
        tables.erasures,
        row.id(),
        new ErasureRow(
            row.tenant(), row.id(), row.subject(), row.actor(), row.begun(), ended, erased));
  }

  @Override
  public Optional<ErasureRow> erasure(TenantId tenant, UUID id) {
    return Optional.ofNullable(tables.erasures.get(id)).filter(row -> row.tenant().equals(tenant));
  }

  @Override
  public List<ErasureRow> erasures(
      TenantId tenant, @Nullable SubjectRef subject, @Nullable UUID before, int limit) {
    return tables.erasures.descendingMap().values().stream()
        .filter(row -> row.tenant().equals(tenant))
        .filter(row -> subject == null || row.subject().equals(subject))
        .filter(row -> before == null || row.id().compareTo(before) < 0)
        .limit(limit)
        .toList();
  }

  @Override
  public List<ErasureRow> unfinished(int limit) {
    return tables.erasures.values().stream()
        .filter(row -> row.ended() == null)
        .limit(limit)
        .toList();
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
