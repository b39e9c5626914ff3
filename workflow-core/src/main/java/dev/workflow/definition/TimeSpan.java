package dev.workflow.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;

/**
 * An ISO-8601 duration with calendar and clock parts, such as {@code P1M}, {@code P30D}, {@code
 * PT5M} or {@code P1DT2H}.
 *
 * <p>Days, weeks, months and years are calendar units of a zone: {@code P1D} over a daylight-saving
 * change is 23 or 25 hours. Never negative. Immutable and thread-safe.
 */
public record TimeSpan(Period calendar, Duration clock) {

  public static final TimeSpan ZERO = new TimeSpan(Period.ZERO, Duration.ZERO);

  public TimeSpan {
    if (calendar.isNegative() || clock.isNegative()) {
      throw new IllegalArgumentException(
          "a time span must not be negative: " + calendar + " " + clock);
    }
  }

  public static TimeSpan of(Duration clock) {
    return new TimeSpan(Period.ZERO, clock);
  }

  /**
   * Reads the ISO-8601 form.
   *
   * @throws DateTimeException if {@code text} is not a duration, or a negative one
   */
  public static TimeSpan parse(String text) {
    int time = text.indexOf('T');
    try {
      String date = time < 0 ? text : text.substring(0, time);
      Period period = date.equals("P") ? Period.ZERO : Period.parse(date);
      Duration duration = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
      return new TimeSpan(period, duration);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new DateTimeException(
          "\"" + text + "\" is not an ISO-8601 duration such as \"PT5M\", \"P3D\" or \"P1M\"", e);
    }
  }

  /**
   * The instant this span after {@code from}. Saturates at {@link Instant#MAX} of the zone's
   * calendar.
   */
  public Instant addTo(Instant from, ZoneId zone) {
    Instant day = calendar.isZero() ? from : from.atZone(zone).plus(calendar).toInstant();
    return day.plus(clock);
  }

  public boolean isZero() {
    return calendar.isZero() && clock.isZero();
  }

  /** The ISO-8601 form. */
  @Override
  public String toString() {
    if (calendar.isZero()) {
      return clock.toString();
    }
    return clock.isZero() ? calendar.toString() : calendar + clock.toString().substring(1);
  }
}
