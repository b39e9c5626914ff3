package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.gallery.spi.GalleryRow;
import dev.workflow.gallery.spi.GalleryRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class MemoryGallery implements GalleryRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryGallery(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  private static Tables.DefinitionKey key(TenantId tenant, String key, int version) {
    return new Tables.DefinitionKey(tenant, key, version);
  }

  @Override
  public boolean insert(GalleryRow row) {
    Tables.DefinitionKey key = key(row.tenant(), row.key(), row.version());
    if (tables.gallery.containsKey(key)) {
      return false;
    }
    undo.put(tables.gallery, key, row);
    return true;
  }

  @Override
  public Optional<GalleryRow> find(TenantId tenant, String key, int version) {
    return Optional.ofNullable(tables.gallery.get(key(tenant, key, version)));
  }

  @Override
  public List<GalleryRow> versions(TenantId tenant, String key) {
    List<GalleryRow> rows =
        new ArrayList<>(
            tables
                .gallery
                .subMap(key(tenant, key, 0), key(tenant, key, Integer.MAX_VALUE))
                .values());
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public List<GalleryRow> newest(TenantId tenant) {
    return newest().stream().filter(row -> row.tenant().equals(tenant)).toList();
  }

  private List<GalleryRow> newest() {
    Map<Tables.DefinitionKey, GalleryRow> newest = new LinkedHashMap<>();
    tables.gallery.values().forEach(row -> newest.put(key(row.tenant(), row.key(), 0), row));
    return List.copyOf(newest.values());
  }

  @Override
  public List<GalleryRow> shared(TenantId except, @Nullable GalleryRow after, int limit) {
    return newest().stream()
        .filter(row -> row.shared() && !row.tenant().equals(except))
        .filter(row -> after == null || isAfter(row, after))
        .limit(limit)
        .toList();
  }

  private static boolean isAfter(GalleryRow row, GalleryRow other) {
    int byTenant = row.tenant().compareTo(other.tenant());
    return byTenant > 0 || (byTenant == 0 && row.key().compareTo(other.key()) > 0);
  }

  @Override
  public boolean delete(TenantId tenant, String key) {
    List<GalleryRow> rows = versions(tenant, key);
    rows.forEach(row -> undo.remove(tables.gallery, key(tenant, key, row.version())));
    return !rows.isEmpty();
  }
}
