package dev.workflow.definition;

import dev.workflow.condition.Condition;
import dev.workflow.expression.Template;
import org.jspecify.annotations.Nullable;

/**
 * What ends every open instance of the workflow for a subject: an event, or a condition that is
 * asked before each step and before each message is sent.
 *
 * @param event its type; null: the condition alone
 * @param correlation gives the id of the subject from an event about another one; null: the event
 *     is about the subject itself
 * @param when for events always true if the document leaves it out
 */
public record Exit(@Nullable String event, @Nullable Template correlation, Condition when) {

  /** By an event about the subject. */
  public Exit(String event, Condition when) {
    this(event, null, when);
  }

  /** Whether it is asked for without an event. */
  public boolean byCondition() {
    return event == null;
  }
}
