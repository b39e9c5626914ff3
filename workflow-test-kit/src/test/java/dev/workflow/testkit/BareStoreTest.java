package dev.workflow.testkit;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.store.WorkflowStoreContract;

class BareStoreTest extends WorkflowStoreContract {

  @Override
  protected WorkflowStore createStore() {
    return new BareStore(new InMemoryWorkflowStore());
  }
}
