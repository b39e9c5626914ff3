package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is kept of a workflow as a whole, not of a version: whether it is enabled, and its name. */
final class WorkflowSwitches {

  private record Numbered(WorkflowSwitchRow row, int seq) {}

  private static final Columns<Numbered> SWITCH =
      Columns.<Numbered>of("#workflow_switch")
          .text("tenant_id", one -> one.row().tenant())
          .text("workflow", one -> one.row().key())
          .integer("seq", Numbered::seq)
          .bool("enabled", one -> one.row().enabled())
          .time("at", one -> one.row().at())
          .text("actor", one -> one.row().by())
          .text("reason", one -> one.row().reason())
          .build();

  private static final String SELECT = SWITCH.select("s");

  private static final String OF_WORKFLOW = "WHERE tenant_id = :tenant AND workflow = :workflow";

  private final Sql sql;

  WorkflowSwitches(Sql sql) {
    this.sql = sql;
  }

  private static Numbered numbered(ResultSet row) throws SQLException {
    boolean says = row.getBoolean("enabled");
    Boolean enabled = row.wasNull() ? null : says;
    return new Numbered(
        new WorkflowSwitchRow(
            TenantId.of(row.getString("tenant_id")),
            row.getString("workflow"),
            enabled,
            Read.requiredInstant(row, "at"),
            row.getString("actor"),
            row.getString("reason")),
        row.getInt("seq"));
  }

  private List<WorkflowSwitchRow> rows(List<Numbered> all) {
    return all.stream().map(Numbered::row).toList();
  }

  List<WorkflowSwitchRow> newest(TenantId tenant) {
    return rows(
        sql.of(
                SELECT
                    + """
                    WHERE s.tenant_id = :tenant AND s.seq = (
                      SELECT max(o.seq) FROM #workflow_switch o
                      WHERE o.tenant_id = s.tenant_id AND o.workflow = s.workflow)
                    """)
            .bind("tenant", tenant)
            .list(WorkflowSwitches::numbered));
  }

  private List<Numbered> numbered(TenantId tenant, String key, int limit) {
    return sql.of(SELECT + OF_WORKFLOW + " ORDER BY seq DESC LIMIT :limit")
        .bind("tenant", tenant)
        .bind("workflow", key)
        .bind("limit", limit)
        .list(WorkflowSwitches::numbered);
  }

  List<WorkflowSwitchRow> of(TenantId tenant, String key, int limit) {
    return rows(numbered(tenant, key, limit));
  }

  /** Whether the newest one says the same. */
  boolean says(WorkflowSwitchRow row) {
    List<WorkflowSwitchRow> newest = of(row.tenant(), row.key(), 1);
    return Objects.equals(newest.isEmpty() ? null : newest.get(0).enabled(), row.enabled());
  }

  /** Adds one that says something else; others of the tenant wait. */
  boolean add(WorkflowSwitchRow row) {
    if (says(row)) {
      return false;
    }
    List<Numbered> newest = numbered(row.tenant(), row.key(), 1);
    int seq = newest.isEmpty() ? 1 : newest.get(0).seq() + 1;
    sql.insertOne(SWITCH, new Numbered(row, seq));
    return true;
  }

  void forget(TenantId tenant, String key) {
    change("DELETE FROM #workflow_switch " + OF_WORKFLOW, tenant, key);
  }

  Optional<String> named(TenantId tenant, String name) {
    return sql.of("SELECT workflow FROM #workflow_name WHERE tenant_id = :tenant AND name = :name")
        .bind("tenant", tenant)
        .bind("name", name)
        .first(row -> row.getString("workflow"));
  }

  Optional<String> takeName(TenantId tenant, String key, String name) {
    Optional<String> has = named(tenant, name);
    if (has.isEmpty()) {
      freeName(tenant, key);
      sql.of(
              "INSERT INTO #workflow_name (tenant_id, name, workflow) VALUES (:tenant, :name, :workflow)")
          .bind("tenant", tenant)
          .bind("name", name)
          .bind("workflow", key)
          .update();
    }
    return has.filter(other -> !other.equals(key));
  }

  void freeName(TenantId tenant, String key) {
    change("DELETE FROM #workflow_name " + OF_WORKFLOW, tenant, key);
  }

  private void change(String statement, TenantId tenant, String key) {
    sql.of(statement).bind("tenant", tenant).bind("workflow", key).update();
  }
}
