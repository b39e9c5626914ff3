package dev.workflow.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Thread-safe. */
public final class VirtualClock implements InstantSource {

  private volatile Instant now;

  public VirtualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /**
   * Moves the clock to a later time.
   *
   * @throws IllegalArgumentException if {@code time} is before the present
   */
  public void moveTo(Instant time) {
    if (time.isBefore(now)) {
      throw new IllegalArgumentException(
          "the clock is at " + now + " and cannot go back to " + time);
    }
    now = time;
  }

  public void advance(Duration duration) {
    moveTo(now.plus(duration));
  }
}
