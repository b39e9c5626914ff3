package dev.workflow.testkit;

import dev.workflow.InstanceId;

/** Entry point of the assertions about instances. */
public final class WorkflowAssertions {

  private WorkflowAssertions() {}

  /** Begins assertions about an instance; a failure tells its story. */
  public static InstanceAssert assertThat(WorkflowTestKit kit, InstanceId instance) {
    return new InstanceAssert(kit, instance);
  }
}
