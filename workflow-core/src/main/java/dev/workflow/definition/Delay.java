package dev.workflow.definition;

import dev.workflow.expression.Template;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a step may begin. */
public record Delay(Rule rule, @Nullable Window window) {

  /** The point in time. */
  public sealed interface Rule {}

  /** A time span after the step's turn has come. */
  public record After(TimeSpan span) implements Rule {}

  /** A time span after the instance was triggered. */
  public record FromTrigger(TimeSpan span) implements Rule {}

  /**
   * A date or instant in the data.
   *
   * @param ifMissing what happens when the expression gives nothing usable; fails by default
   * @param ifPast what happens when the time has passed already; goes on at once by default
   */
  public record Until(Template time, Unresolved ifMissing, Unresolved ifPast) implements Rule {}

  /** The answer to a delay that cannot be worked out. */
  public enum Unresolved {
    FAIL,
    NOW,
    SKIP
  }

  /**
   * The hours in which the step may begin; outside it waits for the next opening. With {@code from}
   * after {@code to} the window lasts over midnight and belongs to the day it opens on.
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
}
