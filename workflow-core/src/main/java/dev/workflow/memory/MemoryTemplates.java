package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.spi.store.TemplateRow;
import dev.workflow.spi.store.TemplateRows;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MemoryTemplates implements TemplateRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryTemplates(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  private static Tables.DefinitionKey key(TenantId tenant, String name, int version) {
    return new Tables.DefinitionKey(tenant, name, version);
  }

  private List<TemplateRow> all(TenantId tenant) {
    return tables.templates.tailMap(key(tenant, "", 0)).values().stream()
        .takeWhile(row -> row.tenant().equals(tenant))
        .toList();
  }

  @Override
  public long revision(TenantId tenant) {
    return tables.templateRevisions.getOrDefault(tenant, 0L);
  }

  private void raise(TenantId tenant) {
    undo.put(tables.templateRevisions, tenant, revision(tenant) + 1);
  }

  @Override
  public Map<String, Integer> current(TenantId tenant) {
    Map<String, Integer> current = new LinkedHashMap<>();
    newest(tenant).forEach(row -> current.put(row.name(), row.version()));
    return current;
  }

  @Override
  public Optional<TemplateRow> find(TenantId tenant, String name, int version) {
    return Optional.ofNullable(tables.templates.get(key(tenant, name, version)));
  }

  @Override
  public List<TemplateRow> versions(TenantId tenant, String name) {
    return all(tenant).stream()
        .filter(row -> row.name().equals(name))
        .sorted(Comparator.comparingInt(row -> -row.version()))
        .toList();
  }

  @Override
  public List<TemplateRow> newest(TenantId tenant) {
    Map<String, TemplateRow> newest = new LinkedHashMap<>();
    all(tenant).stream()
        .filter(row -> row.status().equals("PUBLISHED"))
        .forEach(row -> newest.put(row.name(), row));
    return List.copyOf(newest.values());
  }

  @Override
  public boolean insert(TemplateRow row) {
    Tables.DefinitionKey key = key(row.tenant(), row.name(), row.version());
    if (tables.templates.containsKey(key)) {
      return false;
    }
    undo.put(tables.templates, key, row);
    raise(row.tenant());
    return true;
  }

  @Override
  public boolean setStatus(TenantId tenant, String name, int version, String status) {
    Optional<TemplateRow> row = find(tenant, name, version);
    row.ifPresent(
        found -> {
          undo.put(tables.templates, key(tenant, name, version), found.status(status));
          raise(tenant);
        });
    return row.isPresent();
  }
}
