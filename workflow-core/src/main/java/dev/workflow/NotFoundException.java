package dev.workflow;

/**
 * The thing that was asked for does not exist in this tenant. Another tenant's ids give the same
 * answer.
 */
public class NotFoundException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super(shortened(message));
  }
}
