package dev.workflow.definition;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The local times that a cron expression names, without any zone. Immutable and thread-safe.
 *
 * <p>The library reads and refuses expressions. It is not asked when one comes: it takes {@code
 * *&#47;2} in a field of days for a restriction, so that either field suffices.
 */
final class CronFields {

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  /** After so many years the calendar repeats itself. */
  private static final int CYCLE = 400;

  private static final int LAST_YEAR = 9_999;

  private final CronSet seconds;
  private final CronSet minutes;
  private final CronSet hours;
  private final CronSet months;
  private final CronDays days;

  private CronFields(String seconds, String[] five) {
    this.seconds = CronSet.of(seconds, 0, 59, List.of());
    this.minutes = CronSet.of(five[0], 0, 59, List.of());
    this.hours = CronSet.of(five[1], 0, 23, List.of());
    this.months = CronSet.of(five[3], 1, 12, MONTHS);
    this.days = CronDays.of(five[2], five[4]);
  }

  /**
   * Reads five fields, or six with the seconds before them.
   *
   * @throws IllegalArgumentException if one names nothing
   */
  static CronFields of(String[] fields) {
    return fields.length == 5
        ? new CronFields("0", fields)
        : new CronFields(fields[0], Arrays.copyOfRange(fields, 1, 6));
  }

  /** The first local time after another; empty: there is none. */
  Optional<LocalDateTime> nextAfter(LocalDateTime time) {
    LocalDateTime from = time.plusSeconds(1);
    LocalDate day = from.toLocalDate();
    if (months.has(day.getMonthValue()) && days.fit(day)) {
      LocalTime rest = firstFrom(from.toLocalTime());
      if (rest != null) {
        return Optional.of(day.atTime(rest));
      }
    }
    LocalDate next = nextDay(day);
    return Optional.ofNullable(next).map(one -> one.atTime(first()));
  }

  private LocalTime first() {
    return LocalTime.of(hours.from(0), minutes.from(0), seconds.from(0));
  }

  /** The first time of a day from one on; null: none is left. */
  private @Nullable LocalTime firstFrom(LocalTime time) {
    int hour = hours.from(time.getHour());
    if (hour < 0) {
      return null;
    }
    if (hour > time.getHour()) {
      return LocalTime.of(hour, minutes.from(0), seconds.from(0));
    }
    int minute = minutes.from(time.getMinute());
    if (minute == time.getMinute()) {
      int second = seconds.from(time.getSecond());
      if (second >= 0) {
        return LocalTime.of(hour, minute, second);
      }
      minute = minutes.from(minute + 1);
    }
    if (minute >= 0) {
      return LocalTime.of(hour, minute, seconds.from(0));
    }
    int later = hours.from(hour + 1);
    return later < 0 ? null : LocalTime.of(later, minutes.from(0), seconds.from(0));
  }

  private @Nullable LocalDate nextDay(LocalDate after) {
    LocalDate day = after.plusDays(1);
    int last = Math.min(after.getYear() + CYCLE, LAST_YEAR);
    while (day.getYear() <= last) {
      if (!months.has(day.getMonthValue())) {
        day = day.withDayOfMonth(1).plusMonths(1);
      } else if (days.fit(day)) {
        return day;
      } else {
        day = day.plusDays(1);
      }
    }
    return null;
  }
}
