package dev.workflow.ruleimport.spi;

import dev.workflow.TenantId;
import java.util.List;
import java.util.Optional;

/** The notification rules that were imported into workflows. */
public interface ImportedRuleRows {

  Optional<ImportedRuleRow> find(TenantId tenant, String workflow);

  /** All of a tenant, by workflow, those that vanished included. */
  List<ImportedRuleRow> list(TenantId tenant);

  /** Adds a row, or replaces the one of the same workflow. */
  void put(ImportedRuleRow row);
}
