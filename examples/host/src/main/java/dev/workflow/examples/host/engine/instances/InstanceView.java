package dev.workflow.examples.host.engine.instances;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance with its steps.
 *
 * @param progress how many of a hundred of its steps have ended
 * @param restarts the instance that it repeats
 * @param revision for an edit
 */
record InstanceView(
    String id,
    WorkflowRef workflow,
    String name,
    @Nullable SubjectRef subject,
    InstanceState state,
    @Nullable InstanceOutcome outcome,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant beginsAt,
    @Nullable Instant endedAt,
    int progress,
    Map<String, JsonNode> variables,
    List<InstanceStep> steps,
    @Nullable String restarts,
    int revision) {

  /**
   * A step of it.
   *
   * @param asks what a person is asked; null: it is no task
   */
  record InstanceStep(
      String id,
      String kind,
      StepState state,
      int attempt,
      @Nullable Instant readyAt,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      @Nullable String reason,
      @Nullable String claimedBy,
      @Nullable JsonNode output,
      @Nullable JsonNode asks) {

    static InstanceStep of(WorkflowInstance.StepView step) {
      return new InstanceStep(
          step.id(),
          step.kind(),
          step.state(),
          step.attempt(),
          step.readyAt(),
          step.dueAt(),
          step.endedAt(),
          step.reason(),
          step.claimedBy() == null ? null : step.claimedBy().id(),
          step.output(),
          step.asks());
    }
  }

  static InstanceView of(WorkflowInstance one) {
    return new InstanceView(
        one.id().toString(),
        one.workflow(),
        one.name(),
        one.subject(),
        one.state(),
        one.outcome(),
        one.reason(),
        one.createdAt(),
        one.beginsAt(),
        one.endedAt(),
        one.progress(),
        one.variables(),
        one.steps().stream().map(InstanceStep::of).toList(),
        one.restarts() == null ? null : one.restarts().toString(),
        one.revision());
  }

  /** An instance in a list. */
  record InstanceLine(
      String id,
      WorkflowRef workflow,
      @Nullable SubjectRef subject,
      InstanceState state,
      @Nullable InstanceOutcome outcome,
      Instant createdAt,
      @Nullable Instant endedAt) {

    static InstanceLine of(Instances.Summary one) {
      return new InstanceLine(
          one.id().toString(),
          one.workflow(),
          one.subject(),
          one.state(),
          one.outcome(),
          one.createdAt(),
          one.endedAt());
    }
  }
}
