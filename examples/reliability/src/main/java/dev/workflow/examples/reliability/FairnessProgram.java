package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.EngineListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** One of twenty tenants floods the engine: how long the runs of the others take. */
final class FairnessProgram {

  private static final int FLOODERS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final WorkflowEngine engine;
  private final Map<InstanceId, CountDownLatch> ends = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private FairnessProgram(HikariDataSource pool) {
    engine =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.open(pool))
            .handler(new ServiceHandler())
            .listener(
                new EngineListener() {
                  @Override
                  public void instanceMoved(InstanceMove move) {
                    if (move.to() == InstanceState.COMPLETED && !move.tenant().equals(tenant(0))) {
                      end(move.instance()).countDown();
                    }
                  }
                })
            .options(EngineOptions.defaults().withPollInterval(Duration.ofMillis(50)))
            .build();
  }

  static Report run(Options options) throws Exception {
    int flood = options.number("flood", 100_000);
    int tenants = options.number("tenants", 20);
    int runs = options.number("runs", 20);
    Report report = new Report("fairness").put("flood", flood).put("tenants", tenants);
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 10)) {
      FairnessProgram program = new FairnessProgram(pool);
      try (WorkflowEngine engine = program.engine) {
        program.define(tenants);
        engine.start();
        var unused = program.others(tenants, runs); // warms the JVM up
        double[] alone = program.others(tenants, runs);
        ExecutorService flooders = Executors.newFixedThreadPool(FLOODERS);
        List<Future<?>> flooding = program.flood(flooders, flood);
        double[] beside = program.others(tenants, runs);
        for (Future<?> one : flooding) {
          one.get();
        }
        report.put("openWhenAllAccepted", Work.open(database));
        double[] behind = program.others(tenants, runs);
        flooders.shutdown();
        figures(report, alone, beside, behind);
        int bound = options.number("p99-ms", Integer.MAX_VALUE);
        report
            .must(percentile(beside, 99) < bound, "others wait while one tenant floods")
            .must(percentile(behind, 99) < bound, "others wait beside a backlog");
        report
            .must(Work.awaitEnd(database, PATIENCE), "work stands still")
            .exactly(
                "completed",
                flood + 4L * runs * (tenants - 1),
                database.number("SELECT count(*) FROM wf_instance WHERE state = 'COMPLETED'"));
      }
    }
    return report;
  }

  private static void figures(Report report, double[] alone, double[] beside, double[] behind) {
    report
        .put("p50MsAlone", percentile(alone, 50))
        .put("p99MsAlone", percentile(alone, 99))
        .put("p50MsWhileFlooded", percentile(beside, 50))
        .put("p99MsWhileFlooded", percentile(beside, 99))
        .put("p50MsBesideBacklog", percentile(behind, 50))
        .put("p99MsBesideBacklog", percentile(behind, 99))
        .people(
            "a run of another tenant takes %.0f ms (p99 %.0f) alone, %.0f (%.0f) while one tenant floods, %.0f (%.0f) beside its backlog",
            percentile(alone, 50),
            percentile(alone, 99),
            percentile(beside, 50),
            percentile(beside, 99),
            percentile(behind, 50),
            percentile(behind, 99));
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static TenantId tenant(int number) {
    return TenantId.of("tenant-" + number);
  }

  private void define(int tenants) {
    for (int i = 0; i < tenants; i++) {
      engine
          .definitions()
          .publish(
              tenant(i),
              WorkflowDefinition.builder("served")
                  .on("go")
                  .step(Steps.action("a", ServiceHandler.TYPE))
                  .step(Steps.action("b", ServiceHandler.TYPE))
                  .build());
    }
  }

  private CountDownLatch end(InstanceId id) {
    return ends.computeIfAbsent(id, key -> new CountDownLatch(1));
  }

  private InstanceId publish(TenantId tenant) {
    String id = "order-" + numbers.incrementAndGet();
    return engine
        .events()
        .publish(Event.of(tenant, "go", SubjectRef.of("order", id), Json.object()).withId(id))
        .started()
        .get(0)
        .instance();
  }

  private List<Future<?>> flood(ExecutorService flooders, int events) {
    AtomicInteger left = new AtomicInteger(events);
    List<Future<?>> flooding = new ArrayList<>();
    for (int i = 0; i < FLOODERS; i++) {
      flooding.add(
          flooders.submit(
              () -> {
                while (left.getAndDecrement() > 0) {
                  publish(tenant(0));
                }
              }));
    }
    return flooding;
  }

  /** Every other tenant runs one after the other; returns how many milliseconds each run took. */
  private double[] others(int tenants, int runs) throws Exception {
    double[] took = new double[(tenants - 1) * runs];
    ExecutorService threads = Executors.newFixedThreadPool(tenants - 1);
    try {
      List<Future<?>> hosts = new ArrayList<>();
      for (int t = 1; t < tenants; t++) {
        int number = t;
        hosts.add(
            threads.submit(
                () -> {
                  for (int r = 0; r < runs; r++) {
                    long began = System.nanoTime();
                    InstanceId id = publish(tenant(number));
                    end(id).await();
                    ends.remove(id);
                    took[(number - 1) * runs + r] = (System.nanoTime() - began) / 1e6;
                  }
                  return null;
                }));
      }
      for (Future<?> host : hosts) {
        host.get();
      }
      return took;
    } finally {
      threads.shutdown();
    }
  }
}
