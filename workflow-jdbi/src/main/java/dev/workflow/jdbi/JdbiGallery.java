package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.gallery.spi.GalleryRow;
import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbiGallery implements GalleryRows {

  private static final Columns<GalleryRow> TEMPLATE =
      Columns.<GalleryRow>of("#workflow_template")
          .text("tenant_id", GalleryRow::tenant)
          .text("template", GalleryRow::key)
          .integer("version", GalleryRow::version)
          .bool("shared", GalleryRow::shared)
          .text("category", GalleryRow::category)
          .text("document", GalleryRow::document)
          .time("created_at", GalleryRow::createdAt)
          .text("created_by", GalleryRow::createdBy)
          .build();

  private static final String SELECT = TEMPLATE.select("t");

  private static final String OF_TEMPLATE = "WHERE tenant_id = :tenant AND template = :template";

  private static final String IS_NEWEST =
      """
      t.version = (
        SELECT max(o.version) FROM #workflow_template o
        WHERE o.tenant_id = t.tenant_id AND o.template = t.template)
      """;

  private final Sql sql;
  private final Revisions revisions;

  JdbiGallery(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "gallery");
  }

  private static GalleryRow row(ResultSet row) throws SQLException {
    return new GalleryRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("template"),
        row.getInt("version"),
        row.getBoolean("shared"),
        row.getString("category"),
        row.getString("document"),
        Read.requiredInstant(row, "created_at"),
        row.getString("created_by"));
  }

  @Override
  public boolean insert(GalleryRow row) {
    revisions.raise(row.tenant()); // a lock: whoever comes second sees what the first has written
    if (find(row.tenant(), row.key(), row.version()).isPresent()) {
      return false;
    }
    sql.insertOne(TEMPLATE, row);
    return true;
  }

  @Override
  public Optional<GalleryRow> find(TenantId tenant, String key, int version) {
    return sql.of(SELECT + OF_TEMPLATE + " AND version = :version")
        .bind("tenant", tenant)
        .bind("template", key)
        .bind("version", version)
        .first(JdbiGallery::row);
  }

  @Override
  public List<GalleryRow> versions(TenantId tenant, String key) {
    return sql.of(SELECT + OF_TEMPLATE + " ORDER BY version DESC")
        .bind("tenant", tenant)
        .bind("template", key)
        .list(JdbiGallery::row);
  }

  @Override
  public List<GalleryRow> newest(TenantId tenant) {
    return sql.of(SELECT + "WHERE t.tenant_id = :tenant AND " + IS_NEWEST + " ORDER BY t.template")
        .bind("tenant", tenant)
        .list(JdbiGallery::row);
  }

  @Override
  public List<GalleryRow> shared(TenantId except, @Nullable GalleryRow after, int limit) {
    return sql.of(
            SELECT
                + """
                WHERE t.shared AND t.tenant_id <> :except
                  AND (t.tenant_id > :tenant OR (t.tenant_id = :tenant AND t.template > :template))
                  AND
                """
                + IS_NEWEST
                + " ORDER BY t.tenant_id, t.template LIMIT :limit")
        .bind("except", except)
        .bind("tenant", after == null ? "" : after.tenant().value())
        .bind("template", after == null ? "" : after.key())
        .bind("limit", limit)
        .list(JdbiGallery::row);
  }

  @Override
  public boolean delete(TenantId tenant, String key) {
    return sql.of("DELETE FROM #workflow_template " + OF_TEMPLATE)
            .bind("tenant", tenant)
            .bind("template", key)
            .update()
        > 0;
  }
}
