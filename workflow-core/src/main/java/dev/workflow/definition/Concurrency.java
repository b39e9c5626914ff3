package dev.workflow.definition;

import dev.workflow.expression.Template;
import org.jspecify.annotations.Nullable;

/**
 * The limit on instances with one key that are active at once.
 *
 * @param key null with {@link Policy#ALLOW} only
 */
public record Concurrency(@Nullable Template key, Policy policy) {

  /** Any number at once: the default. */
  public static final Concurrency ALLOW = new Concurrency(null, Policy.ALLOW);

  /** What happens to a start while an instance with the same key is active. */
  public enum Policy {
    /** It starts at the same time as the others. */
    ALLOW,
    /** It does not start. */
    SKIP,
    /** It starts when those before it have ended, in order. */
    QUEUE,
    /** The active one is cancelled. */
    REPLACE
  }
}
