package dev.workflow.testkit;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.contract.ImportedRuleRowsContract;
import dev.workflow.testkit.contract.WorkflowStoreContract;
import org.junit.jupiter.api.Nested;

class InMemoryStoreTest extends WorkflowStoreContract {

  @Override
  protected WorkflowStore createStore() {
    return new InMemoryWorkflowStore();
  }

  @Nested
  class ImportedRules extends ImportedRuleRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return InMemoryStoreTest.this.createStore();
    }
  }
}
