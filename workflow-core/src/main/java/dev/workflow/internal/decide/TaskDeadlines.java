package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Performer.Escalation;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a step that waits for people: its escalations and its timeout. Both count from
 * the moment it was READY, whoever claims or releases it; overdue escalations count from the due
 * date, which may be a date of the document. A pause of the instance and a suspension of the task
 * put them off, each unless the step's {@code clock} leaves it out; a due date that is fixed stays.
 */
final class TaskDeadlines {

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final StepStart steps;

  TaskDeadlines(DecisionBuilder decision, StepWalker walk, StepStart steps) {
    this.decision = decision;
    this.walk = walk;
    this.steps = steps;
  }

  Progress pass(Step step, Scope scope, StepRun open) {
    Instant ready = open.readyAt() == null ? decision.now() : open.readyAt();
    Instant counted = walk.timeout(step, ready);
    Instant timeout = counted == null ? null : counted.plus(held(step, ready, open.task()));
    if (timeout != null && !timeout.isAfter(decision.now())) {
      return timedOut(step, open);
    }
    if (timeout != null) {
      decision.wakeAt(timeout);
    }
    escalate(step, scope, new TaskHolders(decision).lapsed(step, open), ready);
    TaskReminders.pass(decision, step, decision.run(open.key()));
    return Progress.OPEN;
  }

  /**
   * The same while the step is suspended and that does not stop its clocks.
   *
   * @return whether its timeout has passed
   */
  boolean passedWhileSuspended(Step step, Scope scope, StepRun suspended) {
    if (new TaskClock(decision, step).stops(TaskPolicy.Stop.BLOCKED)) {
      return false;
    }
    Instant ready = suspended.readyAt() == null ? decision.now() : suspended.readyAt();
    Instant counted = walk.timeout(step, ready);
    Instant timeout = counted == null ? null : counted.plus(held(step, ready, suspended.task()));
    if (timeout != null && !timeout.isAfter(decision.now())) {
      return true;
    }
    if (timeout != null) {
      decision.wakeAt(timeout);
    }
    escalate(step, scope, new TaskHolders(decision).lapsed(step, suspended), ready);
    return false;
  }

  private Progress timedOut(Step step, StepRun open) {
    Performer.OnTimeout answer = step.settings().performer().deadlines().timeout();
    String reason = "nobody answered within " + step.settings().failure().timeout();
    switch (answer.act()) {
      case SKIP -> {
        decision.move(open.claimed(null), StepState.SKIPPED, reason);
        return Progress.DONE;
      }
      case COMPLETE -> {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        if (answer.answer() != null) {
          output.setAll((ObjectNode) answer.answer());
        }
        decision.move(begun(open).claimed(null).output(output), StepState.COMPLETED, reason);
        return Progress.DONE;
      }
      default -> {
        return steps.failed(step, begun(open).claimed(null), reason, false);
      }
    }
  }

  private StepRun begun(StepRun open) {
    return open.state() == StepState.IN_PROGRESS
        ? open
        : decision.move(open, StepState.IN_PROGRESS, null);
  }

  /** Of several that were missed only the newest counts. */
  private void escalate(Step step, Scope scope, StepRun open, Instant ready) {
    List<Escalation> rungs = step.settings().performer().deadlines().escalations();
    TaskState task = open.task();
    List<Integer> passed = new ArrayList<>(task.rungs());
    int reached = -1;
    for (int rung : order(step, rungs, ready, task)) {
      Instant at = passed.contains(rung) ? null : at(step, rungs.get(rung), ready, task);
      if (at == null) {
        continue;
      }
      if (at.isAfter(decision.now())) {
        decision.wakeAt(at);
        break;
      }
      passed.add(rung);
      if (applies(rungs.get(rung), open)) {
        reached = rung;
      }
    }
    if (passed.size() > task.rungs().size()) {
      StepRun noted = open.task(task.rungs(passed.stream().sorted().toList()));
      if (reached >= 0) {
        fire(rungs.get(reached), scope, noted);
      } else {
        decision.note(noted);
      }
    }
  }

  /** The rungs in the order of their times; those without one come last. */
  private List<Integer> order(Step step, List<Escalation> rungs, Instant ready, TaskState task) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rungs.size(); i++) {
      order.add(i);
    }
    order.sort(
        java.util.Comparator.comparing(
            (Integer i) -> {
              Instant at = at(step, rungs.get(i), ready, task);
              return at == null ? Instant.MAX : at;
            }));
    return order;
  }

  /** A task whose due date was changed: overdue escalations that lie ahead again are to come. */
  static TaskState moved(DecisionBuilder decision, Step step, TaskState task) {
    List<Escalation> rungs = step.settings().performer().deadlines().escalations();
    Instant due = task.times().due();
    if (due == null || task.rungs().isEmpty()) {
      return task;
    }
    var zone = decision.around().tenant().zone();
    List<Integer> passed = new ArrayList<>(task.rungs());
    passed.removeIf(
        rung ->
            rung < rungs.size()
                && rungs.get(rung).overdue()
                && rungs.get(rung).after().addTo(due, zone).isAfter(decision.now()));
    return task.rungs(List.copyOf(passed));
  }

  private @Nullable Instant at(Step step, Escalation rung, Instant ready, TaskState task) {
    return at(decision, step, rung, ready, task);
  }

  /** When a task is escalated; null: it has no due date to count from. */
  static @Nullable Instant at(
      DecisionBuilder decision, Step step, Escalation rung, Instant ready, TaskState task) {
    var zone = decision.around().tenant().zone();
    if (!rung.overdue()) {
      return rung.after()
          .addTo(ready, zone)
          .plus(new TaskClock(decision, step).stopped(ready, task));
    }
    Instant due = task.times().due();
    return due == null ? null : rung.after().addTo(due, zone);
  }

  /** Whom it was assigned to may still do it, together with those of the role. */
  private static StepRun offered(StepRun run) {
    String assignee = Commands.somebody(run.memory().assignee());
    if (assignee == null) {
      return run.assignee(null);
    }
    TaskState.Audience audience = run.task().audience();
    List<String> actors = new ArrayList<>(audience.actors());
    actors.add(assignee);
    return run.assignee(null).task(run.task().audience(audience.actors(List.copyOf(actors))));
  }

  /** For how long the clocks stood still: the instance was paused, or the step was suspended. */
  private Duration held(Step step, Instant ready, TaskState task) {
    return new TaskClock(decision, step).stopped(ready, task);
  }

  private static boolean applies(Escalation rung, StepRun open) {
    boolean held = open.claimedBy() != null || Commands.somebody(open.memory().assignee()) != null;
    return switch (rung.when()) {
      case OPEN -> true;
      case UNBEGUN -> open.state() == StepState.READY;
      case UNCLAIMED -> !held;
    };
  }

  private void fire(Escalation rung, Scope scope, StepRun open) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    StepRun after = open;
    TaskState.Audience audience = open.task().audience();
    if (rung.role() != null && !audience.roles().contains(rung.role())) {
      List<String> roles = new ArrayList<>(audience.roles());
      roles.add(rung.role());
      after = after.task(after.task().audience(audience.roles(List.copyOf(roles))));
    }
    if (rung.role() != null) {
      detail.put("role", rung.role());
    }
    String to =
        rung.assignee() == null ? null : new TaskOpening(decision, scope).actor(rung.assignee());
    if (to != null) {
      String from =
          open.claimedBy() == null
              ? Commands.somebody(open.memory().assignee())
              : open.claimedBy().id();
      if (from != null) {
        detail.put("from", from);
      }
      detail.put("to", to);
      after =
          after.assignee(to).task(TaskCommands.given(after.task(), to).owner(null)).claimed(null);
    } else if (rung.role() != null && after.claimedBy() == null) {
      after = offered(after);
    }
    if (rung.due() != null) {
      Instant due = rung.due().addTo(decision.now(), decision.around().tenant().zone());
      Step step = decision.around().tree().node(open.key()).step();
      TaskState.Times times =
          TaskReminders.moved(
              step,
              after.task().times().escalated(due),
              decision.around().tenant().zone(),
              decision.now());
      after = after.task(after.task().times(times));
      detail.put("due", due.toString());
    }
    decision.act(open.key(), "escalate", detail);
    if (to != null && after.state() == StepState.IN_PROGRESS && !Commands.waits(after)) {
      decision.move(after, StepState.READY, null);
    } else {
      decision.note(after);
    }
  }
}
