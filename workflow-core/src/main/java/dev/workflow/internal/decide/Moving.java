package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.IllegalTransitionException;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves an instance to a step: what stands before it and is open or to come is SKIPPED, what was
 * done stays done; steps around it that have not begun are entered, and what has ended already is
 * opened anew. Other branches, and other rounds of an {@code each}, go on as they are.
 */
final class Moving {

  private final DecisionBuilder decision;
  private final StepStart steps;
  private final StepTree tree;
  private final StepKey target;
  private final @Nullable String reason;
  private final String why;

  Moving(DecisionBuilder decision, StepStart steps, InstanceInput.MoveTo move) {
    this.decision = decision;
    this.steps = steps;
    this.tree = decision.around().tree();
    this.target = move.step();
    this.reason = move.reason();
    this.why = "moved to \"" + target + "\"";
  }

  void move() {
    if (RetryFromFailure.undone(decision.before())) {
      throw refused("what was done is being undone");
    }
    List<Step> path = path();
    int loops = tree.node(target).loops().size();
    if (target.rounds().size() != loops) {
      throw refused(
          loops == 0 ? "it stands in no loop" : "name the round, such as " + target.id() + "[0]");
    }
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    if (reason != null) {
      detail.put("reason", reason);
    }
    decision.act(target, "move_to", detail);
    List<Step> list = tree.definition().steps();
    int depth = 0;
    for (int i = 0; i < path.size(); i++) {
      Step step = path.get(i);
      List<Integer> rounds = target.rounds().subList(0, depth);
      pass(list, step, rounds);
      if (i == path.size() - 1) {
        open(step, rounds);
        return;
      }
      boolean loop = step instanceof Step.Loop;
      int round = loop ? target.rounds().get(depth) : -1;
      int part = part(step, path.get(i + 1));
      enter(step, rounds, part, round);
      depth += loop ? 1 : 0;
      list = loop ? tree.ofRound(step, rounds, round).nested().get(0) : step.nested().get(part);
    }
  }

  private IllegalTransitionException refused(String reason) {
    return new IllegalTransitionException(
        "instance "
            + decision.identity().id()
            + " cannot be moved to \""
            + target
            + "\": "
            + reason);
  }

  /** The steps around the target, outermost first, and itself. */
  private List<Step> path() {
    List<Step> path = new ArrayList<>();
    StepTree.Node at = tree.node(target);
    if (at.onFailure()) {
      throw refused("it answers a failure");
    }
    path.add(at.step());
    while (at.parent() != null) {
      path.add(0, at.parent());
      at = tree.node(new StepKey(at.parent().id(), target.rounds(), false));
    }
    return path;
  }

  private static int part(Step around, Step inner) {
    for (int i = 0; i < around.nested().size(); i++) {
      if (around.nested().get(i).stream().anyMatch(step -> step.id().equals(inner.id()))) {
        return i;
      }
    }
    return 0;
  }

  private StepRun newest(Step step, List<Integer> rounds) {
    return decision.newest(new StepKey(step.id(), rounds, false));
  }

  private void pass(List<Step> list, Step until, List<Integer> rounds) {
    for (Step step : list) {
      if (step.id().equals(until.id())) {
        return;
      }
      StepRun run = newest(step, rounds);
      boolean failed = run.state() == StepState.FAILED && !step.settings().failure().allowFailure();
      if (failed) {
        decision.again(run.key().next());
        run = decision.run(run.key().next());
      }
      if (run.state() == StepState.PENDING) {
        run = decision.move(run, StepState.READY, null);
      }
      if (run.state().open()) {
        steps.leave(step, run, why);
        decision.move(run, StepState.SKIPPED, why);
      }
    }
  }

  private void open(Step step, List<Integer> rounds) {
    StepRun run = newest(step, rounds);
    if (run.state().open()) {
      throw refused("it is " + run.state() + " already");
    }
    Revisit.back(decision, step, rounds, why);
  }

  /** A step around the target takes the way to it. */
  private void enter(Step step, List<Integer> rounds, int part, int round) {
    Revisit.anew(decision, Revisit.later(tree, step, rounds), rounds, why);
    StepRun run = newest(step, rounds);
    JsonNode items = run.memory().items();
    if (!run.state().open() && run.state() != StepState.PENDING) {
      decision.again(run.key().next());
      run = decision.run(run.key().next());
      run = run.memory(run.memory().items(items));
    }
    requireRound(step, run, items, round);
    if (run.state() == StepState.IN_PROGRESS) {
      StepRun on = chosen(step, run, part, round);
      if (on != run) {
        if (step instanceof Step.Repeat) {
          leaveOtherRounds(step, rounds, round);
        } else {
          steps.leave(step, run, why);
        }
        decision.note(on);
      }
      return;
    }
    StepRun ready = run.state() == StepState.READY ? run : decision.move(run, StepState.READY, why);
    steps.enter(step, chosen(step, ready, part, round));
  }

  /** Of a loop that goes through one round at a time only the one that is moved to goes on. */
  private void leaveOtherRounds(Step loop, List<Integer> rounds, int round) {
    int depth = rounds.size();
    for (StepRun open : decision.openRuns()) {
      List<Integer> own = open.key().rounds();
      List<Step> loops = tree.node(open.key()).loops();
      boolean inside =
          own.size() > depth
              && own.subList(0, depth).equals(rounds)
              && loops.get(depth).id().equals(loop.id());
      if (inside && own.get(depth) != round) {
        InstanceEnding.skip(decision, open, why);
      }
    }
  }

  private static StepRun chosen(Step step, StepRun run, int part, int round) {
    if (step instanceof Step.Repeat) {
      boolean there = run.memory().round() == round && run.memory().entered(round);
      return there ? run : run.memory(run.memory().enter(round));
    }
    boolean other = step instanceof Step.Choice && part != run.memory().branch();
    return other ? run.memory(run.memory().taking(part)) : run;
  }

  private void requireRound(Step step, StepRun run, @Nullable JsonNode items, int round) {
    if (step instanceof Step.Each && (items == null || items.size() <= round)) {
      throw refused(
          items == null
              ? "step \"" + run.key().first() + "\" around it goes through no list now"
              : "step \""
                  + run.key().first()
                  + "\" around it has "
                  + items.size()
                  + " rounds, from 0");
    } else if (step instanceof Step.Repeat repeat && round >= repeat.max()) {
      throw refused(
          "step \"" + run.key().first() + "\" around it has at most " + repeat.max() + " rounds");
    } else if (step instanceof Step.Fork && run.memory().joinLost()) {
      throw refused("step \"" + run.key().first() + "\" around it is about to fail");
    }
  }
}
