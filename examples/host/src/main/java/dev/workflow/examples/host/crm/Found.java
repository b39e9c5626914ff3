package dev.workflow.examples.host.crm;

import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.examples.host.security.Caller;

/** Finds what an address names; what is no id at all is not there either. */
public final class Found {

  private Found() {}

  /**
   * An instance.
   *
   * @throws NotFoundException if the tenant has none of that id
   */
  public static WorkflowInstance instance(WorkflowEngine engine, Caller caller, String id) {
    InstanceId parsed;
    try {
      parsed = InstanceId.parse(id);
    } catch (InvalidInputException e) {
      throw none(caller, id);
    }
    return engine.instances().get(caller.tenant(), parsed);
  }

  static NotFoundException none(Caller caller, String id) {
    return new NotFoundException("tenant " + caller.tenant() + " has no instance " + shown(id));
  }

  private static String shown(String id) {
    return id.length() > 100 ? id.substring(0, 100) + "…" : id;
  }
}
