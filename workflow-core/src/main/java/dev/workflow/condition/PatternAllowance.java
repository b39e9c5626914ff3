package dev.workflow.condition;

import org.jspecify.annotations.Nullable;

/**
 * The size that the patterns of one document may have together: reading a document takes a bounded
 * time, however many it has. Open it around the reading; inside another one it does nothing.
 * Belongs to the thread.
 */
public final class PatternAllowance implements AutoCloseable {

  /** About so many instructions. */
  static final long LIMIT = 100_000;

  private static final ThreadLocal<@Nullable PatternAllowance> OPEN = new ThreadLocal<>();

  private final boolean outermost;
  private long left = LIMIT;

  private PatternAllowance(boolean outermost) {
    this.outermost = outermost;
  }

  /** Opens one. */
  public static PatternAllowance open() {
    PatternAllowance own = new PatternAllowance(OPEN.get() == null);
    if (own.outermost) {
      OPEN.set(own);
    }
    return own;
  }

  /** Whether another pattern of a size is allowed. */
  static boolean take(long size) {
    PatternAllowance open = OPEN.get();
    if (open == null) {
      return true;
    }
    open.left -= size;
    return open.left >= 0;
  }

  @Override
  public void close() {
    if (outermost) {
      OPEN.remove();
    }
  }
}
