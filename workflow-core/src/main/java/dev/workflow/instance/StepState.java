package dev.workflow.instance;

/** The life of a step. {@link StateMachine} says which moves there are. */
public enum StepState {
  PENDING,
  READY,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  BLOCKED,
  SKIPPED;

  /** Whether the step has begun and not ended. */
  public boolean open() {
    return this == READY || this == IN_PROGRESS || this == BLOCKED;
  }
}
