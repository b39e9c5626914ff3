package dev.workflow.internal.decide;

import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
      if (standsStill(run)) {
        continue;
      }
      Step step = decision.around().tree().node(run.key()).step();
      Progress progress = containers.unheeded(step, decision.scopeNow(run.key()), run);
      if (progress == Progress.STOPPED) {
        return progress;
      } else if (progress == Progress.DONE) {
        decision.note(decision.stamps().settled(run));
      }
      open |= progress == Progress.OPEN;
    }
    return open ? Progress.OPEN : Progress.DONE;
  }

  /** Whether the failure of a step around it has cut it off, or does: it waits for a retry. */
  private boolean standsStill(StepRun run) {
    StepTree tree = decision.around().tree();
    boolean stopped = false;
    StepKey outer = tree.around(run.key());
    while (outer != null) {
      Step step = tree.node(outer).step();
      StepRun around = decision.newest(outer);
      boolean joins = step instanceof Step.Fork;
      if (joins && around.state() == StepState.IN_PROGRESS && around.memory().joinLost()) {
        return true;
      }
      stopped |= stopped(around);
      outer = tree.around(outer);
    }
    return stopped && cutFromOutside(run);
  }

  private boolean cutFromOutside(StepRun run) {
    StepTree tree = decision.around().tree();
    Step step = tree.node(run.key()).step();
    for (StepRun inner : decision.runs()) {
      if (inner.memory().cut() && Containers.inside(tree, inner.key(), step, run.key().rounds())) {
        StepRun by = cutBy(tree, decision::newest, inner);
        if (by != null && !Containers.inside(tree, by.key(), step, run.key().rounds())) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The step whose failure has cut one inside it off.
   *
   * @param newest the newest run of a step; null: there is none
   * @return null: the failure of the instance has
   */
  static @Nullable StepRun cutBy(
      StepTree tree, Function<StepKey, @Nullable StepRun> newest, StepRun cut) {
    StepKey outer = tree.around(cut.key());
    while (outer != null) {
      StepRun run = newest.apply(outer);
      if (run != null && stopped(run) && run.memory().order() > cut.memory().order()) {
        return run;
      }
      outer = tree.around(outer);
    }
    return null;
  }

  private static boolean stopped(StepRun run) {
    return run.state() == StepState.FAILED || run.state() == StepState.SKIPPED;
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
      Step step = decision.around().tree().node(run.key()).step();
      idle &= containers.cutOffIdle(step, run.key().rounds(), FAILED);
    }
    return idle;
  }
}
