package dev.workflow.testkit;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.contract.WorkflowEngineContract;

class InMemoryEngineTest extends WorkflowEngineContract {

  @Override
  protected WorkflowStore createStore() {
    return new InMemoryWorkflowStore();
  }
}
