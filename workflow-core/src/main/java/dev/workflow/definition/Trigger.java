package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import dev.workflow.expression.Template;
import dev.workflow.spi.RecordSelection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A trigger starts a workflow. */
public sealed interface Trigger {

  /**
   * An event of a type, with an optional condition over its payload.
   *
   * @param when always true if the document leaves it out
   * @param becomes whether it fires only when the condition holds and did not before the change
   * @param settle for how long the subject must have been quiet; null: it fires at once
   */
  record OnEvent(
      String event,
      Condition when,
      boolean becomes,
      @Nullable Duration settle,
      @Nullable Dedupe dedupe)
      implements Trigger {}

  /**
   * Time.
   *
   * @param input what the instance sees as {@code input}, beside {@code schedule}, which says which
   *     tick it is
   * @param records it starts an instance for each of them; null: one instance without a subject
   */
  record OnSchedule(
      ScheduleTiming timing, TickPolicy policy, ObjectNode input, @Nullable RecordSelection records)
      implements Trigger {}

  /**
   * Suppresses further starts with the same key until the window that began with the first one
   * ends.
   *
   * @param window null: for ever
   */
  record Dedupe(Template key, @Nullable TimeSpan window) {}

  /** What happens to ticks that were missed: that nobody started within 60 seconds. */
  enum Misfire {
    /** The newest one runs, and makes up for all. */
    ONCE,
    /** None runs. */
    SKIP,
    /**
     * The newest 1,000 run, the oldest first, and one after the other unless ticks may overlap; of
     * the others one entry is left.
     */
    ALL
  }
}
