package dev.workflow.internal.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the host's code that is at work, so that a shutdown can wait for it. Thread-safe. */
final class InFlightCalls {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int active;

  /** Has {@code executor} run {@code call}, and counts it until it has ended. */
  void run(Executor executor, Runnable call) {
    count(1);
    boolean taken = false;
    try {
      executor.execute(
          () -> {
            try {
              call.run();
            } finally {
              count(-1);
            }
          });
      taken = true;
    } finally {
      if (!taken) {
        count(-1);
      }
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      active += more;
      if (active == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none is at work; returns whether that was so within {@code patience}. */
  boolean await(Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (active > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return active == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
