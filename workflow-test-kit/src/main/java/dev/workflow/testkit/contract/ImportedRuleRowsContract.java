package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.ImportedRuleRow;
import dev.workflow.spi.store.ImportedRuleRow.Columns;
import org.junit.jupiter.api.Test;

/** The notification rules that were imported. */
abstract class ImportedRuleRowsContract extends StoreContract {

  static ImportedRuleRow importedRule(TenantId tenant, String workflow, int version) {
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
    run(transaction -> transaction.importedRules().put(first));
    assertThat(maybe(transaction -> transaction.importedRules().find(ACME, "b"))).contains(first);
    assertThat(maybe(transaction -> transaction.importedRules().find(ACME, "c"))).isEmpty();
    assertThat(maybe(transaction -> transaction.importedRules().find(OTHER, "b"))).isEmpty();

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
    run(transaction -> transaction.importedRules().put(second));
    assertThat(maybe(transaction -> transaction.importedRules().find(ACME, "b"))).contains(second);
  }

  @Test
  void the_rows_of_a_tenant_are_listed_by_workflow() {
    for (String workflow : new String[] {"b", "a-c", "a", "ab"}) {
      run(transaction -> transaction.importedRules().put(importedRule(ACME, workflow, 1)));
      run(transaction -> transaction.importedRules().put(importedRule(OTHER, workflow, 1)));
    }
    assertThat(list(transaction -> transaction.importedRules().list(ACME)))
        .extracting(ImportedRuleRow::workflow)
        .containsExactly("a", "a-c", "ab", "b");
  }

  @Test
  void a_rollback_takes_a_row_back() {
    ImportedRuleRow first = importedRule(ACME, "b", 1);
    run(transaction -> transaction.importedRules().put(first));
    try {
      run(
          transaction -> {
            transaction.importedRules().put(importedRule(ACME, "b", 2));
            transaction.importedRules().put(importedRule(ACME, "c", 1));
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolled back");
    }
    assertThat(list(transaction -> transaction.importedRules().list(ACME))).containsExactly(first);
  }
}
