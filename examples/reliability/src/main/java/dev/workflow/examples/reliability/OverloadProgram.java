package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.jdbi.JdbiWorkflowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ten times as many events as an engine can work off: what it holds in memory stays bounded,
 * publishers feel it, and in the end everything is done.
 */
final class OverloadProgram {

  private static final TenantId TENANT = TenantId.of("overload");
  private static final int FACTOR = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private OverloadProgram() {}

  static Report run(Options options) throws Exception {
    int measured = options.number("measured", 2_000);
    int seconds = options.number("seconds", 10);
    int clients = options.number("clients", 64);
    Report report = new Report("overload").put("clients", clients);
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 10);
        WorkflowEngine engine =
            WorkflowEngine.builder()
                .store(JdbiWorkflowStore.open(pool))
                .handler(new ServiceHandler())
                .options(
                    EngineOptions.defaults()
                        .withMaxInFlight(200)
                        .withPollInterval(Duration.ofMillis(50)))
                .build()) {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.builder("served")
                  .on("go")
                  .step(Steps.action("a", ServiceHandler.TYPE))
                  .step(Steps.action("b", ServiceHandler.TYPE))
                  .build());
      engine.start();
      double[] calm = publish(engine, "calm", measured, 1);
      boolean ended = Work.awaitEnd(database, PATIENCE);
      long began = System.nanoTime();
      publish(engine, "busy", measured, clients);
      ended &= Work.awaitEnd(database, PATIENCE);
      double capacity = measured / ((System.nanoTime() - began) / 1e9);
      int events = (int) Math.max(measured, FACTOR * capacity * seconds);
      try (HeapWatch heap = new HeapWatch()) {
        double[] crowded = publish(engine, "crowd", events, clients);
        report.put("backlogWhenAllAccepted", Work.open(database));
        ended &= Work.awaitEnd(database, PATIENCE);
        heap.report(report);
        figures(report, capacity, calm, crowded);
      }
      report
          .must(ended, "work stands still")
          .exactly(
              "completed",
              2L * measured + events,
              database.number("SELECT count(*) FROM wf_instance WHERE state = 'COMPLETED'"));
    }
    return report;
  }

  private static void figures(Report report, double capacity, double[] calm, double[] crowded) {
    double before = calm[calm.length / 2];
    double during = crowded[crowded.length / 2];
    report
        .put("capacityPerSecond", capacity)
        .put("events", crowded.length)
        .put("publishP50MsBefore", before)
        .put("publishP50Ms", during)
        .put("publishP99Ms", crowded[crowded.length * 99 / 100])
        .people(
            "%,d events at once, where %.0f a second can be worked off: publishing takes %.1f ms instead of %.1f (p50), the heap after collections grew by %d MB",
            crowded.length, capacity, during, before, report.count("heapGrowthMb"));
  }

  /**
   * Publishes from several threads, as fast as it goes; returns how long the calls took, sorted.
   */
  private static double[] publish(WorkflowEngine engine, String name, int events, int clients)
      throws Exception {
    double[] took = new double[events];
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int c = 0; c < clients; c++) {
        tasks.add(
            () -> {
              int count = 0;
              for (int i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
                String id = name + "-" + i;
                long began = System.nanoTime();
                engine
                    .events()
                    .publish(
                        Event.of(TENANT, "go", SubjectRef.of("order", id), Json.object())
                            .withId(id));
                took[i] = (System.nanoTime() - began) / 1e6;
                count++;
              }
              return count;
            });
      }
      for (Future<Integer> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    Arrays.sort(took);
    return took;
  }
}
