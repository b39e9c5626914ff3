package dev.workflow.expression;

import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * The working days, for {@code {{today+2b}}}. The default is {@link #weekdays()}.
 *
 * <p>Called on the rendering thread, once for every day that is stepped over, so it must be quick
 * and thread-safe. What it throws ends the rendering and reaches its caller unchanged.
 */
@FunctionalInterface
public interface BusinessDays {

  /** Whether the day is worked. */
  boolean isBusinessDay(LocalDate day);

  /** Monday to Friday, without holidays. */
  static BusinessDays weekdays() {
    return day ->
        day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }
}
