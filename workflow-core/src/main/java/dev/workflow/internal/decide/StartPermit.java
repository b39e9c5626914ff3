package dev.workflow.internal.decide;

import java.time.Instant;

/**
 * When an instance whose starts are limited may begin with its steps.
 *
 * @param passed how many of its {@linkplain StartLimits.Limit limits} have been asked
 * @param begins not before this time
 */
public record StartPermit(int passed, Instant begins) {

  private static final int SETTLES = -1;

  /** Until its subject has been quiet for a while; the limits are asked afterwards. */
  public static StartPermit settling(Instant begins) {
    return new StartPermit(SETTLES, begins);
  }

  /** Whether it waits for its subject to be quiet. */
  public boolean settles() {
    return passed == SETTLES;
  }

  /** How many limits it has passed. */
  int limits() {
    return Math.max(0, passed);
  }
}
