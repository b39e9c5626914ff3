package dev.workflow.definition;

import java.time.Duration;

/**
 * The policy by which failed attempts are repeated. The wait before attempt n+1 is {@code
 * initialDelay * multiplier^(n-1)}, at most {@code maxDelay}, spread by {@code jitter}.
 *
 * @param maxAttempts all attempts, the first one included; 1: no retry
 * @param jitter 0 to 1: the wait varies at random by this share in both directions
 */
public record Retry(
    int maxAttempts, Duration initialDelay, double multiplier, Duration maxDelay, double jitter) {

  /** 5 attempts, from 10 seconds doubling to 1 hour, jitter 0.2. */
  public static final Retry DEFAULT =
      new Retry(5, Duration.ofSeconds(10), 2, Duration.ofHours(1), 0.2);

  /** One attempt. */
  public static final Retry NONE = new Retry(1, Duration.ZERO, 1, Duration.ZERO, 0);

  /** The longest wait where none is given: the default, but no shorter than the first wait. */
  static Duration longest(Duration initialDelay) {
    return initialDelay.compareTo(DEFAULT.maxDelay) > 0 ? initialDelay : DEFAULT.maxDelay;
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param random 0 (inclusive) to 1 (exclusive)
   */
  public Duration delayAfter(int attempt, double random) {
    double exact = initialDelay.toMillis() * Math.pow(multiplier, attempt - 1);
    double capped = Math.min(exact, (double) maxDelay.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 + jitter * (2 * random - 1))));
  }
}
