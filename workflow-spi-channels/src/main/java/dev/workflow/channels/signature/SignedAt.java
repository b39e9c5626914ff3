package dev.workflow.channels.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The time at which a request was signed. */
final class SignedAt {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private SignedAt() {}

  /** Whether the text holds seconds since 1970. */
  static boolean readable(String text) {
    return SECONDS.matcher(text).matches();
  }

  /** Why a readable time is not to be believed, or null. */
  static Verification.@Nullable Invalid check(String text, Instant now, Duration tolerance) {
    long age = now.getEpochSecond() - Long.parseLong(text);
    if (age > tolerance.toSeconds()) {
      return Flaws.expired(age, tolerance);
    }
    return -age > tolerance.toSeconds() ? Flaws.future(-age, tolerance) : null;
  }

  static Duration tolerance(Duration tolerance) {
    if (tolerance.isNegative() || tolerance.isZero()) {
      throw new IllegalArgumentException("the tolerance must be positive, was " + tolerance);
    }
    return tolerance;
  }
}
