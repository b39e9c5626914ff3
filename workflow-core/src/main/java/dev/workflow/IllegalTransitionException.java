package dev.workflow;

/**
 * The instance or step is in a state that does not allow this. Names both states and what is
 * allowed.
 */
public class IllegalTransitionException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  public IllegalTransitionException(String message) {
    super(message);
  }

  /** The same by the rule that refuses a command about a task. */
  public IllegalTransitionException(String message, Tasks.Reason refusal) {
    super(message, refusal);
  }
}
