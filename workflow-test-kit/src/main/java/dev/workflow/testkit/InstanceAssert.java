package dev.workflow.testkit;

import dev.workflow.InstanceId;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about one instance as it is when the assertion is made. A failure tells the instance's
 * story.
 */
public final class InstanceAssert extends AbstractAssert<InstanceAssert, WorkflowInstance> {

  private final WorkflowTestKit kit;

  InstanceAssert(WorkflowTestKit kit, InstanceId instance) {
    super(kit.instance(instance), InstanceAssert.class);
    this.kit = kit;
  }

  public InstanceAssert is(InstanceState state) {
    if (actual.state() != state) {
      fail("instance " + actual.id() + " is " + actual.state() + ", expected " + state);
    }
    return this;
  }

  public InstanceAssert isActive() {
    return is(InstanceState.ACTIVE);
  }

  public InstanceAssert isCompleted() {
    return is(InstanceState.COMPLETED);
  }

  public InstanceAssert hasFailed() {
    return is(InstanceState.FAILED);
  }

  public InstanceAssert hasOutcome(InstanceOutcome outcome) {
    if (actual.outcome() != outcome) {
      fail(
          "instance "
              + actual.id()
              + " has the outcome "
              + actual.outcome()
              + ", expected "
              + outcome);
    }
    return this;
  }

  public InstanceAssert step(String step, StepState state) {
    StepState found = actual.step(step).state();
    if (found != state) {
      fail("step \"" + step + "\" is " + found + ", expected " + state);
    }
    return this;
  }

  private void fail(String what) {
    throw failure("%s%nIts story:%n%s", what, kit.story(actual.id()));
  }
}
