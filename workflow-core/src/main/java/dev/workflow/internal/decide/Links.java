package dev.workflow.internal.decide;

import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether the steps of other branches that a step waits for have ended. One that can no longer
 * begin counts as ended; one that has failed for good, or that such a failure keeps from beginning,
 * is waited for until a retry.
 */
public final class Links {

  private final StepTree tree;
  private final Function<StepKey, StepRun> newest;

  Links(DecisionBuilder decision) {
    this(decision.around().tree(), decision::newest);
  }

  private Links(StepTree tree, Function<StepKey, StepRun> newest) {
    this.tree = tree;
    this.newest = newest;
  }

  /**
   * For which steps of other branches a step waits that has not begun, in one line; empty: for
   * none, or its turn does not come any more.
   */
  public static Optional<String> waiting(StepTree tree, InstanceSnapshot instance, StepRun run) {
    if (run.state() != StepState.PENDING || run.key().undo() || !tree.has(run.key())) {
      return Optional.empty();
    }
    StepTree.Node node = tree.node(run.key());
    if (node.step().settings().coordination().after().isEmpty()
        || run.key().rounds().size() < node.loops().size()) {
      return Optional.empty();
    }
    Links links = new Links(tree, key -> instance.step(instance.newest(key)));
    return links.waiting(node, Scope.of(tree, instance, run.key()));
  }

  private Optional<String> waiting(StepTree.Node node, Scope scope) {
    if (pending(node, scope) != Progress.OPEN) {
      return Optional.empty();
    }
    List<String> waits = new ArrayList<>();
    for (String id : node.step().settings().coordination().after()) {
      StepTree.Node before = tree.node(id);
      if (of(before, scope) != Progress.DONE) {
        waits.add("\"" + id + "\", which is " + newest(before, scope).state());
      }
    }
    return waits.isEmpty()
        ? Optional.empty()
        : Optional.of("waits for step " + String.join(", and for ", waits));
  }

  /** What keeps the turn of a step from coming: OPEN or FAILED; null: nothing. */
  @Nullable Progress before(Step step, Scope scope) {
    Progress found = null;
    for (String id : step.settings().coordination().after()) {
      Progress progress = of(tree.node(id), scope);
      if (progress == Progress.FAILED) {
        return progress;
      }
      found = progress == Progress.OPEN ? progress : found;
    }
    return found;
  }

  private Progress of(StepTree.Node node, Scope scope) {
    StepRun run = newest(node, scope);
    return switch (run.state()) {
      case COMPLETED -> Progress.DONE;
      case SKIPPED -> run.memory().cut() ? Progress.FAILED : Progress.DONE;
      case FAILED -> tolerated(node.step()) ? Progress.DONE : Progress.FAILED;
      case READY, IN_PROGRESS, BLOCKED, UNRECOGNIZED -> Progress.OPEN;
      case PENDING -> pending(node, scope);
    };
  }

  /** Whether the turn of a step is still to come. */
  private Progress pending(StepTree.Node node, Scope scope) {
    StepTree.Node at = node;
    while (at.parent() != null) {
      if (failedBefore(at, scope)) {
        return Progress.FAILED;
      }
      StepTree.Node around = tree.node(at.parent().id());
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

  private boolean failedBefore(StepTree.Node node, Scope scope) {
    for (Step before : Revisit.list(tree, node.step())) {
      if (before.id().equals(node.step().id())) {
        return false;
      }
      StepRun run = newest(tree.node(before.id()), scope);
      if (run.state() == StepState.FAILED && !tolerated(before)) {
        return true;
      }
    }
    return false;
  }

  private static boolean otherWay(Step around, Step inner, StepRun run) {
    int taken = run.memory().branch();
    return around instanceof Step.Choice
        && taken >= 0
        && around.nested().get(taken).stream().noneMatch(step -> step.id().equals(inner.id()));
  }

  private StepRun newest(StepTree.Node node, Scope scope) {
    List<Integer> rounds = scope.rounds().subList(0, node.loops().size());
    return newest.apply(new StepKey(node.step().id(), rounds, false));
  }

  private static boolean tolerated(Step step) {
    return step.settings().failure().allowFailure();
  }
}
