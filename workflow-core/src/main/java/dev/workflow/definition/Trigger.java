package dev.workflow.definition;

import dev.workflow.condition.Condition;
import dev.workflow.expression.Template;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What starts a workflow. */
public sealed interface Trigger {

  /**
   * An event of a type, with an optional condition over its payload.
   *
   * @param when always true if the document leaves it out
   */
  record OnEvent(String event, Condition when, @Nullable Dedupe dedupe) implements Trigger {}

  /**
   * A cron schedule.
   *
   * @param zone the tenant's zone if null
   */
  record OnSchedule(String cron, @Nullable ZoneId zone, Misfire misfire) implements Trigger {}

  /**
   * Suppresses further starts with the same key until the window that began with the first one
   * ends.
   *
   * @param window null: for ever
   */
  record Dedupe(Template key, @Nullable TimeSpan window) {}

  /** What happens to schedule ticks that were missed while no engine ran. */
  enum Misfire {
    /** One run makes up for all missed ticks. */
    ONCE,
    /** Missed ticks are left out. */
    SKIP,
    /** Every missed tick runs. */
    ALL
  }
}
