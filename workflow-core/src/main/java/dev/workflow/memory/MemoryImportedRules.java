package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.ruleimport.spi.ImportedRuleRows;
import java.util.List;
import java.util.Optional;

final class MemoryImportedRules implements ImportedRuleRows {

  private final Tables tables;
  private final UndoLog undo;

  MemoryImportedRules(Tables tables, UndoLog undo) {
    this.tables = tables;
    this.undo = undo;
  }

  @Override
  public Optional<ImportedRuleRow> find(TenantId tenant, String workflow) {
    return Optional.ofNullable(tables.importedRules.get(new Tables.ImportedRule(tenant, workflow)));
  }

  @Override
  public List<ImportedRuleRow> list(TenantId tenant) {
    return tables.importedRules.tailMap(new Tables.ImportedRule(tenant, "")).values().stream()
        .takeWhile(row -> row.tenant().equals(tenant))
        .toList();
  }

  @Override
  public void put(ImportedRuleRow row) {
    undo.put(tables.importedRules, new Tables.ImportedRule(row.tenant(), row.workflow()), row);
  }
}
