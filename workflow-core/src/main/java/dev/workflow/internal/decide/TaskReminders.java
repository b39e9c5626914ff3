package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepNotices;
import dev.workflow.definition.StepNotices.Reminder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reminders of a step around its due date. How often each has come is remembered, so that they
 * move with the due date: those that have not come yet come at their new times, and those that have
 * come again if their new times are still ahead.
 */
final class TaskReminders {

  /** What stands in the journal when a reminder comes. */
  static final String ACT = "remind";

  private TaskReminders() {}

  /**
   * Lets those come whose time has come, together as one: of several that were missed only the
   * newest counts.
   */
  static StepRun pass(DecisionBuilder decision, Step step, StepRun open) {
    List<Reminder> all = step.settings().performer().notices().reminders();
    Instant due = open.task().times().due();
    if (all.isEmpty() || due == null) {
      return open;
    }
    ZoneId zone = decision.around().tenant().zone();
    List<Integer> known = open.task().times().reminded();
    List<Integer> passed = passed(all, due, zone, decision.now(), known);
    Instant newest = null;
    for (int i = 0; i < all.size(); i++) {
      int came = passed.get(i);
      if (came < all.get(i).max()) {
        decision.wakeAt(at(all.get(i), came, due, zone));
      }
      if (came > count(known, i)) {
        newest = later(newest, at(all.get(i), came - 1, due, zone));
      }
    }
    if (newest == null) {
      return open;
    }
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    decision.act(open.key(), ACT, detail.put("due", due.toString()).put("at", newest.toString()));
    return decision.note(open.task(open.task().times(open.task().times().reminded(passed))));
  }

  /** When each reminder comes next that is to come. */
  static List<Instant> coming(Step step, TaskState task, ZoneId zone) {
    List<Reminder> all = step.settings().performer().notices().reminders();
    Instant due = task.times().due();
    List<Instant> coming = new ArrayList<>();
    for (int i = 0; due != null && i < all.size(); i++) {
      int came = count(task.times().reminded(), i);
      if (came < all.get(i).max()) {
        coming.add(at(all.get(i), came, due, zone));
      }
    }
    return coming;
  }

  /** Whether people are told of a step without reminders and escalations. */
  static boolean told(DecisionBuilder decision, Step step) {
    StepNotices.Notify how = step.settings().performer().notices().how();
    return how == null ? decision.around().lookup().tasks().notices().ready() : !how.off();
  }

  /** The times of a step that is READY now: what lies before counts as having come. */
  static TaskState.Times opened(Step step, TaskState.Times times, ZoneId zone, Instant now) {
    List<Reminder> all = step.settings().performer().notices().reminders();
    return all.isEmpty() || times.due() == null
        ? times
        : times.reminded(passed(all, times.due(), zone, now, List.of()));
  }

  /** The times of a step whose due date was changed: what lies ahead is to come. */
  static TaskState.Times moved(Step step, TaskState.Times times, ZoneId zone, Instant now) {
    List<Reminder> all = step.settings().performer().notices().reminders();
    if (all.isEmpty() || times.due() == null || times.reminded().isEmpty()) {
      return times;
    }
    List<Integer> past = passed(all, times.due(), zone, now, List.of());
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      rest.add(Math.min(past.get(i), count(times.reminded(), i)));
    }
    return times.reminded(rest);
  }

  /**
   * How often the time of each has come.
   *
   * @param known how often at least
   */
  private static List<Integer> passed(
      List<Reminder> all, Instant due, ZoneId zone, Instant now, List<Integer> known) {
    List<Integer> passed = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int came = count(known, i);
      while (came < all.get(i).max() && !at(all.get(i), came, due, zone).isAfter(now)) {
        came++;
      }
      passed.add(came);
    }
    return List.copyOf(passed);
  }

  private static int count(List<Integer> counts, int index) {
    return index < counts.size() ? counts.get(index) : 0;
  }

  /** When a reminder comes for the n-th time, counted from 0. */
  private static Instant at(Reminder reminder, int n, Instant due, ZoneId zone) {
    Instant first =
        reminder.before() ? reminder.span().takenFrom(due, zone) : reminder.span().addTo(due, zone);
    return n == 0 || reminder.every() == null
        ? first
        : reminder.every().times(n).addTo(first, zone);
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || other.isAfter(one) ? other : one;
  }
}
