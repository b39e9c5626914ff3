package dev.workflow.observe;

import java.time.Duration;

/**
 * Takes how long tasks waited for somebody and how long somebody was at them: for histograms. Like
 * {@link CycleTimes} they may span weeks, so they are read from the journal.
 *
 * <p>Called on the engine's threads, several at once; must return at once.
 */
@FunctionalInterface
public interface TaskTimes {

  /** Takes nothing. */
  TaskTimes NONE = (workflow, step, phase, time) -> {};

  /** What is timed. */
  enum Phase {
    /** From READY until somebody has begun it, or has answered it at once. */
    READY_TO_CLAIM,
    /** From the last time that somebody began it until it has ended. */
    CLAIM_TO_DONE
  }

  /**
   * A phase of a task is over.
   *
   * @param workflow the key of its workflow
   * @param step the id of its step in the document, in loops without the round
   */
  void record(String workflow, String step, Phase phase, Duration time);
}
