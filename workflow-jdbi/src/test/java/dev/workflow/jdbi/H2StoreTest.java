package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.contract.ImportedRuleRowsContract;
import dev.workflow.testkit.contract.WorkflowStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class H2StoreTest extends WorkflowStoreContract {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Override
  protected WorkflowStore createStore() {
    return JdbiWorkflowStore.open(PooledDatabases.h2());
  }

  @Nested
  class ImportedRules extends ImportedRuleRowsContract {
    @Override
    protected WorkflowStore createStore() {
      return H2StoreTest.this.createStore();
    }
  }
}
