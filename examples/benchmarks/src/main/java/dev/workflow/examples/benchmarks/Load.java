package dev.workflow.examples.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A fixed number of clients, each of which begins its next run when its last one has ended. */
final class Load {

  private Load() {}

  /** One run from its first call until its end is durable. */
  @FunctionalInterface
  interface OneRun {
    void run() throws Exception;
  }

  /** How long a number of runs took. */
  static final class Timing {

    private final double seconds;
    private final long[] nanos;

    /**
     * @param nanos latency of every run
     */
    private Timing(double seconds, long[] nanos) {
      this.seconds = seconds;
      this.nanos = nanos;
      Arrays.sort(nanos);
    }

    double perSecond() {
      return nanos.length / seconds;
    }

    double percentileMs(double percent) {
      int rank = (int) Math.ceil(percent / 100 * nanos.length);
      return nanos[Math.max(0, rank - 1)] / 1e6;
    }
  }

  /**
   * @param nanos latency of every run; sorted by this
   */
  static Timing timing(double seconds, long[] nanos) {
    return new Timing(seconds, nanos);
  }

  static Timing run(int runs, int clients, OneRun run) throws InterruptedException {
    long[] nanos = new long[runs];
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Exception> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> repeat(run, next, nanos, failure), "client-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (failure.get() != null) {
      throw new IllegalStateException("a run failed", failure.get());
    }
    return new Timing(seconds, nanos);
  }

  private static void repeat(
      OneRun run, AtomicInteger next, long[] nanos, AtomicReference<Exception> failure) {
    try {
      for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
        long began = System.nanoTime();
        run.run();
        nanos[i] = System.nanoTime() - began;
      }
    } catch (Exception e) {
      failure.compareAndSet(null, e);
      next.set(nanos.length);
    }
  }
}
