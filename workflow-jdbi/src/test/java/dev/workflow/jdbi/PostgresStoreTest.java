package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import org.junit.jupiter.api.AfterEach;
import dev.workflow.testkit.contract.WorkflowStoreContract;

class PostgresStoreTest extends WorkflowStoreContract {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Override
  protected WorkflowStore createStore() {
    return JdbiWorkflowStore.open(PooledDatabases.postgres());
  }
}
