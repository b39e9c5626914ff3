package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;

/**
 * Changes the builder of the application's engine, after everything that was found as a bean is in
 * it. Any number of beans, called in their order on the thread that builds the context.
 */
@FunctionalInterface
public interface WorkflowEngineCustomizer {

  void customize(WorkflowEngine.Builder builder);
}
