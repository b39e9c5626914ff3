package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.AssignmentRows;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class MemoryAssignments implements AssignmentRows {

  private static final Comparator<RuleRow> ORDER =
      Comparator.comparingInt((RuleRow row) -> -row.priority())
          .thenComparing(RuleRow::createdAt)
          .thenComparing(RuleRow::id);

  private final Tables tables;
  private final UndoLog undo;

  MemoryAssignments(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  private NavigableMap<UUID, ChangeRow> changesOf(TenantId tenant) {
    return tables.assignmentChanges.computeIfAbsent(tenant, key -> new TreeMap<>());
  }

  @Override
  public void addChange(ChangeRow row) {
    undo.put(changesOf(row.tenant()), row.id(), row);
  }

  @Override
  public List<ChangeRow> changes(TenantId tenant, @Nullable UUID after, int limit) {
    NavigableMap<UUID, ChangeRow> all = changesOf(tenant);
    return (after == null ? all : all.headMap(after, false))
        .descendingMap().values().stream().limit(limit).toList();
  }

  @Override
  public List<OverrideRow> overrides(TenantId tenant, Collection<SubjectRef> subjects) {
    return subjects.stream()
        .distinct()
        .map(subject -> tables.overrides.get(new Tables.BySubject(tenant, subject)))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public void putOverride(OverrideRow row) {
    undo.put(tables.overrides, new Tables.BySubject(row.tenant(), row.subject()), row);
  }

  @Override
  public boolean deleteOverride(TenantId tenant, SubjectRef subject) {
    return undo.remove(tables.overrides, new Tables.BySubject(tenant, subject)) != null;
  }

  private NavigableMap<UUID, RuleRow> ofTenant(TenantId tenant) {
    return tables.rules.computeIfAbsent(tenant, key -> new TreeMap<>());
  }

  @Override
  public boolean erase(TenantId tenant, SubjectRef subject) {
    List<UUID> changes =
        changesOf(tenant).values().stream()
            .filter(change -> subject.equals(change.subject()))
            .map(ChangeRow::id)
            .toList();
    changes.forEach(id -> undo.remove(changesOf(tenant), id));
    return deleteOverride(tenant, subject) || !changes.isEmpty();
  }

  @Override
  public List<RuleRow> rules(TenantId tenant) {
    return ofTenant(tenant).values().stream().sorted(ORDER).toList();
  }

  @Override
  public void putRule(RuleRow row) {
    undo.put(ofTenant(row.tenant()), row.id(), row);
    raise(row.tenant());
  }

  @Override
  public boolean deleteRule(TenantId tenant, UUID id) {
    boolean existed = undo.remove(ofTenant(tenant), id) != null;
    if (existed) {
      raise(tenant);
    }
    return existed;
  }

  @Override
  public Optional<DefaultRow> defaults(TenantId tenant) {
    return Optional.ofNullable(tables.defaults.get(tenant));
  }

  @Override
  public void putDefaults(DefaultRow row) {
    undo.put(tables.defaults, row.tenant(), row);
    raise(row.tenant());
  }

  @Override
  public long revision(TenantId tenant) {
    return tables.assignmentRevisions.getOrDefault(tenant, 0L);
  }

  private void raise(TenantId tenant) {
    undo.put(tables.assignmentRevisions, tenant, revision(tenant) + 1);
  }
}
