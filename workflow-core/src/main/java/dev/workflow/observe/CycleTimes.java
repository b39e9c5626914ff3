package dev.workflow.observe;

import dev.workflow.instance.StepState;
import java.time.Duration;

/**
 * Takes how long steps were open, from READY to their end: for a histogram. A step may be open for
 * weeks, over restarts and on several nodes, so this time is read from the journal, not from a
 * watch, and cannot be an observation.
 *
 * <p>Called on the engine's threads, several at once; must return at once.
 */
@FunctionalInterface
public interface CycleTimes {

  /** Takes nothing. */
  CycleTimes NONE = (action, state, time) -> {};

  /**
   * A step has ended.
   *
   * @param action the type of its action, or the kind of a step without one, such as {@code wait}
   * @param state COMPLETED, FAILED or SKIPPED
   */
  void record(String action, StepState state, Duration time);
}
