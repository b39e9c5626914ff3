package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import dev.workflow.internal.text.JsonKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that hold other steps: branch, split, parallel, each, repeat. */
final class Containers {

  /** So many cases that do not hold are named in the reason. */
  private static final int MOST_CASES = 3;

  private static final int MAX_ITEMS = 10_000;

  /** The choice of a parallel step that can no longer complete and lets handlers finish. */
  private static final int LOST = 0;

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final StepStart steps;

  Containers(DecisionBuilder decision, StepWalker walk, StepStart steps) {
    this.decision = decision;
    this.walk = walk;
    this.steps = steps;
  }

  boolean isContainer(Step step) {
    return step instanceof Step.Branch
        || step instanceof Step.Split
        || step instanceof Step.Parallel
        || step instanceof Step.Each
        || step instanceof Step.Repeat;
  }

  Progress begin(Step step, Scope scope, StepRun run) {
    if (step instanceof Step.Branch branch) {
      return chosen(branch, scope, run, choose(branch, scope));
    } else if (step instanceof Step.Split split) {
      return chosen(split, scope, run, choose(split));
    } else if (step instanceof Step.Each each) {
      return beginEach(each, scope, run);
    } else if (step instanceof Step.Repeat) {
      return steps.proceed(step, scope, decision.note(run.memory(run.memory().choice(0))));
    }
    return steps.proceed(step, scope, run);
  }

  Progress proceed(Step step, Scope scope, StepRun run) {
    if (step instanceof Step.Parallel parallel) {
      return parallel(parallel, scope, run);
    } else if (step instanceof Step.Each each) {
      return each(each, scope, run);
    } else if (step instanceof Step.Repeat repeat) {
      return repeat(repeat, scope, run);
    }
    Progress progress = walk.list(step.nested().get(run.memory().choice()), scope);
    return ended(run, progress, named(step, run.memory().choice()));
  }

  private Progress chosen(Step step, Scope scope, StepRun run, int choice) {
    if (choice < 0) {
      decision.move(
          run.output(named(step, -1)), StepState.COMPLETED, noCase((Step.Branch) step, scope));
      return Progress.DONE;
    }
    return steps.proceed(step, scope, decision.note(run.memory(run.memory().choice(choice))));
  }

  private int choose(Step.Branch branch, Scope scope) {
    for (int i = 0; i < branch.cases().size(); i++) {
      Step.Branch.Case option = branch.cases().get(i);
      if (option.otherwise() || decision.holds(option.when(), scope)) {
        return i;
      }
    }
    return -1;
  }

  /** Why no case of a branch holds. */
  private String noCase(Step.Branch branch, Scope scope) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < Math.min(branch.cases().size(), MOST_CASES); i++) {
      reasons.add("case " + i + ": " + decision.why(branch.cases().get(i).when(), scope));
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

  private static ObjectNode named(Step step, int choice) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    if (step instanceof Step.Branch branch) {
      String name = choice < 0 ? null : branch.cases().get(choice).name();
      return name == null ? output.put("case", choice) : output.put("case", name);
    } else if (step instanceof Step.Split split) {
      return output.put("arm", split.arms().get(choice).name());
    }
    return output;
  }

  private Progress parallel(Step.Parallel step, Scope scope, StepRun run) {
    if (run.memory().choice() == LOST) {
      return lost(step, scope, run);
    }
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    int failed = 0;
    boolean open = false;
    for (int i = 0; i < step.branches().size() && completed.size() < step.join(); i++) {
      Progress arm = walk.list(step.branches().get(i).steps(), scope);
      if (arm == Progress.STOPPED) {
        return ended(run, arm, null);
      }
      if (arm == Progress.DONE) {
        completed.add(
            step.branches().get(i).name() == null
                ? String.valueOf(i)
                : step.branches().get(i).name());
      }
      failed += arm == Progress.FAILED ? 1 : 0;
      open |= arm == Progress.OPEN;
    }
    if (completed.size() < step.join()) {
      boolean allWanted = step.join() == step.branches().size();
      boolean hopeless = step.branches().size() - failed < step.join();
      return hopeless && (!(allWanted && open) || decision.overfull())
          ? lost(step, scope, run)
          : ended(run, Progress.OPEN, null);
    }
    leave(step, scope.rounds(), "enough branches have completed");
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.set("completed", completed);
    return ended(run, Progress.DONE, output);
  }

  /**
   * Too many branches have failed for the number that is wanted. What waits in the others ends at
   * once; a handler that is at work is let finish first, so that its result is kept. Where all
   * branches are wanted, they continue to their ends instead: a retry needs what they do.
   */
  private Progress lost(Step.Parallel step, Scope scope, StepRun run) {
    if (cutOffRest(step, scope, "too many branches have failed")) {
      return ended(run, Progress.FAILED, null);
    }
    if (run.memory().choice() != LOST) {
      decision.note(run.memory(run.memory().choice(LOST)));
    }
    return Progress.OPEN;
  }

  /**
   * Cuts off what is open inside a step, as much as the budget allows, but for handlers at work.
   * Returns whether nothing is open any more.
   */
  private boolean cutOffRest(Step step, Scope scope, String reason) {
    boolean rest = false;
    for (StepRun open : openInside(step, scope.rounds())) {
      if (decision.atWork(open) || decision.spent()) {
        rest = true;
      } else {
        InstanceEnding.cutOff(decision, open, reason);
      }
    }
    return !rest;
  }

  private Progress beginEach(Step.Each step, Scope scope, StepRun run) {
    JsonNode items = step.items().evaluate(decision.data(scope), decision.rendering());
    if (!items.isArray() || items.size() > MAX_ITEMS) {
      String found = items.isArray() ? items.size() + " elements" : JsonKind.of(items);
      return steps.failed(
          step,
          run,
          "\"items\" must give a list of at most " + MAX_ITEMS + " elements; it gives " + found,
          false);
    }
    return steps.proceed(step, scope, decision.note(run.memory(run.memory().items(items))));
  }

  private Progress each(Step.Each step, Scope scope, StepRun run) {
    JsonNode items = run.memory().items();
    int count = items == null ? 0 : items.size();
    int open = 0;
    int failed = 0;
    for (int i = decision.nextNotDone(run, 0); i < count; i = decision.nextNotDone(run, i + 1)) {
      List<Step> inside = inside(step, scope, i);
      if (rests(inside, scope, i)) {
        open++;
        continue;
      }
      Scope round = scope.round(step, i, run);
      if ((open >= step.maxConcurrent() || failed > 0) && !begun(inside, round)) {
        break;
      }
      Progress progress = walk.list(inside, round);
      if (progress == Progress.STOPPED) {
        return ended(run, progress, null);
      }
      if (progress == Progress.DONE) {
        decision.done(run, i);
      }
      open += progress == Progress.OPEN ? 1 : 0;
      failed += progress == Progress.FAILED ? 1 : 0;
    }
    if (failed > 0 && open > 0 && decision.overfull()) {
      boolean over = cutOffRest(step, scope, decision.fullReason());
      return ended(run, over ? Progress.FAILED : Progress.OPEN, null);
    }
    Progress progress = open > 0 ? Progress.OPEN : failed > 0 ? Progress.FAILED : Progress.DONE;
    return ended(run, progress, JsonNodeFactory.instance.objectNode().put("count", count));
  }

  /**
   * Whether a round of one step waits for its time, or for a handler at work: of ten thousand
   * rounds these are gone through with each of them that goes on.
   */
  private boolean rests(List<Step> inside, Scope scope, int round) {
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
  private List<Step> inside(Step loop, Scope around, int round) {
    return decision.around().tree().ofRound(loop, around.rounds(), round).nested().get(0);
  }

  private boolean begun(List<Step> list, Scope scope) {
    return !list.isEmpty()
        && decision.newest(scope.key(list.get(0).id())).state() != StepState.PENDING;
  }

  private Progress repeat(Step.Repeat step, Scope scope, StepRun begun) {
    StepRun run = begun;
    while (true) {
      int done = run.memory().choice();
      Scope round = scope.round(step, done, run);
      List<Step> inside = inside(step, scope, done);
      boolean entered = run.memory().entered(done) || begun(inside, round);
      if (!step.until() && !entered && walk.waitsForRecords(run)) {
        return Progress.OPEN;
      }
      if (!step.until() && !entered && !decision.holds(step.condition(), round)) {
        return ended(run, Progress.DONE, rounds(done, false));
      }
      if (done >= step.max()) {
        return ended(run, Progress.DONE, rounds(done, true));
      }
      Progress progress = walk.list(inside, round);
      if (progress != Progress.DONE) {
        return ended(run, progress, rounds(done, false));
      }
      if (step.until() && walk.waitsForRecords(run)) {
        return Progress.OPEN;
      }
      if (step.until() && decision.holds(step.condition(), round)) {
        return ended(run, Progress.DONE, rounds(done + 1, false));
      }
      run = decision.note(run.memory(run.memory().choice(done + 1)));
    }
  }

  private static ObjectNode rounds(int rounds, boolean limited) {
    return JsonNodeFactory.instance.objectNode().put("rounds", rounds).put("limited", limited);
  }

  private Progress ended(StepRun run, Progress progress, @Nullable JsonNode output) {
    if (progress == Progress.DONE || progress == Progress.STOPPED) {
      decision.complete(run, output);
    } else if (progress == Progress.FAILED) {
      decision.move(run, StepState.FAILED, "a step inside it failed");
    }
    return progress;
  }

  /** Ends everything open inside a step that is left. */
  void leave(Step step, List<Integer> rounds, String reason) {
    openInside(step, rounds).forEach(run -> InstanceEnding.skip(decision, run, reason));
  }

  /** Ends everything open inside a step that has failed, until it is retried. */
  void cutOff(Step step, List<Integer> rounds, String reason) {
    openInside(step, rounds).forEach(run -> InstanceEnding.cutOff(decision, run, reason));
  }

  private List<StepRun> openInside(Step step, List<Integer> rounds) {
    StepTree tree = decision.around().tree();
    return decision.openRuns().stream()
        .filter(run -> inside(tree, run.key(), step, rounds))
        .toList();
  }

  private static boolean inside(StepTree tree, StepKey key, Step step, List<Integer> rounds) {
    if (key.rounds().size() < rounds.size()
        || !key.rounds().subList(0, rounds.size()).equals(rounds)) {
      return false;
    }
    Step parent = tree.place(key).parent();
    while (parent != null) {
      if (parent.id().equals(step.id())) {
        return true;
      }
      parent = tree.place(new StepKey(parent.id(), key.rounds(), false)).parent();
    }
    return false;
  }
}
