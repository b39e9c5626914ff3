package dev.workflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything the engine throws on purpose. Unchecked: most callers can only pass it on.
 *
 * <p>The message says what happened, what was expected and what to do about it.
 */
public class WorkflowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2_000;

  private final Tasks.@Nullable Reason refusal;

  public WorkflowException(String message) {
    this(message, (Tasks.Reason) null);
  }

  /**
   * @param refusal the rule that refuses a command about a task; null: it is none
   */
  WorkflowException(String message, Tasks.@Nullable Reason refusal) {
    super(message);
    this.refusal = refusal;
  }

  public WorkflowException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refusal = null;
  }

  /** A message that quotes what a caller has given is not as long as that may be. */
  static String shortened(String message) {
    return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
  }

  /** The rule that refuses a command about a task, as {@link Tasks#whyNot} names it. */
  public Optional<Tasks.Reason> refusal() {
    return Optional.ofNullable(refusal);
  }
}
