package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.DefinitionRows;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbiDefinitions implements DefinitionRows {

  private static final Columns<DefinitionRow> DEFINITION =
      Columns.<DefinitionRow>of("#definition")
          .text("tenant_id", DefinitionRow::tenant)
          .text("workflow", DefinitionRow::key)
          .integer("version", DefinitionRow::version)
          .text("status", DefinitionRow::status)
          .text("document", DefinitionRow::document)
          .time("created_at", DefinitionRow::createdAt)
          .text("created_by", DefinitionRow::createdBy)
          .time("archived_at", DefinitionRow::archivedAt)
          .text("archived_by", DefinitionRow::archivedBy)
          .build();

  private static final String SELECT = DEFINITION.select("d");

  private static final String OF_WORKFLOW = "WHERE tenant_id = :tenant AND workflow = :workflow";

  private static final String REPLACE =
      "UPDATE #definition SET "
          + DEFINITION.without("tenant_id", "workflow", "version").set()
          + " WHERE tenant_id = :tenant_id AND workflow = :workflow AND version = :version";

  private final Sql sql;
  private final Revisions revisions;
  private final WorkflowSwitches switches;

  JdbiDefinitions(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "definition");
    this.switches = new WorkflowSwitches(sql);
  }

  private static DefinitionRow row(ResultSet row) throws SQLException {
    return new DefinitionRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("workflow"),
        row.getInt("version"),
        row.getString("status"),
        row.getString("document"),
        Read.requiredInstant(row, "created_at"),
        row.getString("created_by"),
        Read.instant(row, "archived_at"),
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
  public List<TenantId> tenants(@Nullable TenantId after, int limit) {
    return revisions.tenants(after, limit);
  }

  @Override
  public void raise(TenantId tenant) {
    revisions.raise(tenant);
  }

  @Override
  public Optional<DefinitionRow> find(TenantId tenant, String key, int version) {
    return sql.of(SELECT + OF_WORKFLOW + " AND version = :version")
        .bind("tenant", tenant)
        .bind("workflow", key)
        .bind("version", version)
        .first(JdbiDefinitions::row);
  }

  @Override
  public List<DefinitionRow> versions(TenantId tenant, String key) {
    return sql.of(SELECT + OF_WORKFLOW + " ORDER BY version DESC")
        .bind("tenant", tenant)
        .bind("workflow", key)
        .list(JdbiDefinitions::row);
  }

  @Override
  public List<DefinitionRow> newest(TenantId tenant) {
    return sql.of(
            SELECT
                + """
                WHERE d.tenant_id = :tenant AND d.status = 'PUBLISHED' AND d.version = (
                  SELECT max(o.version) FROM #definition o
                  WHERE o.tenant_id = d.tenant_id AND o.workflow = d.workflow AND o.status = 'PUBLISHED')
                ORDER BY d.workflow
                """)
        .bind("tenant", tenant)
        .list(JdbiDefinitions::row);
  }

  @Override
  public List<DefinitionRow> page(TenantId tenant, @Nullable String after, int keys) {
    return sql.of(
            SELECT
                + """
                WHERE d.tenant_id = :tenant AND d.workflow IN (
                    SELECT DISTINCT k.workflow FROM #definition k
                    WHERE k.tenant_id = :tenant AND k.workflow > :after
                    ORDER BY k.workflow LIMIT :keys)
                  AND (d.version = 0 OR d.version = (
                    SELECT max(o.version) FROM #definition o
                    WHERE o.tenant_id = d.tenant_id AND o.workflow = d.workflow))
                ORDER BY d.workflow, d.version
                """)
        .bind("tenant", tenant)
        .bind("after", after == null ? "" : after)
        .bind("keys", keys)
        .list(JdbiDefinitions::row);
  }

  @Override
  public List<DefinitionRow> all(TenantId tenant) {
    return sql.of(SELECT + "WHERE tenant_id = :tenant ORDER BY workflow, version")
        .bind("tenant", tenant)
        .list(JdbiDefinitions::row);
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
    sql.insertOne(DEFINITION, row);
    return true;
  }

  private boolean exists(DefinitionRow row) {
    return find(row.tenant(), row.key(), row.version()).isPresent();
  }

  @Override
  public void put(DefinitionRow row) {
    revisions.raise(row.tenant());
    write(row);
  }

  private void write(DefinitionRow row) {
    int changed = sql.of(REPLACE).bind(DEFINITION, row).update();
    if (changed == 0) {
      sql.insertOne(DEFINITION, row);
    }
  }

  @Override
  public void deleteDraft(TenantId tenant, String key) {
    delete(OF_WORKFLOW + " AND version = 0", tenant, key);
  }

  @Override
  public int lastVersion(TenantId tenant, String key) {
    int highest = versions(tenant, key).stream().mapToInt(DefinitionRow::version).max().orElse(0);
    return highest > 0 ? highest : lastDeleted(tenant, key);
  }

  private int lastDeleted(TenantId tenant, String key) {
    return sql.of("SELECT version FROM #deleted_definition " + OF_WORKFLOW)
        .bind("tenant", tenant)
        .bind("workflow", key)
        .first(row -> row.getInt("version"))
        .orElse(0);
  }

  @Override
  public void deleteAll(TenantId tenant, String key) {
    keepLastVersion(tenant, key, lastVersion(tenant, key));
    delete(OF_WORKFLOW, tenant, key);
    switches.forget(tenant, key);
    freeName(tenant, key);
  }

  @Override
  public boolean replaceDraft(DefinitionRow draft, @Nullable String known) {
    revisions.raise(draft.tenant()); // a lock: whoever comes second sees what the first has written
    Optional<DefinitionRow> now = find(draft.tenant(), draft.key(), 0);
    if (!Objects.equals(now.map(DefinitionRow::document).orElse(null), known)) {
      return false;
    }
    write(draft);
    return true;
  }

  @Override
  public List<WorkflowSwitchRow> switches(TenantId tenant) {
    return switches.newest(tenant);
  }

  @Override
  public List<WorkflowSwitchRow> switches(TenantId tenant, String key, int limit) {
    return switches.of(tenant, key, limit);
  }

  @Override
  public boolean switchTo(WorkflowSwitchRow row) {
    if (switches.says(row)) {
      return false;
    }
    revisions.raise(row.tenant()); // a lock, as above
    return switches.add(row);
  }

  @Override
  public Optional<String> named(TenantId tenant, String name) {
    return switches.named(tenant, name);
  }

  @Override
  public Optional<String> takeName(TenantId tenant, String key, String name) {
    return switches.takeName(tenant, key, name);
  }

  @Override
  public void freeName(TenantId tenant, String key) {
    switches.freeName(tenant, key);
  }

  private void keepLastVersion(TenantId tenant, String key, int last) {
    int changed =
        deleted(
            "UPDATE #deleted_definition SET version = :version " + OF_WORKFLOW, tenant, key, last);
    if (changed == 0 && last > 0) {
      deleted(
          "INSERT INTO #deleted_definition (tenant_id, workflow, version) VALUES (:tenant, :workflow, :version)",
          tenant,
          key,
          last);
    }
  }

  private int deleted(String change, TenantId tenant, String key, int last) {
    return sql.of(change)
        .bind("tenant", tenant)
        .bind("workflow", key)
        .bind("version", last)
        .update();
  }

  private void delete(String which, TenantId tenant, String key) {
    int deleted =
        sql.of("DELETE FROM #definition " + which)
            .bind("tenant", tenant)
            .bind("workflow", key)
            .update();
    if (deleted > 0) {
      revisions.raise(tenant);
    }
  }
}
