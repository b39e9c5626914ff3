package dev.workflow.testkit.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A guarantee does not hold under a seed. The message tells what is broken, how to play the same
 * history again, every decision of the scheduler, and the story of the instance concerned.
 */
public final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final Guarantee guarantee;

  SimulationFailure(long seed, Guarantee guarantee, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.seed = seed;
    this.guarantee = guarantee;
  }

  /** The seed that makes the same history again. */
  public long seed() {
    return seed;
  }

  /** What does not hold. */
  public Guarantee guarantee() {
    return guarantee;
  }
}
