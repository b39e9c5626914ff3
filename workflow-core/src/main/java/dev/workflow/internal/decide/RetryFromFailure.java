package dev.workflow.internal.decide;

import dev.workflow.InstanceId;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a retry takes up again: every step whose failure nothing around it tolerated, and every step
 * that such a failure has cut off. A step that holds others is entered where it was, with its
 * branch, its elements and its round; what had not been entered begins anew. Time limits begin
 * anew, delays continue.
 */
public final class RetryFromFailure {

  private static final int NAMED = 5;

  private final StepTree tree;
  private final Map<StepKey, StepRun> was;
  private final UnaryOperator<StepKey> newest;
  private final @Nullable Set<StepKey> roots;

  private RetryFromFailure(
      StepTree tree,
      Map<StepKey, StepRun> was,
      UnaryOperator<StepKey> newest,
      @Nullable Set<StepKey> roots) {
    this.tree = tree;
    this.was = was;
    this.newest = newest;
    this.roots = roots;
  }

  private RetryFromFailure(DecisionBuilder decision, @Nullable Set<StepKey> roots) {
    this(decision.around().tree(), decision.newest(), key -> decision.newest(key).key(), roots);
  }

  private static RetryFromFailure of(
      StepTree tree, InstanceSnapshot instance, @Nullable Set<StepKey> roots) {
    return new RetryFromFailure(tree, instance.newest(), instance::newest, roots);
  }

  /** Of a whole instance that has failed. */
  public static RetryFromFailure of(StepTree tree, InstanceSnapshot failed) {
    return of(tree, failed, (Set<StepKey>) null);
  }

  /** Of an instance that is about to fail. */
  static RetryFromFailure of(DecisionBuilder failing) {
    return new RetryFromFailure(failing, null);
  }

  /**
   * Of one step of an instance that is at work, with the steps around it that have failed with it.
   * Empty: its failure was tolerated, is being answered already, or it was opened anew or passed
   * since.
   */
  public static Optional<RetryFromFailure> of(StepTree tree, InstanceSnapshot open, StepKey step) {
    RetryFromFailure whole = of(tree, open, Set.of());
    StepKey root = step;
    while (true) {
      StepRun run = open.step(root);
      StepTree.Node node = tree.node(root);
      if (!open.newest(root).equals(root)
          || !whole.failed(run)
          || node.onFailure()
          || whole.answered(root)) {
        return Optional.empty();
      }
      StepKey around = node.parent() == null ? null : whole.around(root);
      if (around == null || open.step(around).state() == StepState.IN_PROGRESS) {
        return Optional.of(of(tree, open, Set.of(root)));
      }
      root = around;
    }
  }

  /** Whether steps that answer a failure have begun. */
  private boolean answered(StepKey failed) {
    return tree.node(failed).step().settings().failure().onFailure().stream()
        .map(answer -> newest.apply(new StepKey(answer.id(), failed.rounds(), false)))
        .map(was::get)
        .anyMatch(run -> run != null && run.state() != StepState.PENDING);
  }

  /** Why an instance is not retried that has exited or was cancelled since it ended. */
  public static Optional<String> over(InstanceSnapshot instance) {
    InstanceSnapshot.Ending ending = instance.ending();
    InstanceSnapshot.Since since = ending == null ? null : ending.since();
    return since == null
        ? Optional.empty()
        : Optional.of(
            "instance "
                + instance.identity().id()
                + " cannot be retried: it is "
                + instance.state()
                + (since.outcome() == InstanceOutcome.EXITED
                    ? " and has exited since: "
                    : " and was cancelled since: ")
                + since.reason());
  }

  /**
   * Why an instance that has failed is not retried: it was ended on purpose, or what it had done
   * was undone. Empty: it is.
   */
  public static Optional<String> refusal(StepTree tree, InstanceSnapshot failed) {
    Optional<String> over = over(failed);
    if (over.isPresent()) {
      return over;
    }
    for (StepRun run : failed.steps().values()) {
      if (run.state() == StepState.COMPLETED
          && !run.key().undo()
          && tree.node(run.key()).step() instanceof Step.Stop stop
          && stop.failed()) {
        return Optional.of(refused(failed, "its step \"" + run.key() + "\" ended it on purpose"));
      }
    }
    List<String> undone =
        failed.steps().keySet().stream()
            .filter(StepKey::undo)
            .map(key -> "\"" + key.undone() + "\"")
            .toList();
    if (undone.isEmpty()) {
      return Optional.empty();
    }
    String names = undone.stream().limit(NAMED).collect(Collectors.joining(", "));
    String more = undone.size() > NAMED ? " and " + (undone.size() - NAMED) + " others" : "";
    return Optional.of(refused(failed, "what was done by " + names + more + " was undone"));
  }

  /** Whether what it had done was undone, or is being undone. */
  public static boolean undone(InstanceSnapshot failed) {
    return failed.steps().keySet().stream().anyMatch(StepKey::undo);
  }

  private static String refused(InstanceSnapshot failed, String why) {
    return "instance "
        + failed.identity().id()
        + " cannot be retried: "
        + why
        + "; start another one instead";
  }

  /** The runs that are taken up again, in the order in which they began. */
  public List<StepRun> runs() {
    List<StepRun> runs = new ArrayList<>();
    for (StepRun run : was.values()) {
      if (!run.key().undo() && reopens(run.key())) {
        runs.add(run);
      }
    }
    return runs;
  }

  /** Whether a step is taken up again. */
  public boolean reopens(StepKey key) {
    StepRun run = was.get(key);
    if (run == null || !(failed(run) || cut(run))) {
      return false;
    }
    if (roots != null && roots.contains(key)) {
      return true;
    }
    StepTree.Node node = tree.node(key);
    if (node.parent() == null) {
      return roots == null;
    }
    StepKey around = around(key);
    if (node.onFailure()) {
      return cut(run) && answers(around);
    }
    return reopens(around) || (cut(run) && goesOnUnheeded(around, run));
  }

  /** Whether others inside a completed step go on, which a failure taken up again has cut off. */
  private boolean goesOnUnheeded(StepKey key, StepRun cut) {
    StepRun run = was.get(key);
    if (run == null || !run.memory().unheeded()) {
      return false;
    }
    StepRun by = Unheeded.cutBy(tree, outer -> was.get(newest.apply(outer)), cut);
    return by == null ? roots == null : reopens(by.key());
  }

  /** Steps that answer a failure continue only where that failure stays: it was tolerated. */
  private boolean answers(StepKey failed) {
    StepRun run = was.get(failed);
    if (run == null || run.state() != StepState.FAILED || reopens(failed)) {
      return false;
    }
    Step parent = tree.node(failed).parent();
    return parent == null ? roots == null : reopens(around(failed));
  }

  private StepKey around(StepKey key) {
    return newest.apply(Objects.requireNonNull(tree.around(key), "there is a step around it"));
  }

  private boolean failed(StepRun run) {
    return run.state() == StepState.FAILED
        && !tree.node(run.key()).step().settings().failure().allowFailure();
  }

  private static boolean cut(StepRun run) {
    return run.state() == StepState.SKIPPED && run.memory().cut();
  }

  /**
   * Takes the runs up.
   *
   * @param children sub-workflows that continue, or have completed since, by the step that waits
   */
  void revive(
      DecisionBuilder decision, StepStart steps, Map<StepKey, InstanceInput.Child> children) {
    for (StepRun run : runs()) {
      Step step = tree.node(run.key()).step();
      StepRun ready =
          decision.move(steps.reopened(step, again(decision, step, run)), StepState.READY, "retry");
      InstanceInput.Child child = children.get(run.key());
      if (child == null) {
        endBefore(decision, run);
      }
      if (child == null && entered(step, run)) {
        steps.enter(step, ready);
      } else if (child != null) {
        StepRun entered = ready.attempt(1).due(steps.timeout(step));
        StepRun.Memory memory = entered.memory().waitingFor(child.id().toString());
        StepRun begun = decision.move(entered.memory(memory), StepState.IN_PROGRESS, null);
        if (child.output() != null) {
          decision.complete(begun, child.output());
        }
      }
    }
  }

  /** Nobody waits any more for the sub-workflow of an attempt before: it leaves nothing behind. */
  private void endBefore(DecisionBuilder decision, StepRun run) {
    InstanceId before = SubWorkflows.ended(run, tree);
    if (before != null) {
      decision.effect(
          new Effect.EndSince(
              List.of(before), "step \"" + run.key() + "\" of its parent began anew"));
    }
  }

  private static StepRun again(DecisionBuilder decision, Step step, StepRun run) {
    StepRun.Memory memory = run.memory().cut(false).order(-1);
    boolean neverReady = run.readyAt() == null && step.settings().delay() != null;
    boolean delayed = run.dueAt() != null || neverReady;
    return run.attempt(0)
        .claimed(null)
        .output(null)
        .ready(delayed ? run.readyAt() : decision.now())
        .memory(step instanceof Step.Fork ? memory.joinOpen() : memory);
  }

  /** Whether a step that holds others had got so far as to know what it does. */
  static boolean entered(Step step, StepRun run) {
    if (step instanceof Step.Each) {
      return run.memory().items() != null;
    } else if (step instanceof Step.Parallel) {
      return run.attempt() > 0;
    }
    return !step.nested().isEmpty() && run.memory().entered();
  }

  /**
   * Lets the steps that answer a failure run again after the step has failed once more, as far as
   * they have not completed.
   */
  static void answerAgain(DecisionBuilder decision, StepStart steps, Step step, Scope scope) {
    StepRun failed = decision.newest(scope.key(step.id()));
    Set<StepKey> roots =
        step.settings().failure().onFailure().stream()
            .map(answer -> decision.newest(scope.key(answer.id())))
            .filter(run -> run.state() == StepState.FAILED || cut(run))
            .filter(run -> run.memory().order() < failed.memory().order())
            .map(StepRun::key)
            .collect(Collectors.toSet());
    if (!roots.isEmpty()) {
      new RetryFromFailure(decision, roots).revive(decision, steps, Map.of());
    }
  }
}
