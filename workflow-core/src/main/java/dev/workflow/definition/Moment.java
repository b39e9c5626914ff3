package dev.workflow.definition;

import dev.workflow.internal.text.Limits;
import dev.workflow.internal.text.Wording;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * A moment as it is written: an instant ({@code 2026-03-01T09:00:00Z}, any offset), or a date with
 * or without a time, which a zone makes an instant of. Immutable and thread-safe. Equal if the text
 * is.
 */
public record Moment(String text) {

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none, or not between the years 1000 and 9999
   */
  public static Moment parse(String text) {
    Moment moment = new Moment(text.strip());
    try {
      Instant at = moment.local(LocalTime.MIN).toInstant(ZoneOffset.UTC);
      if (at.equals(Limits.nearest(at))) {
        return moment;
      }
    } catch (DateTimeException e) {
      throw invalid(text, e);
    }
    throw invalid(text, null);
  }

  private static IllegalArgumentException invalid(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        Wording.quoted(text)
            + " is not a moment such as \"2026-03-01T09:00:00Z\", \"2026-03-01T09:00\" or"
            + " \"2026-03-01\"",
        cause);
  }

  private LocalDateTime local(LocalTime ofDate) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atTime(ofDate);
    }
    try {
      return LocalDateTime.parse(text);
    } catch (DateTimeParseException e) {
      return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }
  }

  private boolean hasOffset() {
    return text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 10;
  }

  /** The instant; a date alone is the beginning of the day. */
  public Instant begin(ZoneId zone) {
    return at(local(LocalTime.MIN), zone);
  }

  /** The instant; a date alone is the end of the day. */
  public Instant end(ZoneId zone) {
    return at(local(LocalTime.MAX), zone);
  }

  private Instant at(LocalDateTime local, ZoneId zone) {
    return hasOffset() ? local.toInstant(ZoneOffset.UTC) : first(local, zone.getRules());
  }

  /**
   * The instant that a local time stands for: if clocks leave it out, the first after the gap; if
   * it comes twice, the earlier one.
   */
  static Instant first(LocalDateTime local, ZoneRules rules) {
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  @Override
  public String toString() {
    return text;
  }
}
