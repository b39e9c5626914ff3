package dev.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything the engine throws on purpose. Unchecked: most callers can only pass it on.
 *
 * <p>The message says what happened, what was expected and what to do about it.
 */
public class WorkflowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WorkflowException(String message) {
    super(message);
  }

  public WorkflowException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
