package dev.workflow.internal.decide;

import dev.workflow.instance.StepState;
import org.jspecify.annotations.Nullable;

/** How many steps an instance may have, each round of a loop counted. Of one decision. */
final class StepLimit {

  private final int maxSteps;
  private @Nullable Boolean overfull;

  StepLimit(int maxSteps) {
    this.maxSteps = maxSteps;
  }

  /** Whether the instance has as many steps as it may have. */
  boolean full(StepRuns runs) {
    return runs.size() >= maxSteps;
  }

  /** Whether a step was refused because of that. All runs are looked at once in a decision. */
  boolean overfull(StepRuns runs) {
    if (runs.size() <= maxSteps) {
      return false;
    }
    if (overfull == null) {
      overfull = runs.values().stream().anyMatch(this::refused);
    }
    return overfull;
  }

  /** Takes notice of a change. */
  void note(StepState from, StepRun after) {
    if (refused(after)) {
      overfull = true;
    } else if (from == StepState.FAILED) {
      overfull = null;
    }
  }

  private boolean refused(StepRun run) {
    return run.state() == StepState.FAILED && reason().equals(run.reason());
  }

  /** Why the instance fails then. */
  String reason() {
    return "the instance has begun "
        + maxSteps
        + " steps, each round of a loop counted; more are not allowed"
        + " (EngineOptions.Budgets.maxSteps)";
  }
}
