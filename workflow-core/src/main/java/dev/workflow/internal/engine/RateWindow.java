package dev.workflow.internal.engine;

import dev.workflow.definition.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The permits that a rate limit has given, so that every window of its length, wherever it begins,
 * holds at most as many as are allowed.
 *
 * <p>The next permit may come as soon as the one that is {@code permits} places before it is a
 * whole window ago, so only that many of the newest have to be remembered, and none that is older
 * than a window. Of limits above 64, permits that fall into the same 64th of a window are one
 * group, at the time of the last of them. That may delay later permits by that much, and never lets
 * one come too early.
 *
 * <p>Permits need not be asked for in the order of time: the clocks of nodes differ a little. Used
 * by one thread.
 */
public final class RateWindow {

  private static final int PARTS = 64;
  private static final int GROUPS = 2 * PARTS;

  /** How much the clocks of nodes may differ. */
  private static final long SKEW_MICROS = 5_000_000;

  /** Permits of one moment, in microseconds. */
  private record Group(long at, int permits) {}

  private final List<Group> groups = new ArrayList<>();
  private int given;

  private RateWindow() {}

  /** What {@link #text} gave; empty: no permit was given. */
  public static RateWindow read(String text) {
    RateWindow log = new RateWindow();
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

  /** The groups, each with its distance from the one before. At most 3,000 characters. */
  public String text() {
    StringBuilder text = new StringBuilder();
    long before = 0;
    for (Group group : groups) {
      text.append(text.length() == 0 ? "" : ",")
          .append(group.at() - before)
          .append(':')
          .append(group.permits());
      before = group.at();
    }
    return text.toString();
  }

  /** Gives the next permit: now, or the earliest time after it that the limit allows. */
  public Instant give(RateLimit limit, Instant now) {
    long at = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    long window = micros(limit.per());
    forgetBefore(at - window - SKEW_MICROS);
    forgetBeyond(limit.permits());
    if (given == limit.permits()) {
      at = Math.max(at, groups.get(0).at() + window);
    }
    keep(limit, at);
    return Instant.EPOCH.plus(at, ChronoUnit.MICROS);
  }

  /** When {@link #give} would give the next permit. */
  public Instant next(RateLimit limit, Instant now) {
    int newest = 0;
    for (int i = groups.size() - 1; i >= 0; i--) {
      newest += groups.get(i).permits();
      if (newest >= limit.permits()) {
        Instant room =
            Instant.EPOCH.plus(groups.get(i).at() + micros(limit.per()), ChronoUnit.MICROS);
        return room.isAfter(now) ? room : now;
      }
    }
    return now;
  }

  /** Remembers a permit that somebody else gave, whether or not the limit would have. */
  public void note(RateLimit limit, Instant time) {
    keep(limit, ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  /** The latest permit; long ago if there is none. */
  public Instant last() {
    return groups.isEmpty()
        ? Instant.EPOCH
        : Instant.EPOCH.plus(groups.get(groups.size() - 1).at(), ChronoUnit.MICROS);
  }

  private void keep(RateLimit limit, long at) {
    long window = micros(limit.per());
    add(at, limit.permits() <= PARTS ? 1 : Math.max(1, window / PARTS));
    forgetBeyond(limit.permits());
    if (groups.size() > GROUPS) {
      mergeClosest();
    }
  }

  private static long micros(Duration duration) {
    return duration.plusNanos(999).toNanos() / 1_000;
  }

  /**
   * @param part the length of a part of a window
   */
  private void add(long at, long part) {
    int place = groups.size();
    while (place > 0 && groups.get(place - 1).at() / part > at / part) {
      place--;
    }
    if (place > 0 && groups.get(place - 1).at() / part == at / part) {
      Group group = groups.get(place - 1);
      groups.set(place - 1, new Group(Math.max(at, group.at()), group.permits() + 1));
      given++;
    } else {
      insert(place, new Group(at, 1));
    }
  }

  private void insert(int place, Group group) {
    groups.add(place, group);
    given += group.permits();
  }

  private void forgetBefore(long time) {
    while (!groups.isEmpty() && groups.get(0).at() < time) {
      given -= groups.remove(0).permits();
    }
  }

  /** Leaves the newest permits. */
  private void forgetBeyond(int permits) {
    while (given > permits) {
      Group oldest = groups.get(0);
      int forgotten = Math.min(oldest.permits(), given - permits);
      given -= forgotten;
      if (forgotten == oldest.permits()) {
        groups.remove(0);
      } else {
        groups.set(0, new Group(oldest.at(), oldest.permits() - forgotten));
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
    int together = later.permits() + groups.get(closest - 1).permits();
    groups.set(closest, new Group(later.at(), together));
    groups.remove(closest - 1);
  }

  private long distance(int i) {
    return groups.get(i).at() - groups.get(i - 1).at();
  }
}
