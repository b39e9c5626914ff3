package dev.workflow.internal.decide;

import dev.workflow.Actor;
import dev.workflow.definition.Performer.Escalation;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy;
import dev.workflow.definition.TimeSpan;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to happen to an instance by time, as things are. */
public final class UpcomingTimes {

  /** What is to happen. */
  public enum Kind {
    /** The instance begins. */
    BEGIN,
    /** A step begins. */
    STEP,
    /** A step is tried again, or is asked again whether it can go on. */
    RETRY,
    /** What a step waits for has not come in time. */
    TIMEOUT,
    /** Whoever has a task is reminded of it. */
    REMINDER,
    /** A task is escalated. */
    ESCALATION
  }

  /**
   * One of these things.
   *
   * @param step null: of the instance
   * @param held whether it is kept from happening
   * @param number which of several of its step, from 0
   * @param note why it is then; null: the document says so
   */
  public record One(
      @Nullable StepKey step,
      Kind kind,
      Instant at,
      boolean held,
      int number,
      @Nullable String note) {}

  private final InstanceSnapshot instance;
  private final DecisionBuilder decision;
  private final List<One> all = new ArrayList<>();

  private UpcomingTimes(InstanceSnapshot instance, DecisionContext around) {
    this.instance = instance;
    this.decision = new DecisionBuilder(instance, around, Actor.ENGINE);
  }

  /** All of an instance, in no order; none of one that has ended. */
  public static List<One> of(InstanceSnapshot instance, DecisionContext around) {
    if (instance.state().ended() || instance.state() == InstanceState.DRAFT) {
      return List.of();
    }
    UpcomingTimes times = new UpcomingTimes(instance, around);
    times.read();
    return times.all;
  }

  /** Whether somebody can change it by itself: a delay, a retry, or the limit of a wait. */
  public static boolean changeable(InstanceSnapshot instance, One time) {
    if (time.step() == null) {
      return false;
    }
    StepRun run = instance.step(time.step());
    return run.dueAt() != null
        && (run.state() == StepState.READY
            || (run.state() == StepState.IN_PROGRESS && time.kind() == Kind.TIMEOUT));
  }

  private void read() {
    StartPermit permit = instance.startPermit();
    if (permit != null && instance.steps().isEmpty()) {
      all.add(new One(null, Kind.BEGIN, permit.begins(), false, 0, null));
    }
    for (StepRun run : instance.open()) {
      if (!run.key().undo() && decision.around().tree().has(run.key())) {
        read(decision.around().tree().node(run.key()).step(), run);
      }
    }
  }

  private void read(Step step, StepRun run) {
    Instant due = run.dueAt();
    boolean people =
        step instanceof Step.Action action
            && decision.around().lookup().performedByPeople(action.type());
    if (run.state() == StepState.READY && due != null) {
      Kind kind = run.attempt() > 0 ? Kind.RETRY : Kind.STEP;
      all.add(new One(run.key(), kind, due, run.memory().held(), 0, run.reason()));
    } else if (run.state() == StepState.BLOCKED && due != null) {
      all.add(new One(run.key(), Kind.RETRY, due, false, 0, run.reason()));
    } else if (people && run.state() != StepState.BLOCKED) {
      deadlines(step, run);
    } else if (run.state() == StepState.IN_PROGRESS && due != null && !isCalled(step, run)) {
      all.add(new One(run.key(), Kind.TIMEOUT, due, false, 0, run.reason()));
    }
  }

  /** Whether its handler is at work: that is cut off, and not upcoming. */
  private static boolean isCalled(Step step, StepRun run) {
    return step instanceof Step.Action && run.running();
  }

  private void deadlines(Step step, StepRun run) {
    Instant ready = run.readyAt();
    if (ready == null) {
      return;
    }
    ZoneId zone = decision.around().tenant().zone();
    TimeSpan timeout = step.settings().failure().timeout();
    boolean stands = instance.state() == InstanceState.PAUSED;
    if (timeout != null && !(stands && stops(step))) {
      Instant end =
          timeout.addTo(ready, zone).plus(new TaskClock(decision, step).stopped(ready, run.task()));
      all.add(new One(run.key(), Kind.TIMEOUT, end, false, 0, null));
    }
    List<Escalation> rungs = step.settings().performer().deadlines().escalations();
    for (int i = 0; i < rungs.size(); i++) {
      Instant at = TaskDeadlines.at(decision, step, rungs.get(i), ready, run.task());
      if (at != null && !run.task().rungs().contains(i)) {
        all.add(new One(run.key(), Kind.ESCALATION, at, false, i, null));
      }
    }
    List<Instant> reminders = TaskReminders.coming(step, run.task(), zone);
    for (int i = 0; i < reminders.size(); i++) {
      all.add(new One(run.key(), Kind.REMINDER, reminders.get(i), false, i, null));
    }
  }

  private boolean stops(Step step) {
    return new TaskClock(decision, step).stops(TaskPolicy.Stop.PAUSED);
  }
}
