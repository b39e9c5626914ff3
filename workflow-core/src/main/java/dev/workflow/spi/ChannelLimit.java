package dev.workflow.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * At most {@code permits} messages on a channel go to its sender in any window of length {@code
 * per}, wherever it begins, on all nodes together. What exceeds it is delayed, never dropped, the
 * most urgent first. Each tenant has its own. Immutable.
 *
 * @param channel such as {@code email}; see {@link Channels}
 * @param permits 1 to 1,000,000,000
 * @param per more than nothing, at most 366 days
 */
public record ChannelLimit(String channel, int permits, Duration per) {

  private static final int MOST_PERMITS = 1_000_000_000;
  private static final Duration LONGEST = Duration.ofDays(366);

  /**
   * @throws IllegalArgumentException if a part is out of its bounds
   */
  public ChannelLimit {
    Objects.requireNonNull(per, "per");
    if (channel.isBlank()) {
      throw new IllegalArgumentException("a channel limit names a channel, such as email");
    }
    channel = Channels.normal(channel);
    if (permits < 1 || permits > MOST_PERMITS) {
      throw new IllegalArgumentException(
          "a channel limit allows 1 to 1,000,000,000 messages, not " + permits);
    }
    if (per.isNegative() || per.isZero() || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the window of a channel limit is longer than nothing and at most 366 days, not " + per);
    }
  }
}
