package dev.workflow.internal.service;

import dev.workflow.WorkflowException;

/** Ends the transaction of a command that a listener of the host is against. */
final class UndoneByListener extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final WorkflowException reason;

  UndoneByListener(WorkflowException reason) {
    super(reason.getMessage(), reason, false, false);
    this.reason = reason;
  }

  /** What the caller hears. */
  WorkflowException reason() {
    return reason;
  }
}
