package dev.workflow.instance;

import java.util.Locale;

/**
 * How an instance ended. An instance that is COMPLETED or has FAILED can still exit or be
 * cancelled: nothing more happens of it then. One that had FAILED has that outcome from then on.
 */
public enum InstanceOutcome {
  /** All steps have ended, or a step stopped the instance as completed. */
  COMPLETED,
  /** An event of its definition's {@code exit} ended it. */
  EXITED,
  /** A step failed for good, or stopped the instance as failed. */
  FAILED,
  /** Somebody cancelled it. */
  CANCELED,
  /**
   * An outcome that this release does not know, written by a newer one on the same database. Only
   * read; a query for it finds nothing.
   */
  UNRECOGNIZED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As it is stored, and as steps and documents have it: in lower case. */
  public String text() {
    return text;
  }

  /** The outcome of a stored text; {@link #UNRECOGNIZED} if no other has it. */
  public static InstanceOutcome of(String stored) {
    for (InstanceOutcome outcome : values()) {
      if (outcome.text.equals(stored)) {
        return outcome;
      }
    }
    return UNRECOGNIZED;
  }
}
