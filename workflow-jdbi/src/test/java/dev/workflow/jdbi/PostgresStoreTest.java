package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.contract.WorkflowStoreContract;

class PostgresStoreTest extends WorkflowStoreContract {

  @Override
  protected WorkflowStore createStore() {
    return JdbiWorkflowStore.open(PooledDatabases.postgres());
  }
}
