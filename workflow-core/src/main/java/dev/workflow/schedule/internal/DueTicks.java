package dev.workflow.schedule.internal;

import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.TickPolicy;
import dev.workflow.definition.Trigger.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which ticks of a schedule are due. However many were missed, it looks at a few thousand: of a
 * schedule that ticks every second and was down for a year, the newest 1,000 are found by halving
 * the time in which they lie. Immutable.
 */
final class DueTicks {

  static final Duration LATE = Duration.ofSeconds(60);
  static final int MOST_MISSED = 1_000;

  private static final int COUNTED = 10_000;

  private final ScheduleTiming timing;
  private final ZoneId tenant;
  private final Duration offset;

  DueTicks(ScheduleTiming timing, ZoneId tenant, UUID schedule) {
    this.timing = timing;
    this.tenant = tenant;
    this.offset = offset(timing.jitter(), schedule);
  }

  /** The same part of the jitter for all ticks of a schedule, on every node. */
  private static Duration offset(Duration jitter, UUID schedule) {
    long millis = jitter.toMillis();
    return millis == 0
        ? Duration.ZERO
        : Duration.ofMillis(Math.floorMod(schedule.getLeastSignificantBits() * 31, millis));
  }

  /**
   * What is due.
   *
   * @param dropped null: none was
   * @param late what is run of what was missed
   * @param onTime what is run besides
   * @param next the first tick that is not due; null: there is none
   */
  record Due(
      @Nullable Dropped dropped,
      List<Instant> late,
      List<Instant> onTime,
      @Nullable Instant next) {}

  /**
   * Ticks that are not run.
   *
   * @param count at most 10,000 are counted
   */
  record Dropped(Instant first, Instant last, int count) {

    String shown() {
      String many = count < COUNTED ? String.valueOf(count) : COUNTED + " or more";
      return count == 1
          ? "the tick was missed"
          : many + " ticks from " + first + " to " + last + " were missed";
    }
  }

  /** When a planned tick is due. */
  Instant fires(Instant planned) {
    return planned.plus(offset);
  }

  Optional<Instant> after(Instant time) {
    return timing.nextAfter(time, tenant);
  }

  /** The first tick that is not due yet. */
  Optional<Instant> afterDue(Instant now) {
    return after(now.minus(offset));
  }

  /**
   * The ticks that are due.
   *
   * @param next the first one
   * @param allMissed whether those that were due just now count as missed too
   */
  Due due(Instant next, Instant now, TickPolicy policy, boolean allMissed) {
    Instant end = now.minus(offset).plusNanos(1);
    Instant late = allMissed ? end : end.minus(LATE).minusNanos(1);
    List<Instant> kept = List.of();
    Dropped dropped = null;
    if (next.isBefore(late)) {
      Instant from = next;
      if (policy.within() != null && now.minus(offset).minus(policy.within()).isAfter(next)) {
        from = now.minus(offset).minus(policy.within());
      }
      kept = from.isBefore(late) ? newest(from, late, most(policy.misfire())) : List.of();
      dropped = dropped(next, kept.isEmpty() ? late : kept.get(0));
    }
    List<Instant> onTime = between(next.isBefore(late) ? late : next, end, Integer.MAX_VALUE);
    return new Due(dropped, kept, onTime, afterDue(now).orElse(null));
  }

  private static int most(Misfire misfire) {
    return switch (misfire) {
      case ONCE -> 1;
      case SKIP -> 0;
      case ALL -> MOST_MISSED;
    };
  }

  private @Nullable Dropped dropped(Instant from, Instant end) {
    List<Instant> last = newest(from, end, 1);
    return last.isEmpty()
        ? null
        : new Dropped(from, last.get(0), between(from, end, COUNTED).size());
  }

  /** Ticks from a moment on and before another, at most so many. */
  List<Instant> between(Instant from, Instant end, int most) {
    List<Instant> ticks = new ArrayList<>();
    Optional<Instant> tick = after(from.minusNanos(1));
    while (ticks.size() < most && tick.isPresent() && tick.get().isBefore(end)) {
      ticks.add(tick.get());
      tick = after(tick.get());
    }
    return ticks;
  }

  /** The newest ones of these. Ticks lie a second apart at least. */
  private List<Instant> newest(Instant from, Instant end, int most) {
    if (most == 0) {
      return List.of();
    }
    if (between(from, end, most).size() < most) {
      return between(from, end, most);
    }
    long enough = 0;
    long tooLate = Duration.between(from, end).toSeconds() + 1;
    while (tooLate - enough > 1) {
      long middle = (enough + tooLate) >>> 1;
      if (between(from.plusSeconds(middle), end, most).size() == most) {
        enough = middle;
      } else {
        tooLate = middle;
      }
    }
    return between(from.plusSeconds(enough), end, most);
  }
}
