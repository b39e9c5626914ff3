package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.ruleimport.spi.ImportedRuleRow;
import dev.workflow.ruleimport.spi.ImportedRuleRow.Columns;
import dev.workflow.ruleimport.spi.ImportedRuleRows;
import dev.workflow.spi.store.StoreTransaction;
import org.junit.jupiter.api.Test;

/**
 * The notification rules that were imported: for stores that keep {@link ImportedRuleRows}. Extend
 * it beside {@link WorkflowStoreContract}.
 */
public abstract class ImportedRuleRowsContract extends StoreContract {

  private static ImportedRuleRows rows(StoreTransaction transaction) {
    return transaction.extension(ImportedRuleRows.class).orElseThrow();
  }

  private static ImportedRuleRow importedRule(TenantId tenant, String workflow, int version) {
    return new ImportedRuleRow(
        tenant,
        workflow,
        new Columns("quote_sent", "EMAIL", "Customer", true, 30, true, "BOTH, ä@example.org", "t"),
        "{\"note\":\"größe\"}",
        "{\"key\":\"w\"}",
        version,
        false,
        NOW,
        "anna");
  }

  @Test
  void a_row_is_added_found_and_replaced() {
    ImportedRuleRow first = importedRule(ACME, "b", 1);
    run(transaction -> rows(transaction).put(first));
    assertThat(maybe(transaction -> rows(transaction).find(ACME, "b"))).contains(first);
    assertThat(maybe(transaction -> rows(transaction).find(ACME, "c"))).isEmpty();
    assertThat(maybe(transaction -> rows(transaction).find(OTHER, "b"))).isEmpty();

    ImportedRuleRow second =
        new ImportedRuleRow(
            ACME,
            "b",
            new Columns("x", "sms", "agent", false, 0, null, null, null),
            "{}",
            "{}",
            2,
            true,
            LATER,
            "bob");
    run(transaction -> rows(transaction).put(second));
    assertThat(maybe(transaction -> rows(transaction).find(ACME, "b"))).contains(second);
  }

  @Test
  void the_rows_of_a_tenant_are_listed_by_workflow() {
    for (String workflow : new String[] {"b", "a-c", "a", "ab"}) {
      run(transaction -> rows(transaction).put(importedRule(ACME, workflow, 1)));
      run(transaction -> rows(transaction).put(importedRule(OTHER, workflow, 1)));
    }
    assertThat(list(transaction -> rows(transaction).list(ACME)))
        .extracting(ImportedRuleRow::workflow)
        .containsExactly("a", "a-c", "ab", "b");
  }

  @Test
  void a_rollback_takes_a_row_back() {
    ImportedRuleRow first = importedRule(ACME, "b", 1);
    run(transaction -> rows(transaction).put(first));
    try {
      run(
          transaction -> {
            rows(transaction).put(importedRule(ACME, "b", 2));
            rows(transaction).put(importedRule(ACME, "c", 1));
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolled back");
    }
    assertThat(list(transaction -> rows(transaction).list(ACME))).containsExactly(first);
  }

  @Test
  void another_tenant_has_the_same_workflow_for_itself() {
    run(transaction -> rows(transaction).put(importedRule(ACME, "w", 1)));
    assertThat(list(transaction -> rows(transaction).list(OTHER))).isEmpty();
    run(transaction -> rows(transaction).put(importedRule(OTHER, "w", 2)));
    assertThat(list(transaction -> rows(transaction).list(ACME)))
        .containsExactly(importedRule(ACME, "w", 1));
  }

  @Test
  void a_store_says_that_it_keeps_no_rows_of_a_kind_that_it_does_not_know() {
    assertThat(maybe(transaction -> transaction.extension(Runnable.class))).isEmpty();
  }
}
