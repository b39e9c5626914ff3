package dev.workflow.internal.decide;

import dev.workflow.definition.Step;
import dev.workflow.internal.decide.StepWalker.Progress;

/**
 * What goes on of steps that have completed without it: the other branches of a parallel, the other
 * rounds of an {@code each}. Nobody waits for it but the end of the instance, and its failures fail
 * nothing.
 */
final class Unheeded {

  private static final String FAILED = "the instance has failed";

  private final DecisionBuilder decision;
  private final Containers containers;

  Unheeded(DecisionBuilder decision, Containers containers) {
    this.decision = decision;
    this.containers = containers;
  }

  /** Walks it as far as it goes now: DONE, OPEN or STOPPED. */
  Progress walk() {
    boolean open = false;
    for (StepRun run : decision.unheeded()) {
      Step step = decision.around().tree().place(run.key()).step();
      Progress progress = containers.unheeded(step, decision.scopeNow(run.key()), run);
      if (progress == Progress.STOPPED) {
        return progress;
      } else if (progress == Progress.DONE) {
        decision.note(decision.settled(run));
      }
      open |= progress == Progress.OPEN;
    }
    return open ? Progress.OPEN : Progress.DONE;
  }

  /**
   * Cuts it off, because the instance is about to fail: a retry continues it. A handler that is at
   * work is let finish first.
   *
   * @return whether nothing of it is at work any more
   */
  boolean cutOff() {
    boolean idle = true;
    for (StepRun run : decision.unheeded()) {
      Step step = decision.around().tree().place(run.key()).step();
      idle &= containers.cutOffIdle(step, run.key().rounds(), FAILED);
    }
    return idle;
  }
}
