package dev.workflow.channels.signature;

import dev.workflow.channels.signature.Verification.Flaw;
import dev.workflow.channels.signature.Verification.Invalid;
import java.time.Duration;

/** The wordings of what is wrong with a request. */
final class Flaws {

  private Flaws() {}

  static Invalid missing(String header) {
    return new Invalid(Flaw.MISSING, "the header " + header + " is missing");
  }

  static Invalid twice(String header) {
    return new Invalid(Flaw.MALFORMED, "the header " + header + " is there more than once");
  }

  static Invalid malformed(String header, String expected) {
    return new Invalid(Flaw.MALFORMED, "the header " + header + " is not " + expected);
  }

  static Invalid expired(long seconds, Duration tolerance) {
    return new Invalid(
        Flaw.EXPIRED,
        "signed " + seconds + " s ago; at most " + tolerance.toSeconds() + " s are tolerated");
  }

  static Invalid future(long seconds, Duration tolerance) {
    return new Invalid(
        Flaw.FUTURE,
        "signed "
            + seconds
            + " s ahead of this clock; at most "
            + tolerance.toSeconds()
            + " s are tolerated");
  }

  static Invalid mismatch(String header, int keys) {
    return new Invalid(
        Flaw.MISMATCH,
        "no signature in " + header + " fits " + (keys == 1 ? "the key" : "any of the keys"));
  }
}
