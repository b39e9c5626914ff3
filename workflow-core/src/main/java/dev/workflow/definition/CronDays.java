package dev.workflow.definition;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The days of a cron expression, by day of month and by day of week. If both are restricted, which
 * is to say that neither begins with {@code *}, either suffices; otherwise both must fit. Immutable
 * and thread-safe.
 */
final class CronDays {

  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final List<Predicate<LocalDate>> days;
  private final List<Predicate<LocalDate>> weekdays;
  private final boolean either;

  private CronDays(
      List<Predicate<LocalDate>> days, List<Predicate<LocalDate>> weekdays, boolean either) {
    this.days = days;
    this.weekdays = weekdays;
    this.either = either;
  }

  static CronDays of(String days, String weekdays) {
    return new CronDays(
        days(days), weekdays(weekdays), !days.startsWith("*") && !weekdays.startsWith("*"));
  }

  boolean fit(LocalDate date) {
    boolean day = any(days, date);
    return either ? day || any(weekdays, date) : day && any(weekdays, date);
  }

  private static boolean any(List<Predicate<LocalDate>> some, LocalDate date) {
    for (Predicate<LocalDate> one : some) {
      if (one.test(date)) {
        return true;
      }
    }
    return false;
  }

  private static List<Predicate<LocalDate>> days(String field) {
    List<Predicate<LocalDate>> all = new ArrayList<>();
    for (String part : parts(field)) {
      if (part.equals("LW")) {
        all.add(date -> date.equals(workingDay(date, date.lengthOfMonth())));
      } else if (part.equals("L")) {
        all.add(date -> date.getDayOfMonth() == date.lengthOfMonth());
      } else if (part.startsWith("L-")) {
        int before = CronSet.number(part.substring(2));
        all.add(date -> date.getDayOfMonth() == date.lengthOfMonth() - before);
      } else if (part.endsWith("W")) {
        int day = CronSet.number(part.substring(0, part.length() - 1));
        all.add(date -> day <= date.lengthOfMonth() && date.equals(workingDay(date, day)));
      } else {
        CronSet set = CronSet.of(part, 1, 31, List.of());
        all.add(date -> set.has(date.getDayOfMonth()));
      }
    }
    return all;
  }

  /** The working day nearest to a day of a month, in that month. */
  private static LocalDate workingDay(LocalDate month, int day) {
    LocalDate date = month.withDayOfMonth(day);
    if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return day == 1 ? date.plusDays(2) : date.minusDays(1);
    } else if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return day == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
    }
    return date;
  }

  private static List<Predicate<LocalDate>> weekdays(String field) {
    List<Predicate<LocalDate>> all = new ArrayList<>();
    for (String part : parts(field)) {
      int nth = part.indexOf('#');
      if (nth > 0) {
        int weekday = weekday(part.substring(0, nth));
        int number = CronSet.number(part.substring(nth + 1));
        all.add(date -> weekday(date) == weekday && (date.getDayOfMonth() - 1) / 7 + 1 == number);
      } else if (part.endsWith("L")) {
        int weekday = weekday(part.substring(0, part.length() - 1));
        all.add(
            date -> weekday(date) == weekday && date.getDayOfMonth() + 7 > date.lengthOfMonth());
      } else {
        CronSet set = CronSet.of(normalRange(part), 0, part.startsWith("*") ? 6 : 7, WEEKDAYS);
        all.add(date -> set.has(weekday(date)) || (weekday(date) == 0 && set.has(7)));
      }
    }
    return all;
  }

  /**
   * A field of weekdays in capital letters, in which a range that ends with a Sunday ends with 7.
   */
  static String normal(String weekdays) {
    return String.join(",", Stream.of(parts(weekdays)).map(CronDays::normalRange).toList());
  }

  private static String normalRange(String part) {
    String range = part.replaceFirst("^SUN(?=-)", "0");
    return range.replaceFirst("-(SUN|0)(?=/|$)", range.startsWith("0-") ? "-0" : "-7");
  }

  private static int weekday(String text) {
    return CronSet.value(text, 0, WEEKDAYS) % 7;
  }

  /** Sunday is 0. */
  private static int weekday(LocalDate date) {
    return date.getDayOfWeek().getValue() % 7;
  }

  private static String[] parts(String field) {
    return field.toUpperCase(Locale.ROOT).split(",", -1);
  }
}
