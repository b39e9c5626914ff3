package dev.workflow.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalQuery;

/**
 * The distance in {@code today+2w}. Calendar units count in the tenant's zone and keep the local
 * time; seconds, minutes and hours are exact.
 *
 * @param unit one of {@code s m h d w M y b}
 */
record Shift(long amount, char unit) {

  static final Shift NONE = new Shift(0, 'd');
  static final String DATE_UNITS = "dwMyb";
  static final String TIME_UNITS = "smh";
  static final int MAX_BUSINESS_DAYS = 10_000;

  /** So many days without work in a row are a mistake in the calendar. */
  private static final int MAX_IDLE_DAYS = 366;

  private static final int MAX_YEAR = 9999;

  /** The ISO date. */
  String today(Rendering rendering) {
    LocalDate today = present(rendering).toLocalDate();
    if (amount == 0) {
      return today.toString();
    }
    return shift(today, distance(today, rendering), LocalDate::from, rendering).toString();
  }

  /** The ISO instant. */
  String now(Rendering rendering) {
    ZonedDateTime now = present(rendering);
    if (amount == 0) {
      return now.toInstant().toString();
    }
    long distance = distance(now.toLocalDate(), rendering);
    return shift(now, distance, ZonedDateTime::from, rendering).toInstant().toString();
  }

  private static ZonedDateTime present(Rendering rendering) {
    RenderContext.Calendar calendar = rendering.context().calendar();
    try {
      ZonedDateTime now = calendar.now().atZone(calendar.zone());
      checkYear(now.getYear(), rendering);
      return now;
    } catch (DateTimeException e) {
      throw beyond(rendering);
    }
  }

  private <T extends Temporal> T shift(
      T from, long distance, TemporalQuery<T> type, Rendering rendering) {
    try {
      T shifted = type.queryFrom(from.plus(distance, chronoUnit()));
      checkYear(shifted.get(ChronoField.YEAR), rendering);
      return shifted;
    } catch (DateTimeException | ArithmeticException e) {
      throw beyond(rendering);
    }
  }

  private ChronoUnit chronoUnit() {
    return switch (unit) {
      case 's' -> ChronoUnit.SECONDS;
      case 'm' -> ChronoUnit.MINUTES;
      case 'h' -> ChronoUnit.HOURS;
      case 'w' -> ChronoUnit.WEEKS;
      case 'M' -> ChronoUnit.MONTHS;
      case 'y' -> ChronoUnit.YEARS;
      default -> ChronoUnit.DAYS;
    };
  }

  /** The amount, with business days turned into days. */
  private long distance(LocalDate from, Rendering rendering) {
    if (unit != 'b') {
      return amount;
    }
    BusinessDays calendar = rendering.context().calendar().businessDays();
    long left = Math.abs(amount);
    int idle = 0;
    LocalDate day = from;
    while (left > 0) {
      rendering.spend(1);
      day = day.plusDays(Long.signum(amount));
      if (calendar.isBusinessDay(day)) {
        left--;
        idle = 0;
      } else if (++idle > MAX_IDLE_DAYS) {
        throw rendering.failure("finds no business day near " + day + "; correct the calendar");
      }
    }
    return ChronoUnit.DAYS.between(from, day);
  }

  private static void checkYear(int year, Rendering rendering) {
    if (year < 0 || year > MAX_YEAR) {
      throw beyond(rendering);
    }
  }

  private static ExpressionException beyond(Rendering rendering) {
    return rendering.failure("lies outside the years 0 to 9999; choose a smaller distance");
  }
}
