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
 * @param zone the tenant's zone if null
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, @Nullable ZoneId zone) {

  /**
   * @throws IllegalArgumentException if there is no day in it
   */
  public Window {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window needs a day on which it opens");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }
}
