package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.spi.Window;
import java.time.Instant;
import java.time.ZoneId;
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
   * A time span of the data: an ISO-8601 duration, or a number with a unit, such as {@code 14d}.
   *
   * @param span gives it; the units are {@code s}, {@code m}, {@code h}, {@code d}, {@code w},
   *     {@code M} and {@code y}
   * @param fromTrigger whether it counts from the start of the instance, not from the step's turn
   * @param ifMissing what happens when the expression gives no such span; fails by default
   */
  public record OfData(Template span, boolean fromTrigger, Unresolved ifMissing) implements Rule {}

  /**
   * A date or instant in the data.
   *
   * @param offset how long before or after it; {@link Offset#NONE} by default
   * @param zone whose clock a date or a local time is read by; the tenant's by default
   * @param ifMissing what happens when the expression gives nothing usable; fails by default
   * @param ifPast what happens when the time has passed already; continues at once by default
   */
  public record Until(
      Template time, Offset offset, Zone zone, Unresolved ifMissing, Unresolved ifPast)
      implements Rule {

    /** On that date, by the tenant's clock. */
    public Until(Template time, Unresolved ifMissing, Unresolved ifPast) {
      this(time, Offset.NONE, Zone.TENANT, ifMissing, ifPast);
    }
  }

  /** A time span before or after a date. Its days are days of the calendar. */
  public record Offset(TimeSpan span, boolean before) {

    public static final Offset NONE = new Offset(TimeSpan.ZERO, false);

    public Offset {
      before = before && !span.isZero();
    }

    /**
     * Reads {@code -P1D} or {@code PT2H}.
     *
     * @throws java.time.DateTimeException if it is neither
     */
    public static Offset parse(String text) {
      boolean before = text.startsWith("-");
      boolean signed = before || text.startsWith("+");
      return new Offset(TimeSpan.parse(signed ? text.substring(1) : text), before);
    }

    /** The time so long before or after another. */
    public Instant from(Instant time, ZoneId zone) {
      if (span.isZero()) {
        return time;
      }
      return before ? span.takenFrom(time, zone) : span.addTo(time, zone);
    }

    /** The form that {@link #parse} takes. */
    @Override
    public String toString() {
      return before ? "-" + span : span.toString();
    }
  }

  /**
   * Whose clock a date is read by.
   *
   * @param zone null: the tenant's
   * @param ofRecipient whether it is the recipient's where the data tell it
   */
  public record Zone(@Nullable ZoneId zone, boolean ofRecipient) {

    public static final Zone TENANT = new Zone(null, false);
  }

  /** The answer to a delay that cannot be worked out. */
  public enum Unresolved {
    FAIL,
    NOW,
    SKIP
  }

  /**
   * Reads a window from a document: {@code days}, {@code from}, {@code to}, {@code timezone}.
   *
   * @param problems gets everything that is wrong with it
   * @return null if anything is wrong
   */
  public static @Nullable Window window(JsonNode json, Problems problems) {
    return DelayReader.window(json, problems);
  }

  /** What {@link #window(JsonNode, Problems)} takes. */
  public static ObjectNode json(Window window) {
    return StepWriter.window(window);
  }
}
