package dev.workflow.internal.decide;

import dev.workflow.expression.BusinessDays;
import dev.workflow.spi.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * When a window is open, in a zone and with a calendar. Immutable.
 *
 * <p>A day has one opening: from the first moment at which clocks show {@code from} (or, put
 * forward, have passed it) to the last moment at which they show {@code to} (or, put forward, pass
 * it). That holds for both sides of the night of a change, so nothing opens twice and nothing is
 * missed. An opening that lies within the hour that is left out begins at the change and is as long
 * as on any other day; where a whole day is left out, so are its openings.
 */
public final class WindowSchedule {

  /** A window that stays closed so long will not open any more. */
  private static final int DAYS_AHEAD = 400;

  private static final Duration DAY = Duration.ofDays(1);

  private final Window window;
  private final ZoneId zone;
  private final BusinessDays calendar;

  /**
   * @param otherwise the zone of a window that has none
   * @param calendar the tenant's
   */
  public WindowSchedule(Window window, ZoneId otherwise, BusinessDays calendar) {
    this.window = window;
    this.zone = window.zone() == null ? otherwise : window.zone();
    this.calendar = calendar;
  }

  /**
   * The first moment at or after {@code time} at which it is open; empty if it does not open for
   * more than a year.
   */
  public Optional<Instant> next(Instant time) {
    LocalDate today = time.atZone(zone).toLocalDate();
    for (int day = -2; day <= DAYS_AHEAD; day++) {
      LocalDate date = today.plusDays(day);
      Instant opens = opens(date);
      Instant closes = closes(date);
      if (time.isBefore(closes) && opens.isBefore(closes) && isOpeningDay(date)) {
        return Optional.of(time.isBefore(opens) ? opens : time);
      }
    }
    return Optional.empty();
  }

  private boolean isOpeningDay(LocalDate date) {
    return window.days().contains(date.getDayOfWeek())
        && !(window.skipsHolidays() && !calendar.isBusinessDay(date));
  }

  private Instant opens(LocalDate date) {
    LocalDateTime from = date.atTime(window.from());
    ZoneOffsetTransition change = zone.getRules().getTransition(from);
    if (change == null) {
      return from.toInstant(offset(from));
    }
    return change.isGap() ? change.getInstant() : from.toInstant(change.getOffsetBefore());
  }

  private Instant closes(LocalDate date) {
    boolean overnight = !window.from().isBefore(window.to());
    LocalDateTime from = date.atTime(window.from());
    LocalDateTime to = (overnight ? date.plusDays(1) : date).atTime(window.to());
    Instant closes = lastShowing(to);
    ZoneOffsetTransition change = zone.getRules().getTransition(from);
    boolean leftOut =
        change != null
            && change.isGap()
            && change.getDuration().compareTo(DAY) < 0
            && !closes.isAfter(change.getInstant());
    return leftOut ? change.getInstant().plus(Duration.between(from, to)) : closes;
  }

  private Instant lastShowing(LocalDateTime to) {
    ZoneOffsetTransition change = zone.getRules().getTransition(to);
    if (change == null) {
      return to.toInstant(offset(to));
    }
    return change.isGap() ? change.getInstant() : to.toInstant(change.getOffsetAfter());
  }

  private ZoneOffset offset(LocalDateTime time) {
    return zone.getRules().getOffset(time);
  }
}
