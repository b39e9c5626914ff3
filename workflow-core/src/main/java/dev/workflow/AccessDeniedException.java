package dev.workflow;

/** The actor may not do this. */
public class AccessDeniedException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String message) {
    super(message);
  }

  /** The same by the rule that refuses a command about a task. */
  public AccessDeniedException(String message, Tasks.Reason refusal) {
    super(message, refusal);
  }
}
