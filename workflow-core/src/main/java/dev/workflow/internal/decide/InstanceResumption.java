package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.IllegalTransitionException;
import dev.workflow.instance.StepState;
import java.util.Optional;

/**
 * How an instance continues after a retry, and when what a step wanted to start was not started.
 */
final class InstanceResumption {

  private final InstanceSnapshot before;
  private final DecisionBuilder decision;
  private final StepStart steps;

  InstanceResumption(InstanceSnapshot before, DecisionBuilder decision, StepStart steps) {
    this.before = before;
    this.decision = decision;
    this.steps = steps;
  }

  /** Takes up what has failed. */
  void retried(InstanceInput.Retry retry) {
    refuse(RetryFromFailure.over(before));
    decision.activate("retry");
    StepTree tree = decision.around().tree();
    refuse(RetryFromFailure.refusal(tree, before));
    RetryFromFailure.of(tree, before).revive(decision, steps, retry.children());
  }

  private static void refuse(Optional<String> refusal) {
    if (refusal.isPresent()) {
      throw new IllegalTransitionException(refusal.get());
    }
  }

  /** Takes up one step with its sub-workflow while the instance is at work. */
  void rejoined(InstanceInput.Rejoin rejoin) {
    RetryFromFailure.of(decision.around().tree(), before, rejoin.step())
        .ifPresent(revival -> revival.revive(decision, steps, rejoin.children()));
  }

  /** A step that waits is left out, or fails; the output of one that does not says so. */
  void notStarted(InstanceInput.NotStarted refused) {
    StepRun run = decision.run(refused.step());
    String child = refused.child().toString();
    if (run.state() == StepState.IN_PROGRESS && child.equals(run.memory().waitingFor())) {
      StepRun idle = run.memory(run.memory().waitingFor(null));
      if (refused.failed()) {
        steps.failed(
            decision.around().tree().node(run.key()).step(), idle, refused.reason(), false);
      } else {
        decision.move(idle, StepState.SKIPPED, refused.reason());
      }
    } else if (run.output() instanceof ObjectNode output) {
      ObjectNode told = output.deepCopy();
      told.properties()
          .forEach(
              field -> {
                if (child.equals(field.getValue().textValue())) {
                  field.setValue(NullNode.instance);
                }
              });
      decision.note(run.output(told.put("notStarted", refused.reason())));
    }
  }
}
