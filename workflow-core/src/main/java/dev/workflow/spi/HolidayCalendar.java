package dev.workflow.spi;

import dev.workflow.TenantId;
import dev.workflow.expression.BusinessDays;

/**
 * The working days, by tenant: for windows that skip holidays and for {@code {{today+2b}}}.
 *
 * <p>Called on the engine's threads, often: it must be quick and thread-safe, and gives a calendar
 * for every tenant. An exception fails the step.
 *
 * <pre>{@code
 * Holidays nl = Holidays.read(Path.of("holidays-nl.txt"));
 * Holidays de = Holidays.read(Path.of("holidays-de.txt"));
 * builder.holidays(tenant -> german(tenant) ? de : nl);
 * }</pre>
 */
@FunctionalInterface
public interface HolidayCalendar {

  /** The tenant's calendar. */
  BusinessDays of(TenantId tenant);
}
