package dev.workflow.examples.quickstart;

import java.time.Instant;
import java.time.InstantSource;

/** Stands still until the next event moves it. */
final class TimeLapseClock implements InstantSource {

  private volatile Instant now = Instant.EPOCH;

  @Override
  public Instant instant() {
    return now;
  }

  /** Never goes back: events that are out of order happen now. */
  void moveTo(Instant time) {
    if (time.isAfter(now)) {
      now = time;
    }
  }
}
