package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.store.FullStoreContract;
import org.junit.jupiter.api.AfterEach;

class H2StoreTest extends FullStoreContract {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Override
  protected WorkflowStore createStore() {
    return JdbiWorkflowStore.open(PooledDatabases.h2());
  }
}
