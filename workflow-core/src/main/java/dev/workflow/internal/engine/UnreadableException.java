package dev.workflow.internal.engine;

import dev.workflow.WorkflowException;

/** Something that is stored cannot be read: by a newer release, or changed by hand. */
public final class UnreadableException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String what, String remedy, RuntimeException why) {
    super(what + " cannot be read: " + ResultCheck.reason(why) + "; " + remedy, why);
  }
}
