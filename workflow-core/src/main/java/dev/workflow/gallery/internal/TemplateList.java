package dev.workflow.gallery.internal;

import dev.workflow.Actor;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.gallery.Gallery.Listed;
import dev.workflow.gallery.Gallery.Source;
import dev.workflow.gallery.Gallery.Version;
import dev.workflow.gallery.WorkflowTemplate;
import dev.workflow.gallery.spi.GalleryRow;
import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.internal.input.Cursors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The templates that a tenant sees, page by page: its own, the engine's, those that others share.
 */
final class TemplateList {

  private static final String CURSOR = "gallery";
  private static final int AT_ONCE = 200;
  private static final int MOST_LOOKED_AT = 2_000;

  private final GalleryRows rows;
  private final TenantId tenant;
  private final @Nullable String category;
  private final @Nullable String sought;
  private final List<Listed> found = new ArrayList<>();

  TemplateList(
      GalleryRows rows, TenantId tenant, @Nullable String category, @Nullable String sought) {
    this.rows = rows;
    this.tenant = tenant;
    this.category = category;
    this.sought = sought == null ? null : sought.toLowerCase(Locale.ROOT);
  }

  /** How far a page has come: in which part, and up to which template. */
  private record Position(Source part, String owner, String key) {

    static final Position START = new Position(Source.OWN, "", "");

    static Position read(String[] parts) {
      return new Position(Source.valueOf(parts[0]), parts[1], parts[2]);
    }

    String cursor() {
      return Cursors.of(CURSOR, part.name(), owner, key);
    }

    /** Whether a key of a part lies behind it. */
    boolean isBefore(Source other, String otherKey) {
      return part == other ? key.compareTo(otherKey) < 0 : part.compareTo(other) < 0;
    }
  }

  Page<Listed> page(@Nullable String cursor, int limit) {
    Position after =
        cursor == null ? Position.START : Cursors.read(CURSOR, cursor, 3, Position::read);
    if (after.part() == Source.OWN) {
      for (GalleryRow row : rows.newest(tenant)) {
        if (after.isBefore(Source.OWN, row.key()) && add(row, Source.OWN, limit)) {
          return page(new Position(Source.OWN, "", row.key()));
        }
      }
    }
    for (WorkflowTemplate template : BuiltInTemplates.all().values()) {
      boolean hidden = !rows.versions(tenant, template.key()).isEmpty();
      if (!hidden
          && after.isBefore(Source.ENGINE, template.key())
          && add(
              template.key(),
              new Version(template, 1, true, null, Actor.ENGINE),
              Source.ENGINE,
              limit)) {
        return page(new Position(Source.ENGINE, "", template.key()));
      }
    }
    return shared(after, limit);
  }

  private Page<Listed> shared(Position after, int limit) {
    GalleryRow last = after.part() == Source.SHARED ? row(after) : null;
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += AT_ONCE) {
      List<GalleryRow> some = rows.shared(tenant, last, AT_ONCE);
      for (GalleryRow row : some) {
        last = row;
        if (add(row, Source.SHARED, limit)) {
          return page(new Position(Source.SHARED, row.tenant().value(), row.key()));
        }
      }
      if (some.size() < AT_ONCE || last == null) {
        return new Page<>(found, Optional.empty());
      }
    }
    return last == null
        ? new Page<>(found, Optional.empty())
        : page(new Position(Source.SHARED, last.tenant().value(), last.key()));
  }

  private static GalleryRow row(Position position) {
    return new GalleryRow(
        TenantId.of(position.owner()), position.key(), 0, true, "", "", Instant.EPOCH, "");
  }

  private Page<Listed> page(Position position) {
    return new Page<>(found, Optional.of(position.cursor()));
  }

  private boolean add(GalleryRow row, Source source, int limit) {
    if (category != null && !category.equals(row.category())) {
      return false;
    }
    return add(TemplateSource.ref(row, source), TemplateSource.version(row), source, limit);
  }

  /** Whether the page is full then. */
  private boolean add(String ref, Version version, Source source, int limit) {
    WorkflowTemplate template = version.template();
    boolean fits =
        (category == null || category.equals(template.category()))
            && (sought == null
                || Stream.of(
                        template.key(), template.name(), String.valueOf(template.description()))
                    .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(sought)));
    if (fits) {
      found.add(
          new Listed(
              ref,
              template.name(),
              template.description(),
              template.category(),
              source,
              version.shared(),
              version.version(),
              version.by()));
    }
    return fits && found.size() == limit;
  }
}
