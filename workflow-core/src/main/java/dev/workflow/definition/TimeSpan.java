package dev.workflow.definition;

import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Wording;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ISO-8601 duration with calendar and clock parts, such as {@code P1M}, {@code P30D}, {@code
 * PT5M} or {@code P1DT2H}.
 *
 * <p>Days, weeks, months and years are calendar units of a zone: {@code P1D} over a daylight-saving
 * change is 23 or 25 hours. Never negative. Immutable and thread-safe.
 */
public record TimeSpan(Period calendar, Duration clock) {

  /** The form as a regular expression without anything that only Java understands. */
  static final String PATTERN =
      "P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?"
          + "(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,9})?S)?)?";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final long MAX_DAYS = 36_600;

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
   * Reads the ISO-8601 form, without signs: {@code P3D}, {@code PT0.5S}, {@code P1Y2M3W4DT5H6M7S}.
   *
   * @throws DateTimeException if {@code text} is not such a duration, or one of more than 100 years
   */
  public static TimeSpan parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new DateTimeException(
          Wording.quoted(text)
              + " is not an ISO-8601 duration such as \"PT5M\", \"P3D\" or \"P1M\"");
    }
    int time = text.indexOf('T');
    String date = time < 0 ? text : text.substring(0, time);
    TimeSpan span;
    try {
      Period period = date.equals("P") ? Period.ZERO : Period.parse(date);
      Duration duration = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
      span = new TimeSpan(period, duration);
    } catch (DateTimeException | ArithmeticException e) {
      throw tooLong(text, e);
    }
    if (span.atMost().toDays() > MAX_DAYS) {
      throw tooLong(text, null);
    }
    return span;
  }

  private static DateTimeException tooLong(String text, @Nullable Exception cause) {
    return new DateTimeException(Wording.quoted(text) + " is longer than 100 years", cause);
  }

  /** The longest it can be, with days of 24 hours, months of 31 days and years of 366. */
  public Duration atMost() {
    return clock.plusDays(
        366L * calendar.getYears() + 31L * calendar.getMonths() + calendar.getDays());
  }

  /** The instant this span after {@code from}; at most {@link Limits#LATEST}. */
  public Instant addTo(Instant from, ZoneId zone) {
    try {
      Instant day = calendar.isZero() ? from : from.atZone(zone).plus(calendar).toInstant();
      return Limits.nearest(day.plus(clock));
    } catch (DateTimeException | ArithmeticException e) {
      return Limits.LATEST;
    }
  }

  /** The instant this span before {@code until}. */
  public Instant takenFrom(Instant until, ZoneId zone) {
    try {
      Instant day = calendar.isZero() ? until : until.atZone(zone).minus(calendar).toInstant();
      return Limits.nearest(day.minus(clock));
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.EPOCH;
    }
  }

  /** The span so many times. */
  public TimeSpan times(int count) {
    return new TimeSpan(calendar.multipliedBy(count), clock.multipliedBy(count));
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
