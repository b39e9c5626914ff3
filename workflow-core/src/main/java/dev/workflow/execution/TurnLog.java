package dev.workflow.execution;

import dev.workflow.definition.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The turns that a rate limit has given, so that every window of its length, wherever it begins,
 * holds at most as many as are allowed.
 *
 * <p>The next turn may come as soon as the one that is {@code permits} places before it is a whole
 * window ago, so only that many of the newest have to be remembered. Turns of one moment are one
 * group. There are at most 64 groups: beyond that, the two that stand closest become one, at the
 * later time. That may delay a later turn by a little, and never lets one come too early.
 *
 * <p>Turns need not be asked for in the order of time: the clocks of nodes differ a little. Used by
 * one thread.
 */
final class TurnLog {

  private static final int GROUPS = 64;

  /** Turns of one moment, in microseconds. */
  private record Group(long at, int turns) {}

  private final List<Group> groups = new ArrayList<>();
  private int turns;

  private TurnLog() {}

  /** What {@link #text} gave; empty: no turn was given. */
  static TurnLog read(String text) {
    TurnLog log = new TurnLog();
    if (text.isEmpty()) {
      return log;
    }
    long at = 0;
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      at += Long.parseLong(part.substring(0, colon));
      log.insert(log.groups.size(), new Group(at, Integer.parseInt(part.substring(colon + 1))));
    }
    return log;
  }

  /** The groups, each with its distance from the one before. At most 2,000 characters. */
  String text() {
    StringBuilder text = new StringBuilder();
    long before = 0;
    for (Group group : groups) {
      text.append(text.length() == 0 ? "" : ",")
          .append(group.at() - before)
          .append(':')
          .append(group.turns());
      before = group.at();
    }
    return text.toString();
  }

  /** Gives the next turn: now, or the earliest time after it that the limit allows. */
  Instant give(RateLimit limit, Instant now) {
    forgetBeyond(limit.permits());
    long at = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    if (turns == limit.permits()) {
      at = Math.max(at, groups.get(0).at() + micros(limit.per()));
    }
    add(at);
    forgetBeyond(limit.permits());
    if (groups.size() > GROUPS) {
      mergeClosest();
    }
    return Instant.EPOCH.plus(at, ChronoUnit.MICROS);
  }

  private static long micros(Duration duration) {
    return duration.plusNanos(999).toNanos() / 1_000;
  }

  private void add(long at) {
    int place = groups.size();
    while (place > 0 && groups.get(place - 1).at() > at) {
      place--;
    }
    if (place > 0 && groups.get(place - 1).at() == at) {
      groups.set(place - 1, new Group(at, groups.get(place - 1).turns() + 1));
      turns++;
    } else {
      insert(place, new Group(at, 1));
    }
  }

  private void insert(int place, Group group) {
    groups.add(place, group);
    turns += group.turns();
  }

  /** Leaves the newest turns. */
  private void forgetBeyond(int permits) {
    while (turns > permits) {
      Group oldest = groups.get(0);
      int forgotten = Math.min(oldest.turns(), turns - permits);
      turns -= forgotten;
      if (forgotten == oldest.turns()) {
        groups.remove(0);
      } else {
        groups.set(0, new Group(oldest.at(), oldest.turns() - forgotten));
      }
    }
  }

  private void mergeClosest() {
    int closest = 1;
    for (int i = 2; i < groups.size(); i++) {
      if (distance(i) < distance(closest)) {
        closest = i;
      }
    }
    Group later = groups.get(closest);
    int together = later.turns() + groups.get(closest - 1).turns();
    groups.set(closest, new Group(later.at(), together));
    groups.remove(closest - 1);
  }

  private long distance(int i) {
    return groups.get(i).at() - groups.get(i - 1).at();
  }
}
