package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule ticks: by a cron expression, or every so often. Immutable and thread-safe.
 *
 * <p>{@code every} ticks at its anchor and at each multiple of the period after it. Days, weeks,
 * months and years are those of the zone's calendar, counted from the anchor (a month after January
 * 31 is February 28, two months after it March 31); a local time that clocks leave out ticks at the
 * first instant after the gap, one that comes twice at its earlier instant. Hours, minutes and
 * seconds are exact: {@code P1D} ticks at the same time of every day, {@code PT24H} every 24 hours.
 *
 * @param cron null if {@code every} is given
 * @param every null if {@code cron} is given; at least a second
 * @param anchor null: {@code from}, or without one midnight of January 1, 1970 in the zone
 * @param zone null: the tenant's
 * @param jitter by how much ticks are put off at most; a schedule puts off all of its ticks by the
 *     same part of it, so that many schedules of one time are spread over this time. Zero by
 *     default
 * @param from no tick before it; null: none is too early
 * @param until no tick after it; null: it goes on for ever
 */
public record ScheduleTiming(
    @Nullable CronExpression cron,
    @Nullable TimeSpan every,
    @Nullable Moment anchor,
    @Nullable ZoneId zone,
    Duration jitter,
    @Nullable Moment from,
    @Nullable Moment until) {

  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  public ScheduleTiming {
    if ((cron == null) == (every == null)) {
      throw new IllegalArgumentException("a schedule has either a cron expression or a period");
    }
  }

  /**
   * Reads the keys of a timing ({@code schedule} or {@code every}, {@code anchor}, {@code
   * timezone}, {@code jitter}, {@code from}, {@code until}) of an object that may have others; null
   * if there are problems.
   */
  public static @Nullable ScheduleTiming read(ObjectNode json, Problems problems) {
    return ScheduleReader.read(json, problems, ScheduleReader::timing);
  }

  /** Writes its keys into an object; what goes without saying is left out. */
  public void write(ObjectNode json) {
    ScheduleReader.write(json, this);
  }

  /** Its time zone. */
  public ZoneId zoneOr(ZoneId tenant) {
    return zone == null ? tenant : zone;
  }

  /**
   * The first tick after an instant; empty: never again.
   *
   * @param tenant the tenant's zone
   */
  public Optional<Instant> nextAfter(Instant time, ZoneId tenant) {
    ZoneId own = zoneOr(tenant);
    Instant after = time;
    if (from != null && from.begin(own).isAfter(time)) {
      after = from.begin(own).minusNanos(1);
    }
    Optional<Instant> next =
        cron != null ? cron.nextAfter(after, own) : Optional.of(nextPeriod(after, own));
    return until == null ? next : next.filter(tick -> !tick.isAfter(until.end(own)));
  }

  /**
   * The ticks are in the order of their numbers: the first one after an instant is searched for.
   */
  private Instant nextPeriod(Instant after, ZoneId own) {
    TimeSpan period = Objects.requireNonNull(every);
    LocalDateTime first = anchorIn(own);
    long below = -1;
    long above = 1;
    while (!tick(period, first, above, own).isAfter(after)) {
      below = above;
      above *= 2;
    }
    while (above - below > 1) {
      long middle = (above + below) >>> 1;
      if (tick(period, first, middle, own).isAfter(after)) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return tick(period, first, above, own);
  }

  private LocalDateTime anchorIn(ZoneId own) {
    Moment start = anchor != null ? anchor : from;
    return start == null ? EPOCH : LocalDateTime.ofInstant(start.begin(own), own);
  }

  private static Instant tick(TimeSpan period, LocalDateTime first, long number, ZoneId own) {
    LocalDateTime day =
        first
            .plusMonths(period.calendar().toTotalMonths() * number)
            .plusDays(period.calendar().getDays() * number);
    return Moment.first(day, own.getRules()).plus(period.clock().multipliedBy(number));
  }

  /** Whether an object says when something ticks. */
  static boolean isIn(Fields fields) {
    return fields.has("schedule") || fields.has("every");
  }
}
