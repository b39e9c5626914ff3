package dev.workflow.examples.reliability;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition by looking again and again. */
final class Await {

  private static final long PAUSE_NANOS = 20_000_000;

  private Await() {}

  /** Whether the condition came true within {@code patience}. */
  static boolean within(Duration patience, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /**
   * Waits.
   *
   * @throws IllegalStateException if the condition does not come true within {@code patience}
   */
  static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
    if (!within(patience, condition)) {
      throw new IllegalStateException("not within " + patience.toSeconds() + " s: " + what);
    }
  }
}
