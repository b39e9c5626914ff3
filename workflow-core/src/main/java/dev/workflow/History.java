package dev.workflow;

import dev.workflow.internal.decide.Transition;
import java.util.List;

/** What happened to an instance. Thread-safe. */
public interface History {

  /**
   * Every transition in order.
   *
   * @throws NotFoundException if the tenant has no such instance
   */
  List<Transition> of(TenantId tenant, InstanceId instance);

  /** The history for people, one line per moment. */
  String story(TenantId tenant, InstanceId instance);

  /** The instance's definition as a Mermaid flowchart, its steps coloured by state. */
  String diagram(TenantId tenant, InstanceId instance);
}
