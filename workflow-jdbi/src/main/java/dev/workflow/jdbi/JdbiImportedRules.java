package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ImportedRuleRow;
import dev.workflow.spi.store.ImportedRuleRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class JdbiImportedRules implements ImportedRuleRows {

  private static final String COLUMNS =
      "workflow, trigger_name, channel, audience, enabled, delay_minutes, lead_enabled,"
          + " quote_recipients, template, others, document, version, vanished, at, by_actor";

  private final Sql sql;

  JdbiImportedRules(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<ImportedRuleRow> find(TenantId tenant, String workflow) {
    return sql
        .query(
            "SELECT " + COLUMNS + " FROM #imported_rule WHERE tenant_id = ? AND workflow = ?",
            row -> read(tenant, row),
            tenant.value(),
            workflow)
        .stream()
        .findFirst();
  }

  @Override
  public List<ImportedRuleRow> list(TenantId tenant) {
    return sql
        .query(
            "SELECT " + COLUMNS + " FROM #imported_rule WHERE tenant_id = ?",
            row -> read(tenant, row),
            tenant.value())
        .stream()
        .sorted(Comparator.comparing(ImportedRuleRow::workflow))
        .toList();
  }

  private static ImportedRuleRow read(TenantId tenant, ResultSet row) throws SQLException {
    return new ImportedRuleRow(
        tenant,
        row.getString("workflow"),
        new ImportedRuleRow.Columns(
            row.getString("trigger_name"),
            row.getString("channel"),
            row.getString("audience"),
            row.getBoolean("enabled"),
            row.getInt("delay_minutes"),
            row.getObject("lead_enabled", Boolean.class),
            row.getString("quote_recipients"),
            row.getString("template")),
        row.getString("others"),
        row.getString("document"),
        row.getInt("version"),
        row.getBoolean("vanished"),
        Sql.requiredInstant(row, "at"),
        row.getString("by_actor"));
  }

  @Override
  public void put(ImportedRuleRow row) {
    sql.update(
        "DELETE FROM #imported_rule WHERE tenant_id = ? AND workflow = ?",
        row.tenant().value(),
        row.workflow());
    sql.update(
        "INSERT INTO #imported_rule (tenant_id, "
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.tenant().value(),
        row.workflow(),
        row.columns().trigger(),
        row.columns().channel(),
        row.columns().audience(),
        row.columns().enabled(),
        row.columns().delayMinutes(),
        row.columns().leadEnabled(),
        row.columns().quoteRecipients(),
        row.columns().template(),
        row.others(),
        row.document(),
        row.version(),
        row.vanished(),
        row.at(),
        row.by());
  }
}
