package dev.workflow.examples.reliability;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Links disasters to the progress of a run, so that a short run meets all of them at work: the runs
 * are cut into parts of one length, a disaster comes when a part has been accepted, and the next
 * part is published only after the disaster has begun. Thread-safe.
 */
final class Milestones {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final int part;
  private int accepted;
  private int disasters;
  private boolean over;

  /**
   * @param disasters 0: they are not tied to progress
   */
  Milestones(int runs, int disasters) {
    this.part = disasters == 0 ? Integer.MAX_VALUE : runs / (disasters + 1) + 1;
  }

  /** Waits until the run with this number may be published. */
  void awaitMay(int number) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (number / part > disasters && !over) {
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }

  void accepted() {
    lock.lock();
    try {
      accepted++;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the disaster with this number is due, counted from 1. */
  void awaitDue(int disaster) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (accepted < disaster * part) {
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next disaster begins. */
  void disaster() {
    lock.lock();
    try {
      disasters++;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No disaster comes any more. */
  void over() {
    lock.lock();
    try {
      over = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
