package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.spi.Window;
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
   * @param ifPast what happens when the time has passed already; continues at once by default
   */
  public record Until(Template time, Unresolved ifMissing, Unresolved ifPast) implements Rule {}

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
