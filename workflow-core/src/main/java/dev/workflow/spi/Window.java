package dev.workflow.spi;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which a step may begin or a message be sent; outside it waits for the next opening.
 * With {@code from} after {@code to} the window lasts over midnight and belongs to the day it opens
 * on. Immutable.
 *
 * <p>It is open from the first moment at which clocks show {@code from} until the last at which
 * they show {@code to}; where clocks are put forward over one of them, that moment is the change.
 *
 * @param zone null: the recipient's or the tenant's
 * @param ofRecipient without a zone: the recipient's if that is known, otherwise the tenant's
 * @param skipsHolidays whether it stays closed on days that the tenant's calendar says are not
 *     worked; it belongs to the day it opens on
 */
public record Window(
    Set<DayOfWeek> days,
    LocalTime from,
    LocalTime to,
    @Nullable ZoneId zone,
    boolean ofRecipient,
    boolean skipsHolidays) {

  /**
   * @throws IllegalArgumentException if there is no day in it
   */
  public Window {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window needs a day on which it opens");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /** One that is open on holidays too. */
  public Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, @Nullable ZoneId zone) {
    this(days, from, to, zone, false, false);
  }

  /** The same hours in a zone. */
  public Window withZone(ZoneId place) {
    return new Window(days, from, to, place, false, skipsHolidays);
  }
}
