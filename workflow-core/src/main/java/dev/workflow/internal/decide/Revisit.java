package dev.workflow.internal.decide;

import dev.workflow.definition.Join;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to open a step anew after its end: which steps come after it, as far as its branch
 * and the joins around it go, and whether one of them has begun. Other branches and other rounds of
 * an {@code each} are not touched. Worked out of an instance as it is; nothing is changed before
 * {@link #open}.
 */
public final class Revisit {

  private final StepTree tree;
  private final InstanceSnapshot instance;
  private final StepKey target;
  private final List<StepRun> after = new ArrayList<>();

  /** The steps around it that have ended with it, innermost first. */
  private final List<StepRun> around = new ArrayList<>();

  /** A loop around it that has gone on to a later round, as it was in the round of the step. */
  private final List<StepRun> rewound = new ArrayList<>();

  private @Nullable String against;

  private Revisit(StepTree tree, InstanceSnapshot instance, StepKey target) {
    this.tree = tree;
    this.instance = instance;
    this.target = target;
  }

  /** Of a step that has ended. */
  public static Revisit of(StepTree tree, InstanceSnapshot instance, StepKey target) {
    Revisit revisit = new Revisit(tree, instance, target);
    revisit.look();
    return revisit;
  }

  /** Why it is too late, for people; null: it is not. */
  public @Nullable String against() {
    return against;
  }

  /** The same in words. */
  public static String tooLate(StepKey key, String against) {
    return "step \"" + key + "\" cannot be opened anew: " + against;
  }

  private void look() {
    StepKey newest = instance.newest(target);
    if (!newest.equals(target)) {
      against = "it was opened anew as \"" + newest + "\"";
      return;
    }
    if (RetryFromFailure.undone(instance)) {
      against = "what was done is being undone";
      return;
    }
    Step step = tree.node(target).step();
    for (Step answer : step.settings().failure().onFailure()) {
      collect(answer, target.rounds(), -1);
    }
    upwards(step, target.rounds());
    for (StepRun run : after) {
      if (against == null && begun(run)) {
        against = "step \"" + run.key() + "\" has begun";
      }
    }
  }

  /** What comes after a step in its list, and after the steps around it that have ended. */
  private void upwards(Step step, List<Integer> rounds) {
    for (Step later : later(tree, step, rounds)) {
      collect(later, rounds, -1);
    }
    StepTree.Node node = tree.node(new StepKey(step.id(), rounds, false));
    Step parent = node.parent();
    if (parent == null) {
      return;
    }
    List<Integer> outer = rounds.subList(0, outerLoops(node));
    if (node.onFailure()) {
      upwards(parent, outer);
      return;
    }
    StepRun run = instance.step(instance.newest(new StepKey(parent.id(), outer, false)));
    if (parent instanceof Step.Repeat) {
      int round = rounds.get(outer.size());
      collect(parent, outer, round);
      if (run.state().open() && run.memory().round() > round) {
        rewound.add(run.memory(run.memory().inRound(round)));
      }
    }
    String late = late(parent, run);
    if (late != null) {
      against = against == null ? late : against;
    } else if (!run.state().open()) {
      StepRun.Memory was = run.memory();
      StepRun.Memory entered =
          parent instanceof Step.Repeat
              ? StepRun.Memory.NONE.inRound(rounds.get(outer.size()))
              : StepRun.Memory.NONE.taking(was.branch());
      StepRun.Memory memory = entered.items(was.items());
      around.add(StepRun.pending(run.key().next()).memory(memory));
      upwards(parent, outer);
    }
  }

  /** In how many loops the step stands in which this one does. */
  private static int outerLoops(StepTree.Node node) {
    boolean loop = node.parent() instanceof Step.Loop;
    return node.loops().size() - (loop && !node.onFailure() ? 1 : 0);
  }

  /** Why a step inside another one is not opened anew; null: nothing is against it. */
  private @Nullable String late(Step parent, StepRun run) {
    String name = "step \"" + run.key() + "\" around it";
    if (run.state().open()) {
      boolean joins = parent instanceof Step.Fork;
      boolean lost = joins && run.memory().joinLost();
      return lost ? name + " is about to fail" : null;
    } else if (run.state() != StepState.COMPLETED) {
      return name + " is " + run.state();
    } else if (parent instanceof Step.Parallel parallel) {
      boolean cut = parallel.join() < parallel.branches().size();
      return cut || closed(parent, run) ? "it closed the join of step \"" + run.key() + "\"" : null;
    } else if (parent instanceof Step.Each) {
      boolean gone =
          run.memory().items() == null || !(((Step.Each) parent).join() instanceof Join.All);
      return gone || closed(parent, run)
          ? "it closed the join of step \"" + run.key() + "\""
          : null;
    }
    return null;
  }

  /** Whether the step was the last of all that were done inside another one. */
  private boolean closed(Step parent, StepRun run) {
    Set<String> inside = inside(parent);
    int own = instance.step(target).memory().order();
    return instance.steps().values().stream()
        .filter(other -> inside.contains(other.key().id()) && within(other, run.key().rounds()))
        .filter(other -> tree.node(other.key()).step().nested().isEmpty())
        .filter(other -> other.state() == StepState.COMPLETED || other.state() == StepState.FAILED)
        .allMatch(other -> other.memory().order() <= own);
  }

  /** The steps that stand after one in its list. */
  static List<Step> later(StepTree tree, Step step, List<Integer> rounds) {
    List<Step> list = list(tree, step, tree.node(new StepKey(step.id(), rounds, false)));
    return list.subList(position(list, step) + 1, list.size());
  }

  /** The list in which a step stands in the document. */
  static List<Step> list(StepTree tree, Step step) {
    return list(tree, step, tree.node(step.id()));
  }

  private static List<Step> list(StepTree tree, Step step, StepTree.Node node) {
    Step parent = node.parent();
    if (parent == null) {
      return tree.definition().steps();
    } else if (node.onFailure()) {
      return parent.settings().failure().onFailure();
    }
    return parent.nested().stream()
        .filter(list -> position(list, step) >= 0)
        .findFirst()
        .orElseThrow();
  }

  private static int position(List<Step> list, Step step) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).id().equals(step.id())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Notes the newest runs of a step and of all within it.
   *
   * @param round only of later rounds of this loop, without itself; -1: all
   */
  private void collect(Step step, List<Integer> rounds, int round) {
    Set<String> ids = inside(step);
    for (StepRun run : instance.newest().values()) {
      boolean own = round < 0 && run.key().id().equals(step.id());
      boolean wanted = own || ids.contains(run.key().id());
      boolean later = round < 0 || round(run, rounds.size()) > round;
      if (wanted && later && !run.key().undo() && within(run, rounds)) {
        after.add(run);
      }
    }
  }

  private static int round(StepRun run, int loop) {
    return run.key().rounds().size() > loop ? run.key().rounds().get(loop) : -1;
  }

  private static boolean within(StepRun run, List<Integer> rounds) {
    List<Integer> own = run.key().rounds();
    return own.size() >= rounds.size() && own.subList(0, rounds.size()).equals(rounds);
  }

  private static Set<String> inside(Step step) {
    Set<String> ids = new HashSet<>();
    for (List<Step> list : step.nested()) {
      add(list, ids);
    }
    add(step.settings().failure().onFailure(), ids);
    return ids;
  }

  private static void add(List<Step> steps, Set<String> ids) {
    for (Step step : steps) {
      ids.add(step.id());
      ids.addAll(inside(step));
    }
  }

  /** Whether anything was done; a step that holds others has begun when one of them has. */
  private boolean begun(StepRun run) {
    boolean holds = !tree.node(run.key()).step().nested().isEmpty();
    boolean touched = run.attempt() > 0 || !run.task().ballot().votes().isEmpty();
    TaskState.Suspension suspension = run.task().suspension();
    return !holds
        && switch (run.state()) {
          case PENDING -> false;
          case READY -> touched;
          case BLOCKED -> touched || (suspension != null && suspension.begun());
          case SKIPPED -> touched || run.claimedBy() != null;
          case IN_PROGRESS, COMPLETED, FAILED, UNRECOGNIZED -> true;
        };
  }

  /**
   * Opens it: what comes after and has not begun is withdrawn, and runs anew when its turn comes.
   *
   * @return its new visit, whose turn has come
   */
  StepKey open(DecisionBuilder decision, StepStart steps) {
    withdraw(decision);
    for (int i = around.size() - 1; i >= 0; i--) {
      StepRun again = around.get(i);
      Step step = tree.node(again.key()).step();
      decision.again(again.key());
      StepRun ready = decision.move(again, StepState.READY, null);
      steps.enter(step, ready);
    }
    rewound.forEach(decision::note);
    decision.again(target.next());
    return target.next();
  }

  private void withdraw(DecisionBuilder decision) {
    for (StepRun run : after) {
      if (run.state().open()) {
        InstanceEnding.skip(decision, run, "withdrawn");
      }
      if (run.state() != StepState.PENDING) {
        decision.again(run.key().next());
      }
    }
  }

  /**
   * Lets a step of the same list, and all that comes after it, run anew when its turn comes. What
   * is open of it is left; what has ended stays as it is.
   */
  static void back(DecisionBuilder decision, Step to, List<Integer> rounds, String reason) {
    List<Step> anew = new ArrayList<>(later(decision.around().tree(), to, rounds));
    anew.add(0, to);
    anew(decision, anew, rounds, reason);
  }

  /** Lets steps of one list that have begun run anew when their turn comes. */
  static void anew(DecisionBuilder decision, List<Step> some, List<Integer> rounds, String reason) {
    if (some.isEmpty()) {
      return;
    }
    StepKey first = new StepKey(some.get(0).id(), rounds, false);
    Revisit revisit = new Revisit(decision.around().tree(), decision.before(), first);
    for (Step step : some) {
      revisit.collect(step, rounds, -1);
    }
    for (StepRun found : revisit.after) {
      StepRun run = decision.run(found.key());
      if (run.state().open()) {
        InstanceEnding.skip(decision, run, reason);
      }
      if (run.state() != StepState.PENDING) {
        decision.again(run.key().next());
      }
    }
  }
}
