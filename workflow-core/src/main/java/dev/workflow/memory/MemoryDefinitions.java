package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.DefinitionRows;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class MemoryDefinitions implements DefinitionRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryDefinitions(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public List<TenantId> tenants(@Nullable TenantId after, int limit) {
    return tables.definitionRevisions.keySet().stream()
        .filter(tenant -> after == null || tenant.compareTo(after) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public long revision(TenantId tenant) {
    return tables.definitionRevisions.getOrDefault(tenant, 0L);
  }

  @Override
  public void raise(TenantId tenant) {
    undo.put(tables.definitionRevisions, tenant, revision(tenant) + 1);
  }

  @Override
  public Optional<DefinitionRow> find(TenantId tenant, String key, int version) {
    return Optional.ofNullable(
        tables.definitions.get(new Tables.DefinitionKey(tenant, key, version)));
  }

  @Override
  public List<DefinitionRow> versions(TenantId tenant, String key) {
    List<DefinitionRow> rows =
        new ArrayList<>(all(tenant).stream().filter(row -> row.key().equals(key)).toList());
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public List<DefinitionRow> newest(TenantId tenant) {
    Map<String, DefinitionRow> newest = new LinkedHashMap<>();
    all(tenant).stream()
        .filter(row -> row.status().equals("PUBLISHED"))
        .forEach(row -> newest.put(row.key(), row));
    return List.copyOf(newest.values());
  }

  @Override
  public List<DefinitionRow> page(TenantId tenant, @Nullable String after, int keys) {
    Map<String, List<DefinitionRow>> page = new LinkedHashMap<>();
    for (DefinitionRow row : all(tenant)) {
      if (after == null || row.key().compareTo(after) > 0) {
        List<DefinitionRow> ofKey = page.computeIfAbsent(row.key(), key -> new ArrayList<>());
        ofKey.removeIf(other -> other.version() > 0);
        ofKey.add(row);
      }
    }
    return page.values().stream().limit(keys).flatMap(List::stream).toList();
  }

  @Override
  public List<DefinitionRow> all(TenantId tenant) {
    return tables.definitions.tailMap(new Tables.DefinitionKey(tenant, "", 0)).values().stream()
        .takeWhile(row -> row.tenant().equals(tenant))
        .toList();
  }

  @Override
  public boolean insert(DefinitionRow row) {
    Tables.DefinitionKey key = new Tables.DefinitionKey(row.tenant(), row.key(), row.version());
    if (tables.definitions.containsKey(key)) {
      return false;
    }
    undo.put(tables.definitions, key, row);
    raise(row.tenant());
    return true;
  }

  @Override
  public void put(DefinitionRow row) {
    undo.put(
        tables.definitions, new Tables.DefinitionKey(row.tenant(), row.key(), row.version()), row);
    raise(row.tenant());
  }

  @Override
  public void deleteDraft(TenantId tenant, String key) {
    if (undo.remove(tables.definitions, new Tables.DefinitionKey(tenant, key, 0)) != null) {
      raise(tenant);
    }
  }

  @Override
  public int lastVersion(TenantId tenant, String key) {
    int highest = versions(tenant, key).stream().mapToInt(DefinitionRow::version).max().orElse(0);
    return highest > 0
        ? highest
        : tables.deletedDefinitions.getOrDefault(new Tables.DefinitionKey(tenant, key, 0), 0);
  }

  @Override
  public void deleteAll(TenantId tenant, String key) {
    int last = lastVersion(tenant, key);
    if (last > 0) {
      undo.put(tables.deletedDefinitions, new Tables.DefinitionKey(tenant, key, 0), last);
    }
    List<DefinitionRow> rows = versions(tenant, key);
    for (DefinitionRow row : rows) {
      undo.remove(tables.definitions, new Tables.DefinitionKey(tenant, key, row.version()));
    }
    undo.remove(tables.workflowSwitches, new Tables.DefinitionKey(tenant, key, 0));
    freeName(tenant, key);
    if (!rows.isEmpty()) {
      raise(tenant);
    }
  }

  @Override
  public boolean replaceDraft(DefinitionRow draft, @Nullable String known) {
    String now = find(draft.tenant(), draft.key(), 0).map(DefinitionRow::document).orElse(null);
    if (!Objects.equals(now, known)) {
      return false;
    }
    put(draft);
    return true;
  }

  @Override
  public List<WorkflowSwitchRow> switches(TenantId tenant) {
    return tables
        .workflowSwitches
        .tailMap(new Tables.DefinitionKey(tenant, "", 0))
        .entrySet()
        .stream()
        .takeWhile(one -> one.getKey().tenant().equals(tenant))
        .map(one -> one.getValue().get(one.getValue().size() - 1))
        .toList();
  }

  private List<WorkflowSwitchRow> all(TenantId tenant, String key) {
    return tables.workflowSwitches.getOrDefault(
        new Tables.DefinitionKey(tenant, key, 0), List.of());
  }

  @Override
  public List<WorkflowSwitchRow> switches(TenantId tenant, String key, int limit) {
    List<WorkflowSwitchRow> newestFirst = new ArrayList<>(all(tenant, key));
    Collections.reverse(newestFirst);
    return newestFirst.stream().limit(limit).toList();
  }

  @Override
  public boolean switchTo(WorkflowSwitchRow row) {
    List<WorkflowSwitchRow> before = switches(row.tenant(), row.key(), 1);
    Boolean now = before.isEmpty() ? null : before.get(0).enabled();
    if (Objects.equals(now, row.enabled())) {
      return false;
    }
    List<WorkflowSwitchRow> rows = new ArrayList<>(all(row.tenant(), row.key()));
    rows.add(row);
    undo.put(
        tables.workflowSwitches,
        new Tables.DefinitionKey(row.tenant(), row.key(), 0),
        List.copyOf(rows));
    raise(row.tenant());
    return true;
  }

  @Override
  public Optional<String> named(TenantId tenant, String name) {
    return Optional.ofNullable(tables.workflowNames.get(new Tables.NameKey(tenant, name)));
  }

  @Override
  public Optional<String> takeName(TenantId tenant, String key, String name) {
    Optional<String> other = named(tenant, name).filter(one -> !one.equals(key));
    if (other.isEmpty()) {
      freeName(tenant, key);
      undo.put(tables.workflowNames, new Tables.NameKey(tenant, name), key);
      undo.put(tables.namesOfWorkflows, new Tables.NameKey(tenant, key), name);
    }
    return other;
  }

  @Override
  public void freeName(TenantId tenant, String key) {
    String name = undo.remove(tables.namesOfWorkflows, new Tables.NameKey(tenant, key));
    if (name != null) {
      undo.remove(tables.workflowNames, new Tables.NameKey(tenant, name));
    }
  }
}
