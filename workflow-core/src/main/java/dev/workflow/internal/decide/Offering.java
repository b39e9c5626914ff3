package dev.workflow.internal.decide;

import dev.workflow.condition.Condition;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;

/**
 * Offers a step that people do, or what is inside a step that holds others, while a condition
 * holds. It is asked whenever something happens to the instance, and costs nothing where none is
 * written.
 */
final class Offering {

  private final DecisionBuilder decision;
  private final StepStart steps;

  Offering(DecisionBuilder decision, StepStart steps) {
    this.decision = decision;
    this.steps = steps;
  }

  /** Whether a step may be open as things are. */
  boolean holds(Step step, Scope scope) {
    Condition condition = step.settings().coordination().offered();
    return condition.isAlways() || decision.conditions().stillHolds(condition, scope);
  }

  /**
   * Withdraws a step that may not be open.
   *
   * @return whether it may not
   */
  boolean withdraws(Step step, Scope scope, StepRun run) {
    if (holds(step, scope)) {
      return false;
    }
    String reason =
        "withdrawn, " + decision.conditions().why(step.settings().coordination().offered(), scope);
    if (steps.byPeople(step)) {
      withhold(run, reason);
    } else if (run.state() == StepState.READY) {
      decision.move(run, StepState.BLOCKED, reason);
    } else {
      for (StepRun inner : steps.openInside(step, run)) {
        boolean offered =
            inner.state() == StepState.IN_PROGRESS
                || (inner.state() == StepState.READY && inner.dueAt() == null);
        if (offered && steps.byPeople(decision.around().tree().node(inner.key()).step())) {
          withhold(inner, reason);
        }
      }
    }
    return true;
  }

  /** Whoever has it keeps it; its clocks stop as those of a task that is put aside. */
  private void withhold(StepRun run, String reason) {
    TaskState.Suspension withheld =
        new TaskState.Suspension(
            decision.now(),
            null,
            run.state() == StepState.IN_PROGRESS,
            run.claimedBy() == null ? null : run.claimedBy().id(),
            true);
    decision.move(run.task(run.task().suspension(withheld)), StepState.BLOCKED, reason);
  }
}
