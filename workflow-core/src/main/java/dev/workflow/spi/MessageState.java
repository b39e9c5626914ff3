package dev.workflow.spi;

/**
 * The state of a message in the outbox. A message is to be sent while it is {@link #PENDING} or
 * {@link #HELD}; all others are ends, of which {@link #FAILED} alone can be left again, by hand or
 * by a report of the provider.
 */
public enum MessageState {
  /** It is sent when it is due. */
  PENDING,
  /** Nobody sends it until it is released. */
  HELD,
  /** The provider has taken it. */
  SENT,
  /**
   * Given up: the provider refused it, or all attempts failed, or it is unknown whether it was
   * sent. In the last case a report that it was makes it SENT.
   */
  FAILED,
  /** Ended without being sent, together with everything else that was still to be sent. */
  CANCELED,
  /** Ended without being sent, alone: by hand, or because a check before sending said so. */
  SKIPPED,
  /** It went out as a part of a digest, which is a message of its own. */
  MERGED,
  /** Ended by hand after it had FAILED: it is no longer among the dead letters. */
  DISCARDED,
  /**
   * A state that this release does not know, written by a newer one on the same database. Only
   * read, never written; a query for it finds nothing.
   */
  UNRECOGNIZED;

  /** The state of a stored name; {@link #UNRECOGNIZED} if no other has it. */
  public static MessageState of(String stored) {
    for (MessageState state : values()) {
      if (state.name().equals(stored)) {
        return state;
      }
    }
    return UNRECOGNIZED;
  }
}
