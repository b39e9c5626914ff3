package dev.workflow.examples.host.engine.trials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.WorkflowInstance;
import dev.workflow.examples.host.engine.log.ActView;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.preview.PreviewedRun;
import dev.workflow.trigger.EventExplanation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would have happened.
 *
 * @param state of the instance; null: it did not start
 * @param others how many further instances it started
 */
record TrialRun(
    EventExplanation.Verdict verdict,
    String because,
    @Nullable JsonNode explanation,
    @Nullable InstanceState state,
    List<TrialStep> steps,
    List<ActView> history,
    List<String> story,
    List<TrialMessage> messages,
    List<TrialCall> calls,
    List<String> laterEvents,
    int others,
    Instant until,
    PreviewedRun.End end) {

  /** A step as it ended or waits. */
  record TrialStep(
      String id,
      String kind,
      StepState state,
      @Nullable Instant readyAt,
      @Nullable Instant endedAt,
      @Nullable String reason,
      @Nullable JsonNode output,
      @Nullable JsonNode asks) {

    static TrialStep of(WorkflowInstance.StepView step) {
      return new TrialStep(
          step.id(),
          step.kind(),
          step.state(),
          step.readyAt(),
          step.endedAt(),
          step.reason(),
          step.output(),
          step.asks());
    }
  }

  /** A message that would have been sent. */
  record TrialMessage(Instant at, String channel, String recipient, ObjectNode content) {}

  /** An action that would have been done. */
  record TrialCall(
      Instant at, String step, String action, JsonNode config, @Nullable JsonNode result) {}

  static TrialRun of(PreviewedRun run) {
    WorkflowInstance instance = run.instance();
    return new TrialRun(
        run.start().verdict(),
        run.start().because(),
        run.start().explanation(),
        instance == null ? null : instance.state(),
        instance == null ? List.of() : instance.steps().stream().map(TrialStep::of).toList(),
        run.history().stream().map(ActView::of).toList(),
        run.story().lines().toList(),
        run.messages().stream()
            .map(one -> new TrialMessage(one.at(), one.channel(), one.recipient(), one.content()))
            .toList(),
        run.calls().stream()
            .map(
                one ->
                    new TrialCall(one.at(), one.step(), one.action(), one.config(), one.result()))
            .toList(),
        run.laterEvents(),
        run.others().size(),
        run.until(),
        run.end());
  }
}
