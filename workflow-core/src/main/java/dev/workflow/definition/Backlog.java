package dev.workflow.definition;

import java.time.Duration;

/**
 * The policy for steps that fell due while no engine ran or the instance was paused. A step counts
 * as late when it runs more than a minute after its due time. Only a step with a delay of its own
 * can be late: one that follows a delay standing alone begins when that has ended.
 */
public sealed interface Backlog {

  /** Every late step runs at once: the default. */
  record All() implements Backlog {}

  /** Of several late steps in a row only the last runs; those before it are skipped. */
  record Latest() implements Backlog {}

  /** A step later than {@code age} is skipped. */
  record DropOlderThan(Duration age) implements Backlog {}

  /**
   * Late steps are spread evenly over the time {@code over}, the same place for the same instance.
   */
  record Spread(Duration over) implements Backlog {}
}
