package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.TemplateRow;
import dev.workflow.spi.store.TemplateRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JdbiTemplates implements TemplateRows {

  private static final Columns<TemplateRow> TEMPLATE =
      Columns.<TemplateRow>of("#template")
          .text("tenant_id", TemplateRow::tenant)
          .text("name", TemplateRow::name)
          .integer("version", TemplateRow::version)
          .text("status", TemplateRow::status)
          .text("document", TemplateRow::document)
          .time("created_at", TemplateRow::createdAt)
          .text("created_by", TemplateRow::createdBy)
          .build();

  private static final String SELECT = TEMPLATE.select("t");

  private static final String THIS_VERSION =
      "WHERE tenant_id = :tenant AND name = :name AND version = :version";

  private final Sql sql;
  private final Revisions revisions;

  JdbiTemplates(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "template");
  }

  private static TemplateRow row(ResultSet row) throws SQLException {
    return new TemplateRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("name"),
        row.getInt("version"),
        row.getString("status"),
        row.getString("document"),
        Read.requiredInstant(row, "created_at"),
        row.getString("created_by"));
  }

  @Override
  public long revision(TenantId tenant) {
    return revisions.get(tenant);
  }

  @Override
  public Map<String, Integer> current(TenantId tenant) {
    Map<String, Integer> current = new LinkedHashMap<>();
    sql.of(
            """
            SELECT name, max(version) AS newest FROM #template
            WHERE tenant_id = :tenant AND status = 'PUBLISHED' GROUP BY name ORDER BY name
            """)
        .bind("tenant", tenant)
        .list(row -> Map.entry(row.getString("name"), row.getInt("newest")))
        .forEach(template -> current.put(template.getKey(), template.getValue()));
    return current;
  }

  @Override
  public Optional<TemplateRow> find(TenantId tenant, String name, int version) {
    return sql.of(SELECT + THIS_VERSION)
        .bind("tenant", tenant)
        .bind("name", name)
        .bind("version", version)
        .first(JdbiTemplates::row);
  }

  @Override
  public List<TemplateRow> versions(TenantId tenant, String name) {
    return sql.of(SELECT + "WHERE tenant_id = :tenant AND name = :name ORDER BY version DESC")
        .bind("tenant", tenant)
        .bind("name", name)
        .list(JdbiTemplates::row);
  }

  @Override
  public List<TemplateRow> newest(TenantId tenant) {
    return sql.of(
            SELECT
                + """
                WHERE t.tenant_id = :tenant AND t.status = 'PUBLISHED' AND t.version = (
                  SELECT max(o.version) FROM #template o
                  WHERE o.tenant_id = t.tenant_id AND o.name = t.name AND o.status = 'PUBLISHED')
                ORDER BY t.name
                """)
        .bind("tenant", tenant)
        .list(JdbiTemplates::row);
  }

  @Override
  public boolean insert(TemplateRow row) {
    revisions.raise(row.tenant()); // a lock: whoever comes second sees what the first has written
    if (find(row.tenant(), row.name(), row.version()).isPresent()) {
      return false;
    }
    sql.insertOne(TEMPLATE, row);
    return true;
  }

  @Override
  public boolean setStatus(TenantId tenant, String name, int version, String status) {
    int changed =
        sql.of("UPDATE #template SET status = :status " + THIS_VERSION)
            .bind("status", status)
            .bind("tenant", tenant)
            .bind("name", name)
            .bind("version", version)
            .update();
    if (changed > 0) {
      revisions.raise(tenant);
    }
    return changed > 0;
  }
}
