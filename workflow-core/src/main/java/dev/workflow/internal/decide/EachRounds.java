package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Join;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.JoinRule.Tally;
import dev.workflow.internal.decide.JoinRule.Verdict;
import dev.workflow.internal.decide.StepWalker.Progress;
import dev.workflow.internal.text.JsonKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rounds of an {@code each}. */
final class EachRounds {

  static final int MAX_ITEMS = 10_000;

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final StepStart steps;
  private final Containers containers;

  EachRounds(DecisionBuilder decision, StepWalker walk, StepStart steps, Containers containers) {
    this.decision = decision;
    this.walk = walk;
    this.steps = steps;
    this.containers = containers;
  }

  Progress begin(Step.Each step, Scope scope, StepRun run) {
    JsonNode items = step.items().evaluate(decision.data(scope), decision.rendering());
    if (!items.isArray() || items.size() > MAX_ITEMS) {
      String found = items.isArray() ? items.size() + " elements" : JsonKind.of(items);
      return steps.failed(
          step,
          run,
          "\"items\" must give a list of at most " + MAX_ITEMS + " elements; it gives " + found,
          false);
    }
    StepRun.Memory memory = run.memory().items(items);
    if (step.add() != null) {
      String key = steps.eventKey(step.add().correlation(), scope);
      if (key == null) {
        return steps.failed(step, run, "\"add\": " + StepStart.NO_SUBJECT, false);
      }
      memory = memory.waitingFor(key);
    }
    return steps.proceed(step, scope, decision.note(run.memory(memory)));
  }

  Progress proceed(Step.Each step, Scope scope, StepRun run) {
    if (run.memory().joinLost()) {
      return containers.lost(step, scope, run, "rounds");
    }
    int count = run.memory().items() == null ? 0 : run.memory().items().size();
    JoinRule rule = JoinRule.of(step.join());
    boolean grows = step.add() != null;
    int next = 0;
    int completed = 0;
    int failed = 0;
    int open = 0;
    boolean enough = false;
    for (int i = nextNotDone(run, 0); i < count && !enough; i = nextNotDone(run, i + 1)) {
      completed += i - next;
      next = i + 1;
      List<Step> inside = containers.inside(step, scope, i);
      if (containers.rests(inside, scope, i)) {
        open++;
        continue;
      }
      Scope round = scope.round(step, i, run);
      boolean mayBegin =
          open < step.maxConcurrent()
              && rule.of(new Tally(count, completed, failed, grows)) == Verdict.POSSIBLE;
      if (!mayBegin && !containers.begun(inside, round)) {
        next = count;
        break;
      }
      Progress progress = walk.list(inside, round);
      if (progress == Progress.STOPPED) {
        return containers.ended(run, progress, null);
      }
      open += progress == Progress.OPEN ? 1 : 0;
      failed += progress == Progress.FAILED ? 1 : 0;
      if (progress == Progress.DONE) {
        completed++;
        enough = holds(step.join(), round, new Tally(count, completed, failed, grows));
        decision.done(run, i);
      }
    }
    if (failed > 0 && open > 0 && decision.overfull()) {
      boolean over = containers.cutOffIdle(step, scope.rounds(), decision.fullReason());
      return containers.ended(run, over ? Progress.FAILED : Progress.OPEN, null);
    }
    completed += enough ? 0 : count - next;
    Tally tally = new Tally(count, completed, failed, grows);
    return concluded(step, scope, run, enough ? Verdict.ENOUGH : rule.of(tally), tally, open > 0);
  }

  private Progress concluded(
      Step.Each step, Scope scope, StepRun run, Verdict verdict, Tally tally, boolean open) {
    boolean all = step.join() instanceof Join.All;
    return switch (verdict) {
      case POSSIBLE -> Progress.OPEN;
      case ENOUGH -> {
        ObjectNode output = JsonNodeFactory.instance.objectNode().put("count", tally.count());
        if (!all) {
          output.put("completed", tally.completed());
        }
        yield tally.completed() == tally.count()
            ? containers.ended(run, Progress.DONE, output)
            : containers.enough(step, scope, run, step.rest(), output);
      }
      case IMPOSSIBLE -> {
        if (all && open) {
          yield Progress.OPEN;
        }
        yield tally.failed() == 0 && step.join() instanceof Join.AtLeast some
            ? steps.failed(
                step,
                run,
                some.rounds() + " rounds must complete, and there are " + tally.count(),
                false)
            : containers.lost(step, scope, run, "rounds");
      }
    };
  }

  /** Whether the condition of a join holds for a round that has completed. */
  private boolean holds(Join join, Scope round, Tally tally) {
    if (!(join instanceof Join.When when)) {
      return false;
    }
    ObjectNode rounds =
        JsonNodeFactory.instance
            .objectNode()
            .put("count", tally.count())
            .put("completed", tally.completed())
            .put("failed", tally.failed());
    return decision.conditions().holds(when.condition(), round.with("rounds", rounds));
  }

  private int nextNotDone(StepRun run, int round) {
    return decision.nextNotDone(run, round);
  }

  /** Walks the rounds that have begun of one that has completed and whose others go on. */
  Progress unheeded(Step.Each step, Scope scope, StepRun run) {
    int count = run.memory().items() == null ? 0 : run.memory().items().size();
    boolean open = false;
    for (int i = nextNotDone(run, 0); i < count; i = nextNotDone(run, i + 1)) {
      Scope round = scope.round(step, i, run);
      List<Step> inside = containers.inside(step, scope, i);
      if (containers.rests(inside, scope, i)) {
        open = true;
        continue;
      }
      Progress progress =
          containers.begun(inside, round) ? walk.list(inside, round) : Progress.DONE;
      if (progress == Progress.STOPPED) {
        return progress;
      } else if (progress == Progress.DONE) {
        decision.done(run, i);
      }
      open |= progress == Progress.OPEN;
    }
    return open ? Progress.OPEN : Progress.DONE;
  }

  /** What becomes of a list to which an element is added; null: it is too long or too large. */
  static @Nullable ArrayNode added(DecisionBuilder decision, StepRun run, JsonNode item) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    JsonNode known = run.memory().items();
    if (known != null) {
      known.forEach(items::add);
    }
    items.add(item);
    return items.size() > MAX_ITEMS || decision.tooMuch(items) != null ? null : items;
  }
}
