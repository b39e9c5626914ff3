package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.TemplateRow;
import dev.workflow.spi.store.TemplateRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JdbiTemplates implements TemplateRows {

  private static final String COLUMNS =
      "SELECT tenant_id, name, version, status, document, created_at, created_by FROM #template ";

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
        Sql.requiredInstant(row, "created_at"),
        row.getString("created_by"));
  }

  @Override
  public long revision(TenantId tenant) {
    return revisions.get(tenant);
  }

  @Override
  public Map<String, Integer> current(TenantId tenant) {
    Map<String, Integer> current = new LinkedHashMap<>();
    sql.query(
        """
        SELECT name, max(version) AS newest FROM #template
        WHERE tenant_id = ? AND status = 'PUBLISHED' GROUP BY name ORDER BY name
        """,
        row -> current.put(row.getString("name"), row.getInt("newest")),
        tenant.value());
    return current;
  }

  @Override
  public Optional<TemplateRow> find(TenantId tenant, String name, int version) {
    return sql
        .query(
            COLUMNS + "WHERE tenant_id = ? AND name = ? AND version = ?",
            JdbiTemplates::row,
            tenant.value(),
            name,
            version)
        .stream()
        .findFirst();
  }

  @Override
  public List<TemplateRow> versions(TenantId tenant, String name) {
    return sql.query(
        COLUMNS + "WHERE tenant_id = ? AND name = ? ORDER BY version DESC",
        JdbiTemplates::row,
        tenant.value(),
        name);
  }

  @Override
  public List<TemplateRow> newest(TenantId tenant) {
    return sql.query(
        COLUMNS
            + """
            AS t WHERE tenant_id = ? AND status = 'PUBLISHED' AND version = (
              SELECT max(version) FROM #template o
              WHERE o.tenant_id = t.tenant_id AND o.name = t.name AND o.status = 'PUBLISHED')
            ORDER BY name
            """,
        JdbiTemplates::row,
        tenant.value());
  }

  @Override
  public boolean insert(TemplateRow row) {
    revisions.raise(row.tenant()); // a lock: whoever comes second sees what the first has written
    if (find(row.tenant(), row.name(), row.version()).isPresent()) {
      return false;
    }
    sql.update(
        """
        INSERT INTO #template (tenant_id, name, version, status, document, created_at, created_by)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        row.tenant().value(),
        row.name(),
        row.version(),
        row.status(),
        row.document(),
        row.createdAt(),
        row.createdBy());
    return true;
  }

  @Override
  public boolean setStatus(TenantId tenant, String name, int version, String status) {
    int changed =
        sql.update(
            "UPDATE #template SET status = ? WHERE tenant_id = ? AND name = ? AND version = ?",
            status,
            tenant.value(),
            name,
            version);
    if (changed > 0) {
      revisions.raise(tenant);
    }
    return changed > 0;
  }
}
