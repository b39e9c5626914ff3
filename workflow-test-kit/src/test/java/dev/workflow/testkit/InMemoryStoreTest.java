package dev.workflow.testkit;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.store.FullStoreContract;

class InMemoryStoreTest extends FullStoreContract {

  @Override
  protected WorkflowStore createStore() {
    return new InMemoryWorkflowStore();
  }
}
