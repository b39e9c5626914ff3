package dev.workflow.examples.reliability;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How full the heap is between collections that come by themselves: the least that was used in any
 * five seconds is about what is kept. Thread-safe.
 */
final class HeapFloor implements AutoCloseable {

  private static final int SAMPLES = 25;

  private final CountDownLatch over = new CountDownLatch(1);
  private long most;

  HeapFloor() {
    Thread thread = new Thread(this::watch, "heap floor");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      long least = Long.MAX_VALUE;
      for (int i = 1; !over.await(200, TimeUnit.MILLISECONDS); i++) {
        Runtime runtime = Runtime.getRuntime();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        if (i % SAMPLES == 0) {
          note(least >> 20);
          least = Long.MAX_VALUE;
        }
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  private synchronized void note(long megabytes) {
    most = Math.max(most, megabytes);
  }

  /** The highest floor since the last call, in megabytes. */
  synchronized long floor() {
    long found = most;
    most = 0;
    return found;
  }

  @Override
  public void close() {
    over.countDown();
  }
}
