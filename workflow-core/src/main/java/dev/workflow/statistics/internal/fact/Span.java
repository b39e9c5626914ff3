package dev.workflow.statistics.internal.fact;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How long the time of a rollup is. All are of UTC, and each lies wholly in one of the next: a
 * quarter of an hour, by which every zone differs from UTC, is the least.
 */
public enum Span {
  QUARTER("Q"),
  HOUR("H"),
  DAY("D"),
  MONTH("M");

  private static final int QUARTER_SECONDS = 900;

  private final String code;

  Span(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** When the quarter of an hour with a number begins. */
  public static Instant ofQuarter(long number) {
    return Instant.ofEpochSecond(number * QUARTER_SECONDS);
  }

  /** When the one begins in which a time is. */
  public Instant floor(Instant time) {
    return switch (this) {
      case QUARTER -> ofQuarter(Math.floorDiv(time.getEpochSecond(), QUARTER_SECONDS));
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case DAY -> time.truncatedTo(ChronoUnit.DAYS);
      case MONTH -> month(time).toInstant();
    };
  }

  /** When the first one begins that begins at a time or after it. */
  public Instant ceiling(Instant time) {
    Instant begun = floor(time);
    return begun.equals(time) ? time : next(begun);
  }

  private Instant next(Instant begun) {
    return switch (this) {
      case QUARTER -> begun.plusSeconds(QUARTER_SECONDS);
      case HOUR -> begun.plus(1, ChronoUnit.HOURS);
      case DAY -> begun.plus(1, ChronoUnit.DAYS);
      case MONTH -> month(begun).plusMonths(1).toInstant();
    };
  }

  private static OffsetDateTime month(Instant time) {
    return time.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
  }
}
