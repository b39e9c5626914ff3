package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import java.time.Duration;
import java.time.Instant;

/**
 * Many delays that end at once, while many more instances wait: how long it takes until all have
 * run, and what one claim costs.
 */
final class TimersProgram {

  private static final int CLAIMS = 50;
  private static final int BATCH = 256;

  private TimersProgram() {}

  static void run(Options options) throws Exception {
    int due = options.number("due", 100_000);
    int waiting = options.number("waiting", 1_000_000);
    WorkflowDefinition workflow =
        WorkflowDefinition.builder("delayed")
            .on("lead.created")
            .step(Steps.delay("wait", "PT1H"))
            .step(Steps.action("then", "nothing"))
            .build();
    try (Database database = Database.open(options.text("jdbc"));
        Waiting engine = warm(database, workflow, options.number("warmup", 50_000), due)) {
      engine.fill(database, due, "#due");
      engine.advance(Duration.ofMinutes(30));
      engine.fill(database, waiting, "#later");
      double idleClaimMs = claimMs(engine);
      engine.advance(Duration.ofMinutes(45));
      double claimMs = claimMs(engine);
      long began = System.nanoTime();
      engine.engine().start();
      engine.awaitEnds();
      double seconds = (System.nanoTime() - began) / 1e9;
      double heap = heapMb();
      double limit = LimitTimers.perSecond(database, due, waiting);
      ObjectNode line = Output.line("timers", "due at once");
      line.put("due", due).put("waiting", waiting);
      Output.put(line, "seconds", seconds);
      Output.put(line, "timersPerSecond", due / seconds);
      Output.put(line, "limitTimersPerSecond", limit);
      Output.put(line, "ratio", due / seconds / limit);
      Output.put(line, "idleClaimMs", idleClaimMs);
      Output.put(line, "claimMs", claimMs);
      Output.put(line, "heapMb", heap);
      line.setAll(Machine.describe(database));
      Output.print(line);
      Output.people(
          "timers: %,d due at once beside %,d waiting ran in %.1f s, %,.0f/s of %,.0f by hand; a claim takes %.2f ms when nothing is due, %.1f ms for %d; heap %.0f MB",
          due, waiting, seconds, due / seconds, limit, idleClaimMs, claimMs, BATCH, heap);
    }
  }

  /** An engine in a JVM in which as many timers have run before. */
  private static Waiting warm(Database database, WorkflowDefinition workflow, int warmup, int due)
      throws Exception {
    if (warmup > 0) {
      try (Waiting before = new Waiting(database, workflow, warmup)) {
        before.fill(database, warmup, "#warm");
        before.advance(Duration.ofMinutes(75));
        before.engine().start();
        before.awaitEnds();
      }
    }
    return new Waiting(database, workflow, due);
  }

  /** The median time of a claim with everything it reads; each is rolled back. */
  private static double claimMs(Waiting engine) {
    double[] took = new double[CLAIMS];
    for (int i = 0; i < CLAIMS; i++) {
      long began = System.nanoTime();
      Instant now = engine.now();
      try {
        engine
            .store()
            .transact(
                transaction -> {
                  transaction.instances().claim("benchmark", now, now.plusSeconds(15), BATCH);
                  throw new RolledBack();
                });
      } catch (RolledBack e) {
        took[i] = (System.nanoTime() - began) / 1e6;
      }
    }
    return Output.median(took);
  }

  private static double heapMb() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
