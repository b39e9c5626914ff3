package dev.workflow.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at moments that are planned beforehand, whether those before them are answered or not. A
 * request's time counts from its planned moment, so one that had to wait for a free client, because
 * all others wait for answers, is slow and not merely late.
 */
final class FixedRate {

  private FixedRate() {}

  /** One request until its whole answer is there. */
  @FunctionalInterface
  interface Request {
    void send(int number);
  }

  /**
   * Sends them all.
   *
   * @param rate requests a second
   * @param clients at most so many at the same time
   * @return from its planned moment to its answer, for each request, in nanoseconds
   */
  static long[] run(int rate, int requests, int clients, Request request)
      throws InterruptedException {
    long[] nanos = new long[requests];
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    long first = System.nanoTime() + 10_000_000;
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> repeat(rate, first, next, nanos, request), "client-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return nanos;
  }

  private static void repeat(
      int rate, long first, AtomicInteger next, long[] nanos, Request request) {
    for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
      long planned = first + planned(i, rate);
      for (long left = planned - System.nanoTime(); left > 0; left = planned - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      request.send(i);
      nanos[i] = System.nanoTime() - planned;
    }
  }

  /** When a request is planned, in nanoseconds after the first. */
  static long planned(int number, int rate) {
    return number * 1_000_000_000L / rate;
  }
}
