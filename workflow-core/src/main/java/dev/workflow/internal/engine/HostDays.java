package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.expression.BusinessDays;
import dev.workflow.spi.HolidayCalendar;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The host's calendar of a tenant, asked only when a day is: what it throws is the fault of the
 * step that asks, and of nothing that does not. Used by one thread.
 */
final class HostDays implements BusinessDays {

  private final HolidayCalendar calendars;
  private final TenantId tenant;
  private @Nullable BusinessDays days;

  HostDays(HolidayCalendar calendars, TenantId tenant) {
    this.calendars = calendars;
    this.tenant = tenant;
  }

  @Override
  public boolean isBusinessDay(LocalDate day) {
    try {
      BusinessDays known = days == null ? calendars.of(tenant) : days;
      days = known;
      return known.isBusinessDay(day);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the host's HolidayCalendar cannot say whether "
              + day
              + " is a business day: "
              + ResultCheck.reason(e),
          e);
    }
  }
}
