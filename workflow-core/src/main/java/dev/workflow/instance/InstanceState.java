package dev.workflow.instance;

/** The life of an instance. {@link StateMachine} says which moves there are. */
public enum InstanceState {
  /**
   * Created and not started: by the host's wish, or queued behind another one with the same
   * concurrency key.
   */
  DRAFT,
  ACTIVE,
  PAUSED,
  COMPLETED,
  FAILED,
  CANCELED,
  /**
   * A state that this release does not know, written by a newer one on the same database. Only
   * read; a query for it finds nothing.
   */
  UNRECOGNIZED;

  /** The state of a stored name; {@link #UNRECOGNIZED} if no other has it. */
  public static InstanceState of(String stored) {
    for (InstanceState state : values()) {
      if (state.name().equals(stored)) {
        return state;
      }
    }
    return UNRECOGNIZED;
  }

  /** Whether nothing happens to it any more unless somebody retries it. */
  public boolean ended() {
    return this == COMPLETED || this == FAILED || this == CANCELED;
  }
}
