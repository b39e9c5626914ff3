package dev.workflow.channels.signature;

/**
 * The verdict whether a request comes from who it says, and if not, why not. An invalid request is
 * to be answered with a status of 400 or 401 and nothing else: the reason is for the log.
 * Immutable.
 */
public sealed interface Verification {

  /**
   * The signature is right.
   *
   * @param key which of the keys matched, counted from 0 in the order in which they were given:
   *     once the old one no longer matches anything, it can go
   */
  record Valid(int key) implements Verification {}

  /**
   * The request is not to be believed.
   *
   * @param message for the log, without keys and signatures
   */
  record Invalid(Flaw flaw, String message) implements Verification {}

  /** What is wrong with a request. */
  enum Flaw {
    /** A header that the scheme needs is not there. */
    MISSING,
    /** A header or the body cannot be read, or is there twice. */
    MALFORMED,
    /** It was signed too long ago: perhaps a replay. */
    EXPIRED,
    /** It was signed later than now: a clock is wrong. */
    FUTURE,
    /** It was signed with another key, or changed on its way. */
    MISMATCH
  }

  default boolean isValid() {
    return this instanceof Valid;
  }
}
