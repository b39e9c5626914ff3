package dev.workflow.gallery.internal;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.gallery.Gallery.Source;
import dev.workflow.gallery.Gallery.Version;
import dev.workflow.gallery.WorkflowTemplate;
import dev.workflow.gallery.spi.GalleryRow;
import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.internal.text.Limits;
import java.util.List;

/** Finds templates by what they are named by. */
final class TemplateSource {

  private final GalleryRows rows;
  private final TenantId tenant;

  TemplateSource(GalleryRows rows, TenantId tenant) {
    this.rows = rows;
    this.tenant = tenant;
  }

  /** All versions that the tenant sees, newest first; at least one. */
  List<Version> versions(String ref) {
    List<Version> found = find(ref);
    if (found.isEmpty()) {
      throw new NotFoundException(
          "tenant " + tenant + " sees no workflow template \"" + Limits.oneLine(ref) + "\"");
    }
    return found;
  }

  private List<Version> find(String ref) {
    int slash = ref.lastIndexOf('/');
    if (slash > 0) {
      return shared(ref.substring(0, slash), ref.substring(slash + 1));
    }
    List<GalleryRow> own = rows.versions(tenant, ref);
    WorkflowTemplate ofEngine = BuiltInTemplates.all().get(ref);
    return !own.isEmpty() || ofEngine == null
        ? own.stream().map(TemplateSource::version).toList()
        : List.of(new Version(ofEngine, 1, true, null, Actor.ENGINE));
  }

  /** Of a template whose newest version is not shared, nothing is seen. */
  private List<Version> shared(String owner, String key) {
    if (owner.equals(tenant.value())) {
      return rows.versions(tenant, key).stream().map(TemplateSource::version).toList();
    }
    if (Limits.wrongKey(owner, 100) != null) {
      return List.of();
    }
    List<GalleryRow> all = rows.versions(TenantId.of(owner), key);
    return all.isEmpty() || !all.get(0).shared()
        ? List.of()
        : all.stream().filter(GalleryRow::shared).map(TemplateSource::version).toList();
  }

  static Version version(GalleryRow row) {
    return new Version(
        WorkflowTemplate.parse(row.document()),
        row.version(),
        row.shared(),
        row.createdAt(),
        Actor.of(row.createdBy()));
  }

  /** What a template of a row is named by. */
  static String ref(GalleryRow row, Source source) {
    return source == Source.SHARED ? row.tenant().value() + "/" + row.key() : row.key();
  }
}
