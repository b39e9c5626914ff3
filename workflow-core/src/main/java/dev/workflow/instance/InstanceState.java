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
  CANCELED;

  /** Whether nothing happens to it any more unless somebody retries it. */
  public boolean ended() {
    return this == COMPLETED || this == FAILED || this == CANCELED;
  }
}
