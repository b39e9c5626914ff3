package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.DefinitionRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    if (!rows.isEmpty()) {
      raise(tenant);
    }
  }
}
