package dev.workflow.condition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ISO-8601 duration: {@code P30D}, {@code PT5M}, {@code P1Y2M3W4DT5H6M7.5S}.
 *
 * <p>Years, months, weeks and days are counted by the calendar of a zone, so that a day is as long
 * as that day was; hours, minutes and seconds are exact. Immutable.
 */
record Span(Period dates, Duration times) {

  private static final Pattern FORM =
      Pattern.compile(
          "P(?:(\\d{1,9})Y)?(?:(\\d{1,9})M)?(?:(\\d{1,8})W)?(?:(\\d{1,9})D)?"
              + "(?:T(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})(?:\\.(\\d{1,9}))?S)?)?");

  /** Reads a duration; null if the text is none. */
  static @Nullable Span parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > 100 || !form.matches() || text.endsWith("P") || text.endsWith("T")) {
      return null;
    }
    long days = number(form, 3) * 7L + number(form, 4);
    if (days > Integer.MAX_VALUE) {
      return null;
    }
    String fraction = form.group(8) == null ? "" : form.group(8);
    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
    return new Span(
        Period.of(number(form, 1), number(form, 2), (int) days),
        Duration.ofHours(number(form, 5))
            .plusMinutes(number(form, 6))
            .plusSeconds(number(form, 7))
            .plusNanos(nanos));
  }

  private static int number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The instant so long before; the earliest there is if that is out of range. */
  Instant before(Instant instant, ZoneId zone) {
    try {
      return instant.atZone(zone).minus(dates).toInstant().minus(times);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }

  /** The instant so long after; the latest there is if that is out of range. */
  Instant after(Instant instant, ZoneId zone) {
    try {
      return instant.atZone(zone).plus(dates).toInstant().plus(times);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MAX;
    }
  }
}
