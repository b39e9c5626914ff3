package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.DefinitionRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JdbiDefinitions implements DefinitionRows {

  private static final String COLUMNS =
      "SELECT tenant_id, workflow, version, status, document, created_at, created_by, archived_at, archived_by FROM #definition ";

  private final Sql sql;
  private final Revisions revisions;

  JdbiDefinitions(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "definition");
  }

  private static DefinitionRow row(ResultSet row) throws SQLException {
    return new DefinitionRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("workflow"),
        row.getInt("version"),
        row.getString("status"),
        row.getString("document"),
        Sql.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        Sql.instant(row, "archived_at"),
        row.getString("archived_by"));
  }

  @Override
  public long revision(TenantId tenant) {
    return revisions.get(tenant);
  }

  @Override
  public Map<TenantId, Long> revisions(Collection<TenantId> tenants) {
    return revisions.get(tenants);
  }

  @Override
  public Optional<DefinitionRow> find(TenantId tenant, String key, int version) {
    return sql
        .query(
            COLUMNS + "WHERE tenant_id = ? AND workflow = ? AND version = ?",
            JdbiDefinitions::row,
            tenant.value(),
            key,
            version)
        .stream()
        .findFirst();
  }

  @Override
  public List<DefinitionRow> versions(TenantId tenant, String key) {
    return sql.query(
        COLUMNS + "WHERE tenant_id = ? AND workflow = ? ORDER BY version DESC",
        JdbiDefinitions::row,
        tenant.value(),
        key);
  }

  @Override
  public List<DefinitionRow> newest(TenantId tenant) {
    return sql.query(
        COLUMNS
            + """
            AS d WHERE tenant_id = ? AND status = 'PUBLISHED' AND version = (
              SELECT max(version) FROM #definition o
              WHERE o.tenant_id = d.tenant_id AND o.workflow = d.workflow AND o.status = 'PUBLISHED')
            ORDER BY workflow
            """,
        JdbiDefinitions::row,
        tenant.value());
  }

  @Override
  public List<DefinitionRow> all(TenantId tenant) {
    return sql.query(
        COLUMNS + "WHERE tenant_id = ? ORDER BY workflow, version",
        JdbiDefinitions::row,
        tenant.value());
  }

  @Override
  public boolean insert(DefinitionRow row) {
    if (exists(row)) {
      return false;
    }
    revisions.raise(row.tenant()); // a lock: whoever comes second sees what the first has written
    if (exists(row)) {
      return false;
    }
    add(row);
    return true;
  }

  private boolean exists(DefinitionRow row) {
    return find(row.tenant(), row.key(), row.version()).isPresent();
  }

  private void add(DefinitionRow row) {
    sql.update(
        """
        INSERT INTO #definition (tenant_id, workflow, version, status, document, created_at, created_by, archived_at, archived_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.tenant().value(),
        row.key(),
        row.version(),
        row.status(),
        row.document(),
        row.createdAt(),
        row.createdBy(),
        row.archivedAt(),
        row.archivedBy());
  }

  @Override
  public void put(DefinitionRow row) {
    revisions.raise(row.tenant());
    int changed =
        sql.update(
            """
            UPDATE #definition SET status = ?, document = ?, created_at = ?, created_by = ?, archived_at = ?, archived_by = ?
            WHERE tenant_id = ? AND workflow = ? AND version = ?
            """,
            row.status(),
            row.document(),
            row.createdAt(),
            row.createdBy(),
            row.archivedAt(),
            row.archivedBy(),
            row.tenant().value(),
            row.key(),
            row.version());
    if (changed == 0) {
      add(row);
    }
  }

  @Override
  public void deleteDraft(TenantId tenant, String key) {
    int deleted =
        sql.update(
            "DELETE FROM #definition WHERE tenant_id = ? AND workflow = ? AND version = 0",
            tenant.value(),
            key);
    if (deleted > 0) {
      revisions.raise(tenant);
    }
  }

  @Override
  public int lastVersion(TenantId tenant, String key) {
    int highest = versions(tenant, key).stream().mapToInt(DefinitionRow::version).max().orElse(0);
    return highest > 0 ? highest : lastDeleted(tenant, key);
  }

  private int lastDeleted(TenantId tenant, String key) {
    return sql
        .query(
            "SELECT version FROM #deleted_definition WHERE tenant_id = ? AND workflow = ?",
            row -> row.getInt(1),
            tenant.value(),
            key)
        .stream()
        .findFirst()
        .orElse(0);
  }

  @Override
  public void deleteAll(TenantId tenant, String key) {
    int last = lastVersion(tenant, key);
    int changed =
        sql.update(
            "UPDATE #deleted_definition SET version = ? WHERE tenant_id = ? AND workflow = ?",
            last,
            tenant.value(),
            key);
    if (changed == 0 && last > 0) {
      sql.update(
          "INSERT INTO #deleted_definition (tenant_id, workflow, version) VALUES (?, ?, ?)",
          tenant.value(),
          key,
          last);
    }
    int deleted =
        sql.update(
            "DELETE FROM #definition WHERE tenant_id = ? AND workflow = ?", tenant.value(), key);
    if (deleted > 0) {
      revisions.raise(tenant);
    }
  }
}
