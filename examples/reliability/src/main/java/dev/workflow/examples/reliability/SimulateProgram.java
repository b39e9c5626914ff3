package dev.workflow.examples.reliability;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.simulation.features.FeatureSimulation;
import dev.workflow.testkit.simulation.features.StoryFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Plays stories in which the features of the engine meet, one for each seed. What breaks a promise
 * is told, shortened, on stderr: the workflows that are left, and what happens.
 */
final class SimulateProgram {

  private static final int TOLD_AT_MOST = 20;

  private SimulateProgram() {}

  static Report run(Options options) throws Exception {
    if (System.getProperty("reliability.log") == null) {
      // The engines of the stories log what is done to them.
      System.setProperty("reliability.log", "OFF");
    }
    return run(options, InMemoryWorkflowStore::new);
  }

  /**
   * @param stores gives the store of each story
   */
  static Report run(Options options, Function<InstantSource, WorkflowStore> stores)
      throws Exception {
    int seeds = options.number("seeds", 1_000);
    String first = options.text("from");
    long from = first == null ? 0 : Long.parseLong(first);
    FeatureSimulation shortened = FeatureSimulation.on(stores);
    FeatureSimulation simulation =
        options.number("short", 1) == 0 ? shortened.asTheyAre() : shortened;
    long start = System.nanoTime();
    List<StoryFailure> failures =
        failures(simulation, from, from + seeds, Math.max(1, options.number("threads", 2)));
    Report report =
        new Report("simulate")
            .put("from", from)
            .put("seeds", seeds)
            .put("seconds", (System.nanoTime() - start) / 1e9)
            .none("failing", failures.size());
    failures.stream()
        .limit(TOLD_AT_MOST)
        .forEach(
            failure -> {
              System.err.println(failure.getMessage());
              System.err.println();
              report.must(false, "seed " + failure.seed() + ": " + failure.promise());
            });
    return report.people("%,d stories from seed %d, %d fail", seeds, from, failures.size());
  }

  private static List<StoryFailure> failures(
      FeatureSimulation simulation, long from, long to, int threads) throws Exception {
    AtomicLong next = new AtomicLong(from);
    Callable<List<StoryFailure>> player =
        () -> {
          List<StoryFailure> found = new ArrayList<>();
          for (long seed = next.getAndIncrement(); seed < to; seed = next.getAndIncrement()) {
            try {
              simulation.run(seed);
            } catch (StoryFailure e) {
              found.add(e);
            }
          }
          return found;
        };
    ExecutorService players = Executors.newFixedThreadPool(threads);
    try {
      List<StoryFailure> failures = new ArrayList<>();
      List<Future<List<StoryFailure>>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(players.submit(player));
      }
      for (Future<List<StoryFailure>> part : parts) {
        failures.addAll(part.get());
      }
      failures.sort(Comparator.comparingLong(StoryFailure::seed));
      return failures;
    } finally {
      players.shutdownNow();
    }
  }
}
