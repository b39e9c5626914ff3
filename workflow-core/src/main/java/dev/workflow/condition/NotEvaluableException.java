package dev.workflow.condition;

import dev.workflow.WorkflowException;

/**
 * A condition would take more work than one evaluation may: it is neither true nor false. Whoever
 * asks must not take it for false.
 */
public final class NotEvaluableException extends WorkflowException {
  private static final long serialVersionUID = 1L;

  NotEvaluableException() {
    super(
        "the condition is not evaluable: it would take more work than one evaluation may; make the"
            + " texts that \"matches\" and \"contains\" look at shorter, its patterns simpler, or the"
            + " lists under \"*\" smaller");
  }
}
