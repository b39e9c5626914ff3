package dev.workflow.internal.decide;

import dev.workflow.definition.Performer.TaskTime;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What a pause or a suspension does to the clocks of a step that people do. Its {@code clock} says
 * which of the two stop them. A due date in working days is later by the working time of the hold;
 * one that is a date of the document, or that somebody has set, stays.
 */
final class TaskClock {

  /** A hold of more days counts as a whole. */
  private static final int MOST_DAYS = 4_000;

  private final DecisionBuilder decision;
  private final Step step;

  TaskClock(DecisionBuilder decision, Step step) {
    this.decision = decision;
    this.step = step;
  }

  /** Whether a hold of this kind stops the clocks. */
  boolean stops(Stop why) {
    return step.settings().performer().taskPolicy().clock().contains(why);
  }

  /** For how long since a moment pauses have stopped the clocks. */
  Duration paused(Instant since) {
    return stops(Stop.PAUSED) ? decision.paused(since) : Duration.ZERO;
  }

  /** For how long since the step was READY the clocks stood still. */
  Duration stopped(Instant ready, TaskState task) {
    return paused(ready).plus(task.times().held());
  }

  /** The dates after a pause that has lasted until now. */
  TaskState.Times afterPause(TaskState.Times times, Instant since) {
    return stops(Stop.PAUSED) ? putOff(times, counted(since, decision.now())) : times;
  }

  /** A task after a suspension that has lasted until now; pauses within have counted already. */
  TaskState afterSuspension(TaskState task, Instant since) {
    if (!stops(Stop.BLOCKED)) {
      return task;
    }
    Duration held = Duration.between(since, decision.now()).minus(paused(since));
    Duration counted = counted(since, decision.now());
    if (stops(Stop.PAUSED)) {
      for (InstanceSnapshot.Pause pause : decision.before().pauses()) {
        Instant from = pause.from().isBefore(since) ? since : pause.from();
        Instant to = pause.to() == null ? decision.now() : pause.to();
        counted = to.isAfter(from) ? counted.minus(counted(from, to)) : counted;
      }
    }
    TaskParticipation hold = task.participation();
    Instant acted = hold.acted();
    return task.times(putOff(task.times(), counted).held(held))
        .participation(
            acted == null ? hold : hold.putOff(decision.now().minus(sinceThen(acted, since))));
  }

  /** For how long between an act and the suspension the clocks went on. */
  private Duration sinceThen(Instant acted, Instant since) {
    return acted.isAfter(since)
        ? Duration.ZERO
        : Duration.between(acted, since).minus(paused(acted).minus(paused(since)));
  }

  private TaskState.Times putOff(TaskState.Times times, Duration by) {
    Instant due = times.due();
    return due == null || times.fixed() || !business()
        ? times.putOff(by)
        : times.putOff(Duration.between(due, afterWorking(due, by)));
  }

  private boolean business() {
    return step.settings().performer().deadlines().due() instanceof TaskTime.BusinessDays
        || step.settings().performer().deadlines().due() instanceof TaskTime.BusinessHours;
  }

  /** The time between two moments that counts for the due date. */
  private Duration counted(Instant from, Instant to) {
    Duration whole = Duration.between(from, to);
    if (!business() || whole.toDays() > MOST_DAYS) {
      return whole;
    }
    Duration working = Duration.ZERO;
    Instant at = from;
    while (at.isBefore(to)) {
      Instant end = endOfDay(at);
      Instant next = end.isBefore(to) ? end : to;
      working = works(at) ? working.plus(Duration.between(at, next)) : working;
      at = next;
    }
    return working;
  }

  /** So much working time after a moment. A calendar without working days counts all days. */
  Instant afterWorking(Instant from, Duration time) {
    Duration left = time;
    Instant at = from;
    for (int day = 0; day < 2 * MOST_DAYS && !left.isZero(); day++) {
      Instant end = endOfDay(at);
      if (works(at)) {
        Duration here = Duration.between(at, end);
        if (here.compareTo(left) > 0) {
          return at.plus(left);
        }
        left = left.minus(here);
      }
      at = end;
    }
    return left.isZero() ? at : from.plus(time);
  }

  private boolean works(Instant at) {
    return decision.businessDays().isBusinessDay(day(at));
  }

  private Instant endOfDay(Instant at) {
    return day(at).plusDays(1).atStartOfDay(zone()).toInstant();
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone()).toLocalDate();
  }

  private ZoneId zone() {
    return decision.around().tenant().zone();
  }
}
