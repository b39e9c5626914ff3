package dev.workflow.condition;

import dev.workflow.WorkflowException;
import java.util.Set;

/**
 * A condition would take more work than one evaluation may, or than all conditions may that are
 * asked about one event, or its verdict depends on values that are masked: it is neither true nor
 * false. Whoever asks must not take it for false.
 */
public final class NotEvaluableException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private static final String REMEDY =
      "; make the texts that \"matches\" and \"contains\" look at shorter, its patterns simpler, or"
          + " the lists under \"*\" smaller";

  private final transient Set<String> masked;

  private NotEvaluableException(String message) {
    this(message, Set.of());
  }

  private NotEvaluableException(String message, Set<String> masked) {
    super(message);
    this.masked = Set.copyOf(masked);
  }

  /** The fields on whose masked values the verdict depends; empty: it takes too much work. */
  public Set<String> masked() {
    return masked;
  }

  /** The verdict depends on what whoever asks may not see. */
  static NotEvaluableException masked(Set<String> fields) {
    return new NotEvaluableException(
        "the condition is not evaluable: its principal may not see "
            + String.join(", ", fields)
            + "; show it to them (FieldPolicy), or leave it out of the condition",
        fields);
  }

  /** The condition by itself takes too much. */
  static NotEvaluableException alone() {
    return new NotEvaluableException(
        "the condition is not evaluable: it would take more work than one evaluation may (about"
            + millis(Effort.OF_CONDITION)
            + REMEDY);
  }

  /** It would fit, but the conditions before it have taken what there was. */
  static NotEvaluableException together() {
    return new NotEvaluableException(
        "the condition is not evaluable: with those evaluated before it, it would take more work"
            + " than all conditions asked about one event may (about"
            + millis(Effort.OF_EVENT)
            + REMEDY);
  }

  private static String millis(long units) {
    return " " + units / 100_000 + " ms)";
  }
}
