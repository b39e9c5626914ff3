package dev.workflow.gallery.spi;

import dev.workflow.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workflow templates of all tenants. */
public interface GalleryRows {

  /**
   * Adds a version.
   *
   * @return false if that version exists already (somebody else published first): nothing is
   *     written
   */
  boolean insert(GalleryRow row);

  Optional<GalleryRow> find(TenantId tenant, String key, int version);

  /** All versions of one template, newest first. */
  List<GalleryRow> versions(TenantId tenant, String key);

  /** The newest version of every template of the tenant, by key. */
  List<GalleryRow> newest(TenantId tenant);

  /**
   * The newest versions of the templates of other tenants, as far as these are shared, by tenant
   * and key.
   *
   * @param after the last one of the page before; null: from the first
   */
  List<GalleryRow> shared(TenantId except, @Nullable GalleryRow after, int limit);

  /** Removes all versions of a template; false: there is none. */
  boolean delete(TenantId tenant, String key);
}
