package dev.workflow.condition;

import dev.workflow.WorkflowException;

/**
 * A condition would take more work than one evaluation may, or than all conditions may that are
 * asked about one event: it is neither true nor false. Whoever asks must not take it for false.
 */
public final class NotEvaluableException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  private static final String REMEDY =
      "; make the texts that \"matches\" and \"contains\" look at shorter, its patterns simpler, or"
          + " the lists under \"*\" smaller";

  private NotEvaluableException(String message) {
    super(message + REMEDY);
  }

  /** The condition by itself takes too much. */
  static NotEvaluableException alone() {
    return new NotEvaluableException(
        "the condition is not evaluable: it would take more work than one evaluation may (about"
            + millis(Effort.OF_CONDITION));
  }

  /** It would fit, but the conditions before it have taken what there was. */
  static NotEvaluableException together() {
    return new NotEvaluableException(
        "the condition is not evaluable: with those evaluated before it, it would take more work"
            + " than all conditions asked about one event may (about"
            + millis(Effort.OF_EVENT));
  }

  private static String millis(long units) {
    return " " + units / 100_000 + " ms)";
  }
}
