package dev.workflow.examples.host.security;

import dev.workflow.WorkflowEngine;
import org.springframework.stereotype.Component;

/** The engine as a caller may use it. */
@Component
public class Engines {

  private final WorkflowEngine engine;

  Engines(WorkflowEngine engine) {
    this.engine = engine;
  }

  /** The engine that asks {@link HostPolicy} before every call. */
  public WorkflowEngine of(Caller caller) {
    return engine.as(caller.actor());
  }
}
