package dev.workflow;

/** Somebody else was first: the state the call was based on has changed. */
public class ConflictException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(shortened(message));
  }

  /** The same by the rule that refuses a command about a task. */
  public ConflictException(String message, Tasks.Reason refusal) {
    super(message, refusal);
  }
}
