package dev.workflow.definition;

import dev.workflow.condition.Condition;

/** How many rounds of an {@code each} must complete. */
public sealed interface Join {

  /** All of them. */
  record All() implements Join {}

  /**
   * So many of them.
   *
   * @param rounds 1 or more
   */
  record AtLeast(int rounds) implements Join {}

  /**
   * As many as it takes until the condition holds, which is asked after each round that has
   * completed, with the data of that round and with {@code rounds.count}, {@code rounds.completed}
   * and {@code rounds.failed}; if it never holds, all of them.
   */
  record When(Condition condition) implements Join {}
}
