package dev.workflow.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at moments that are planned beforehand, whether those before them are answered or not. A
 * request's time counts from its planned moment, so one that had to wait for a free client, because
 * all others wait for answers, is slow and not merely late. What cannot be sent in time at all is
 * given up, and said: a host that is too slow would be measured for ever.
 */
final class FixedRate {

  /** Of a request that was never sent. */
  static final long NEVER = -1;

  private static final Duration TELLS_EVERY = Duration.ofSeconds(5);

  private final int rate;
  private final long[] nanos;
  private final long first = System.nanoTime() + 10_000_000;
  private final long end;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  private FixedRate(int rate, int requests) {
    this.rate = rate;
    this.nanos = new long[requests];
    this.end = first + 2 * planned(requests, rate) + 10_000_000_000L;
    Arrays.fill(nanos, NEVER);
  }

  /** One request until its whole answer is there. */
  @FunctionalInterface
  interface Request {
    void send(int number);
  }

  /**
   * Sends them all, but none later than twice the planned time and ten seconds after the first, and
   * tells every five seconds how far it is.
   *
   * @param what for people
   * @param rate requests a second
   * @param clients at most so many at the same time
   * @return from its planned moment to its answer, for each request, in nanoseconds; {@link #NEVER}
   */
  static long[] run(String what, int rate, int requests, int clients, Request request)
      throws InterruptedException {
    FixedRate run = new FixedRate(rate, requests);
    Output.people("%s: %,d requests at %,d/s by %d clients", what, requests, rate, clients);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> run.repeat(request), "client-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        thread.join(TELLS_EVERY.toMillis());
        if (thread.isAlive()) {
          run.tell(what);
        }
      }
    }
    return run.nanos;
  }

  private void tell(String what) {
    long due = Math.min(nanos.length, (System.nanoTime() - first) * rate / 1_000_000_000L);
    Output.people("%s: %,d answered of %,d that are due", what, answered.get(), Math.max(due, 0));
  }

  private void repeat(Request request) {
    for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
      long planned = first + planned(i, rate);
      for (long left = planned - System.nanoTime(); left > 0; left = planned - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (System.nanoTime() - end > 0) {
        return;
      }
      request.send(i);
      nanos[i] = System.nanoTime() - planned;
      answered.incrementAndGet();
    }
  }

  /** When a request is planned, in nanoseconds after the first. */
  static long planned(int number, int rate) {
    return number * 1_000_000_000L / rate;
  }
}
