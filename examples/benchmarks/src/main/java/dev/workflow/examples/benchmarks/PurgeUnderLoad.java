package dev.workflow.examples.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Removes finished instances while others run, and looks how long those take. */
final class PurgeUnderLoad {

  private static final int CHUNK = 2_000;

  private PurgeUnderLoad() {}

  /**
   * What came of it.
   *
   * @param purged how many instances were removed
   * @param p99Ms the 99th percentiles of {@value #CHUNK} runs at a time, in order
   */
  record Result(long purged, double seconds, double perSecond, List<Double> p99Ms) {

    double medianP99Ms() {
      return Output.median(p99Ms.stream().mapToDouble(Double::doubleValue).toArray());
    }

    double worstP99Ms() {
      return p99Ms.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough is removed", null, false, false);
    }
  }

  /** Removes {@code count} instances beside {@code clients} that run others. */
  static Result run(EngineRuns engine, int count, int clients) throws InterruptedException {
    Instant before = Instant.now().plus(Duration.ofHours(1));
    long began = System.nanoTime();
    CompletableFuture<Long> purge =
        CompletableFuture.supplyAsync(() -> purge(engine, before, count));
    List<Double> p99Ms = new ArrayList<>();
    int runs = 0;
    do {
      Load.Timing timing = Load.run(CHUNK, clients, engine::run);
      p99Ms.add(timing.percentileMs(99));
      runs += CHUNK;
    } while (!purge.isDone());
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Result(purge.join(), seconds, runs / seconds, p99Ms);
  }

  private static long purge(EngineRuns engine, Instant before, int count) {
    long[] removed = new long[1];
    try {
      engine
          .engine()
          .instances()
          .purge(
              EngineRuns.TENANT,
              before,
              all -> {
                removed[0] = all;
                if (all >= count) {
                  throw new Enough();
                }
              });
    } catch (Enough e) {
      return removed[0];
    }
    return removed[0];
  }
}
