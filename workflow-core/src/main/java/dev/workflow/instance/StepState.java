package dev.workflow.instance;

/** The life of a step. {@link StateMachine} says which moves there are. */
public enum StepState {
  PENDING,
  READY,
  IN_PROGRESS,
  COMPLETED,
  FAILED,
  BLOCKED,
  SKIPPED,
  /**
   * A state that this release does not know, written by a newer one on the same database. Only
   * read; a query for it finds nothing.
   */
  UNRECOGNIZED;

  /** The state of a stored name; {@link #UNRECOGNIZED} if no other has it. */
  public static StepState of(String stored) {
    for (StepState state : values()) {
      if (state.name().equals(stored)) {
        return state;
      }
    }
    return UNRECOGNIZED;
  }

  /** Whether the step has begun and not ended. */
  public boolean open() {
    return this == READY || this == IN_PROGRESS || this == BLOCKED;
  }
}
