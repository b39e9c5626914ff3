package dev.workflow.ruleimport.internal;

import dev.workflow.ruleimport.spi.ImportedRuleRows;
import dev.workflow.spi.store.StoreTransaction;

/** The imported rules of a transaction, if its store keeps any. */
final class ImportedRules {

  private ImportedRules() {}

  /**
   * @throws UnsupportedOperationException if the store keeps none
   */
  static ImportedRuleRows of(StoreTransaction transaction) {
    return transaction
        .extension(ImportedRuleRows.class)
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "the store keeps no imported notification rules: StoreTransaction.extension gives no "
                        + ImportedRuleRows.class.getName()
                        + "; workflow-jdbi and the in-memory store keep them"));
  }
}
