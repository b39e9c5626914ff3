package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.ruleimport.spi.ImportedRuleRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class JdbiImportedRules implements ImportedRuleRows {

  private static final Columns<ImportedRuleRow> IMPORTED =
      Columns.<ImportedRuleRow>of("#imported_rule")
          .text("tenant_id", ImportedRuleRow::tenant)
          .text("workflow", ImportedRuleRow::workflow)
          .text("trigger_name", row -> row.columns().trigger())
          .text("channel", row -> row.columns().channel())
          .text("audience", row -> row.columns().audience())
          .bool("enabled", row -> row.columns().enabled())
          .integer("delay_minutes", row -> row.columns().delayMinutes())
          .bool("lead_enabled", row -> row.columns().leadEnabled())
          .text("quote_recipients", row -> row.columns().quoteRecipients())
          .text("template", row -> row.columns().template())
          .text("others", ImportedRuleRow::others)
          .text("document", ImportedRuleRow::document)
          .integer("version", ImportedRuleRow::version)
          .bool("vanished", ImportedRuleRow::vanished)
          .time("at", ImportedRuleRow::at)
          .text("actor", ImportedRuleRow::by)
          .build();

  private static final String SELECT = IMPORTED.select("r");

  private static final String THIS = "WHERE tenant_id = :tenant AND workflow = :workflow";

  private final Sql sql;

  JdbiImportedRules(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<ImportedRuleRow> find(TenantId tenant, String workflow) {
    return sql.of(SELECT + THIS)
        .bind("tenant", tenant)
        .bind("workflow", workflow)
        .first(JdbiImportedRules::row);
  }

  @Override
  public List<ImportedRuleRow> list(TenantId tenant) {
    return sql
        .of(SELECT + "WHERE tenant_id = :tenant")
        .bind("tenant", tenant)
        .list(JdbiImportedRules::row)
        .stream()
        .sorted(Comparator.comparing(ImportedRuleRow::workflow))
        .toList();
  }

  private static ImportedRuleRow row(ResultSet row) throws SQLException {
    return new ImportedRuleRow(
        TenantId.of(row.getString("tenant_id")),
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
        Read.requiredInstant(row, "at"),
        row.getString("actor"));
  }

  @Override
  public void put(ImportedRuleRow row) {
    sql.of("DELETE FROM #imported_rule " + THIS)
        .bind("tenant", row.tenant())
        .bind("workflow", row.workflow())
        .update();
    sql.insertOne(IMPORTED, row);
  }
}
