package dev.workflow.internal.decide;

import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the steps of other branches that a step waits for have ended. One that can no longer
 * begin counts as ended; one that has failed for good, or that such a failure keeps from beginning,
 * is waited for until a retry.
 */
final class Links {

  private final DecisionBuilder decision;
  private final StepTree tree;

  Links(DecisionBuilder decision) {
    this.decision = decision;
    this.tree = decision.around().tree();
  }

  /** What keeps the turn of a step from coming: OPEN or FAILED; null: nothing. */
  @Nullable Progress before(Step step, Scope scope) {
    Progress found = null;
    for (String id : step.settings().coordination().after()) {
      Progress progress = of(tree.place(id), scope);
      if (progress == Progress.FAILED) {
        return progress;
      }
      found = progress == Progress.OPEN ? progress : found;
    }
    return found;
  }

  private Progress of(StepTree.Place place, Scope scope) {
    StepRun run = newest(place, scope);
    return switch (run.state()) {
      case COMPLETED -> Progress.DONE;
      case SKIPPED -> run.memory().cut() ? Progress.FAILED : Progress.DONE;
      case FAILED -> tolerated(place.step()) ? Progress.DONE : Progress.FAILED;
      case READY, IN_PROGRESS, BLOCKED, UNRECOGNIZED -> Progress.OPEN;
      case PENDING -> pending(place, scope);
    };
  }

  /** Whether the turn of a step is still to come. */
  private Progress pending(StepTree.Place place, Scope scope) {
    StepTree.Place at = place;
    while (at.parent() != null) {
      if (failedBefore(at, scope)) {
        return Progress.FAILED;
      }
      StepTree.Place around = tree.place(at.parent().id());
      StepRun run = newest(around, scope);
      if (!run.state().open() && run.state() != StepState.PENDING) {
        boolean failed = run.state() == StepState.FAILED || run.memory().cut();
        return failed && !tolerated(around.step()) ? Progress.FAILED : Progress.DONE;
      }
      if (otherWay(around.step(), at.step(), run)) {
        return Progress.DONE;
      }
      if (run.state() != StepState.PENDING) {
        return Progress.OPEN;
      }
      at = around;
    }
    return Progress.OPEN;
  }

  private boolean failedBefore(StepTree.Place place, Scope scope) {
    for (Step before : Revisit.list(tree, place.step())) {
      if (before.id().equals(place.step().id())) {
        return false;
      }
      StepRun run = newest(tree.place(before.id()), scope);
      if (run.state() == StepState.FAILED && !tolerated(before)) {
        return true;
      }
    }
    return false;
  }

  private static boolean otherWay(Step around, Step inner, StepRun run) {
    boolean chooses = around instanceof Step.Branch || around instanceof Step.Split;
    int choice = run.memory().choice();
    return chooses
        && choice >= 0
        && around.nested().get(choice).stream().noneMatch(step -> step.id().equals(inner.id()));
  }

  private StepRun newest(StepTree.Place place, Scope scope) {
    List<Integer> rounds = scope.rounds().subList(0, place.loops().size());
    return decision.newest(new StepKey(place.step().id(), rounds, false));
  }

  private static boolean tolerated(Step step) {
    return step.settings().failure().allowFailure();
  }
}
