package dev.workflow.examples.reliability;

import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import javax.sql.DataSource;

/** Engines of the program's own process. */
final class WorkflowEngines {

  private WorkflowEngines() {}

  /** One that is not started, to publish and to look: it knows the actions but never calls them. */
  static WorkflowEngine looking(DataSource source) {
    WorkflowEngine.Builder builder = WorkflowEngine.builder().store(JdbiWorkflowStore.open(source));
    CallLog log = new CallLog(source, "looking");
    for (ActionHandler handler : LoggedHandler.all(log, context -> ActionResult.completed())) {
      builder.handler(handler);
    }
    return builder.build();
  }
}
