package dev.workflow.examples.host.crm;

import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowInstance.StepView;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far an instance has come.
 *
 * @param status pending, running, completed, failed or cancelled
 * @param progress 0 to 100
 * @param executedActions how many have completed
 * @param failedActions how many have failed for good
 * @param startedAt left out while it is pending
 * @param error why it failed
 */
record InstanceView(
    String id,
    String workflowId,
    int version,
    String status,
    int progress,
    int executedActions,
    int failedActions,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable String error) {

  private static final String ACTION = "action";

  static InstanceView of(WorkflowInstance instance) {
    boolean failed = instance.state() == InstanceState.FAILED;
    return new InstanceView(
        instance.id().toString(),
        instance.workflow().key(),
        instance.workflow().version(),
        Status.of(instance.state()).word(),
        instance.progress(),
        count(instance, step -> step.state() == StepState.COMPLETED),
        count(instance, step -> step.state() == StepState.FAILED),
        instance.state() == InstanceState.DRAFT ? null : instance.createdAt(),
        instance.endedAt(),
        failed ? instance.reason() : null);
  }

  private static int count(WorkflowInstance instance, Predicate<StepView> which) {
    return (int)
        instance.steps().stream().filter(step -> step.kind().equals(ACTION)).filter(which).count();
  }
}
