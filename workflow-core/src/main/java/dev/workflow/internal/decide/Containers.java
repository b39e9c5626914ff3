package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Rest;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that hold other steps: branch, split, parallel, each, repeat. */
final class Containers {

  /** So many cases that do not hold are named in the reason. */
  private static final int MOST_CASES = 3;

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final StepStart steps;
  private final ParallelBranches branches;
  private final EachRounds rounds;

  Containers(DecisionBuilder decision, StepWalker walk, StepStart steps) {
    this.decision = decision;
    this.walk = walk;
    this.steps = steps;
    this.branches = new ParallelBranches(decision, walk, this);
    this.rounds = new EachRounds(decision, walk, steps, this);
  }

  Progress begin(Step.Branch step, Scope scope, StepRun run) {
    int taken = choose(step, scope);
    if (taken < 0) {
      decision.move(run.output(outputOf(step, -1)), StepState.COMPLETED, noCase(step, scope));
      return Progress.DONE;
    }
    return take(step, scope, run, taken);
  }

  Progress begin(Step.Split step, Scope scope, StepRun run) {
    return take(step, scope, run, choose(step));
  }

  Progress begin(Step.Parallel step, Scope scope, StepRun run) {
    return steps.proceed(step, scope, run);
  }

  Progress begin(Step.Each step, Scope scope, StepRun run) {
    return rounds.begin(step, scope, run);
  }

  Progress begin(Step.Repeat step, Scope scope, StepRun run) {
    return steps.proceed(step, scope, decision.note(run.memory(run.memory().inRound(0))));
  }

  private Progress take(Step.Choice step, Scope scope, StepRun run, int branch) {
    return steps.proceed(step, scope, decision.note(run.memory(run.memory().taking(branch))));
  }

  Progress proceed(Step.Container step, Scope scope, StepRun run) {
    return step.accept(new Proceeding(scope, run));
  }

  /** Goes on inside one run of a step, each kind in its way. */
  private final class Proceeding implements Step.Container.Visitor<Progress> {
    private final Scope scope;
    private final StepRun run;

    Proceeding(Scope scope, StepRun run) {
      this.scope = scope;
      this.run = run;
    }

    @Override
    public Progress branch(Step.Branch step) {
      return taken(step, outputOf(step, run.memory().branch()));
    }

    @Override
    public Progress split(Step.Split step) {
      return taken(step, outputOf(step, run.memory().branch()));
    }

    private Progress taken(Step.Choice step, ObjectNode output) {
      return ended(run, walk.list(step.nested().get(run.memory().branch()), scope), output);
    }

    @Override
    public Progress parallel(Step.Parallel step) {
      return branches.proceed(step, scope, run);
    }

    @Override
    public Progress each(Step.Each step) {
      return rounds.proceed(step, scope, run);
    }

    @Override
    public Progress repeat(Step.Repeat step) {
      return Containers.this.repeat(step, scope, run);
    }
  }

  private int choose(Step.Branch branch, Scope scope) {
    for (int i = 0; i < branch.cases().size(); i++) {
      Step.Branch.Case option = branch.cases().get(i);
      if (option.otherwise() || decision.conditions().holds(option.when(), scope)) {
        return i;
      }
    }
    return -1;
  }

  /** Why no case of a branch holds. */
  private String noCase(Step.Branch branch, Scope scope) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < Math.min(branch.cases().size(), MOST_CASES); i++) {
      reasons.add(
          "case " + i + ": " + decision.conditions().why(branch.cases().get(i).when(), scope));
    }
    int more = branch.cases().size() - reasons.size();
    return "no case holds: "
        + String.join("; ", reasons)
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private int choose(Step.Split split) {
    InstanceSnapshot.Identity identity = decision.identity();
    String who =
        identity.subject() == null ? identity.id().toString() : identity.subject().toString();
    String place = identity.tenant() + "/" + identity.workflow().key() + "/" + split.id();
    double total = split.arms().stream().mapToInt(Step.Split.Arm::weight).sum();
    double drawn = StableRandom.of(who, place) * total;
    for (int i = 0; i < split.arms().size(); i++) {
      drawn -= split.arms().get(i).weight();
      if (drawn < 0) {
        return i;
      }
    }
    return split.arms().size() - 1;
  }

  private static ObjectNode outputOf(Step.Branch step, int taken) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    String name = taken < 0 ? null : step.cases().get(taken).name();
    return name == null ? output.put("case", taken) : output.put("case", name);
  }

  private static ObjectNode outputOf(Step.Split step, int taken) {
    return JsonNodeFactory.instance.objectNode().put("arm", step.arms().get(taken).name());
  }

  /**
   * Enough has been done of what runs at once: the step completes, and what is open in it ends or
   * goes on unheeded.
   */
  Progress enough(Step step, Scope scope, StepRun run, Rest rest, ObjectNode output) {
    if (rest == Rest.FINISH) {
      return ended(run.memory(run.memory().leavingUnheeded()), Progress.DONE, output);
    }
    boolean branches = step instanceof Step.Parallel;
    leave(
        step,
        scope.rounds(),
        branches ? "enough branches have completed" : "enough rounds have completed");
    return ended(run, Progress.DONE, output);
  }

  /** Walks what goes on of a step that has completed without it. */
  Progress unheeded(Step step, Scope scope, StepRun run) {
    return step instanceof Step.Parallel parallel
        ? branches.unheeded(parallel, scope)
        : step instanceof Step.Each each ? rounds.unheeded(each, scope, run) : Progress.DONE;
  }

  /**
   * Too many branches or rounds have failed for the number that is wanted. What waits in the others
   * ends at once; a handler that is at work is let finish first, so that its result is kept.
   */
  Progress lost(Step step, Scope scope, StepRun run, String parts) {
    if (cutOffIdle(step, scope.rounds(), "too many " + parts + " have failed")) {
      return ended(run, Progress.FAILED, null);
    }
    if (!run.memory().joinLost()) {
      decision.note(run.memory(run.memory().joinBecomesLost()));
    }
    return Progress.OPEN;
  }

  /**
   * Ends what is open inside a step until it is retried, as much as the budget allows, but for
   * handlers that are at work.
   *
   * @return whether nothing is open any more
   */
  boolean cutOffIdle(Step step, List<Integer> rounds, String reason) {
    boolean idle = true;
    for (StepRun open : openInside(step, rounds)) {
      if (decision.atWork(open) || decision.spent()) {
        idle = false;
      } else {
        InstanceEnding.cutOff(decision, open, reason);
      }
    }
    return idle;
  }

  /**
   * Whether a round of one step waits for its time, or for a handler at work: of ten thousand
   * rounds these are gone through with each of them that goes on.
   */
  boolean rests(List<Step> inside, Scope scope, int round) {
    if (inside.size() != 1) {
      return false;
    }
    StepRun run = decision.newest(scope.key(inside.get(0).id(), round));
    Instant due = run.dueAt();
    if (run.state() == StepState.READY && due != null && due.isAfter(decision.now())) {
      decision.wakeAt(due);
      return true;
    }
    return due == null
        && run.running()
        && inside.get(0) instanceof Step.Action
        && !steps.byPeople(inside.get(0));
  }

  /** The steps of one round of a loop: those it had when it began. */
  List<Step> inside(Step loop, Scope around, int round) {
    return decision.around().tree().ofRound(loop, around.rounds(), round).nested().get(0);
  }

  boolean begun(List<Step> list, Scope scope) {
    return !list.isEmpty()
        && decision.newest(scope.key(list.get(0).id())).state() != StepState.PENDING;
  }

  private Progress repeat(Step.Repeat step, Scope scope, StepRun begun) {
    StepRun run = begun;
    while (true) {
      int done = run.memory().round();
      Scope round = scope.round(step, done, run);
      List<Step> inside = inside(step, scope, done);
      boolean entered = run.memory().entered(done) || begun(inside, round);
      if (!step.until() && !entered && walk.waitsForRecords(run)) {
        return Progress.OPEN;
      }
      if (!step.until() && !entered && !decision.conditions().holds(step.condition(), round)) {
        return over(step, round, run, rounds(done, false));
      }
      if (done >= step.max()) {
        return over(step, round, run, rounds(done, true));
      }
      Progress progress = walk.list(inside, round);
      if (progress != Progress.DONE) {
        return ended(run, progress, rounds(done, false));
      }
      if (step.until() && walk.waitsForRecords(run)) {
        return Progress.OPEN;
      }
      if (step.until() && decision.conditions().holds(step.condition(), round)) {
        return ended(run, Progress.DONE, rounds(done + 1, false));
      }
      run = decision.note(run.memory(run.memory().inRound(done + 1)));
    }
  }

  /** Ends a loop whose condition is false, and says so if that is because of a type. */
  private Progress over(Step.Repeat step, Scope round, StepRun run, ObjectNode output) {
    String why = decision.conditions().mismatch(step.condition(), round);
    decision.move(run.output(output), StepState.COMPLETED, why);
    return Progress.DONE;
  }

  private static ObjectNode rounds(int rounds, boolean limited) {
    return JsonNodeFactory.instance.objectNode().put("rounds", rounds).put("limited", limited);
  }

  Progress ended(StepRun run, Progress progress, @Nullable JsonNode output) {
    if (progress == Progress.DONE || progress == Progress.STOPPED) {
      decision.complete(run, output);
    } else if (progress == Progress.FAILED) {
      decision.move(run, StepState.FAILED, "a step inside it failed");
    }
    return progress;
  }

  /** Ends everything open inside a step that is left, and what goes on unheeded there. */
  void leave(Step step, List<Integer> rounds, String reason) {
    openInside(step, rounds).forEach(run -> InstanceEnding.skip(decision, run, reason));
    StepTree tree = decision.around().tree();
    decision.unheeded().stream()
        .filter(run -> inside(tree, run.key(), step, rounds))
        .forEach(run -> decision.note(decision.stamps().settled(run)));
  }

  /** Ends everything open inside a step that has failed, until it is retried. */
  void cutOff(Step step, List<Integer> rounds, String reason) {
    openInside(step, rounds).forEach(run -> InstanceEnding.cutOff(decision, run, reason));
  }

  List<StepRun> openInside(Step step, List<Integer> rounds) {
    StepTree tree = decision.around().tree();
    return decision.openRuns().stream()
        .filter(run -> inside(tree, run.key(), step, rounds))
        .toList();
  }

  static boolean inside(StepTree tree, StepKey key, Step step, List<Integer> rounds) {
    if (key.rounds().size() < rounds.size()
        || !key.rounds().subList(0, rounds.size()).equals(rounds)) {
      return false;
    }
    Step parent = tree.node(key).parent();
    while (parent != null) {
      if (parent.id().equals(step.id())) {
        return true;
      }
      parent = tree.node(new StepKey(parent.id(), key.rounds(), false)).parent();
    }
    return false;
  }
}
