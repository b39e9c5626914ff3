package dev.workflow.examples.reliability;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How full the heap is between collections that come by themselves: the least that was used in any
 * five seconds is about what is kept. Where that is much more than before, what nobody needs any
 * more may have become old without a collection of the old: one is asked for, and what it leaves
 * counts. Thread-safe.
 */
final class HeapFloor implements AutoCloseable {

  private static final int SAMPLES = 25;

  /** From so many megabytes more than before on it is looked at more closely. */
  private static final int MUCH = 48;

  private final CountDownLatch over = new CountDownLatch(1);
  private long most;
  private long before;

  HeapFloor() {
    Thread thread = new Thread(this::watch, "heap floor");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      long least = Long.MAX_VALUE;
      for (int i = 1; !over.await(200, TimeUnit.MILLISECONDS); i++) {
        least = Math.min(least, used());
        if (i % SAMPLES == 0) {
          if (least >> 20 > highest() + MUCH) {
            System.gc();
            least = Math.min(least, used());
          }
          note(least >> 20);
          least = Long.MAX_VALUE;
        }
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private synchronized long highest() {
    return Math.max(most, before);
  }

  private synchronized void note(long megabytes) {
    most = Math.max(most, megabytes);
  }

  /** The highest floor since the last call, in megabytes. */
  synchronized long floor() {
    long found = most;
    before = most;
    most = 0;
    return found;
  }

  @Override
  public void close() {
    over.countDown();
  }
}
