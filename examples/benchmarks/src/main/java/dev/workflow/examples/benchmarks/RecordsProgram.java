package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepState;
import java.util.UUID;

/**
 * What conditions over fresh records cost: runs of four steps that are asked for by the event that
 * started them, and by the host's record as it is before each step, in turns.
 */
final class RecordsProgram {

  private static final String DOCUMENT =
      """
      {"key": "%1$s", "triggers": [{"event": "%1$s.created"}], %2$s
       "steps": [{"id": "a", "action": "nothing", "when": %3$s}, {"id": "b", "action": "nothing", "when": %3$s},
                 {"id": "c", "action": "nothing", "when": %3$s}, {"id": "d", "action": "nothing", "when": %3$s}]}
      """;

  private static final String PLAIN = "plain";
  private static final String FRESH = "fresh";

  private RecordsProgram() {}

  static void run(Options options) throws Exception {
    int rounds = options.number("rounds", 5);
    int runs = Math.max(1, options.number("runs", 20_000) / rounds);
    int clients = options.number("inflight", 64);
    int warmup = options.number("warmup", 10_000);
    ContactedLeads records = new ContactedLeads();
    try (Database database = Database.open(options.text("jdbc"));
        EngineRuns engine =
            new EngineRuns(
                database.source(),
                builder -> builder.records(records),
                workflow(PLAIN, "", "new"),
                workflow(
                    FRESH,
                    "\"records\": {\"lead\": {\"type\": \"lead\", \"id\": \"{{subject.id}}\", \"read\": \"each-step\"}},",
                    ContactedLeads.CONTACTED))) {
      check(engine, PLAIN);
      check(engine, FRESH);
      Load.run(warmup, clients, () -> one(engine, PLAIN));
      Load.run(warmup, clients, () -> one(engine, FRESH));
      double[] plain = new double[rounds];
      double[] fresh = new double[rounds];
      double[] ratios = new double[rounds];
      long calls = records.calls();
      long read = records.read();
      Counters before = Counters.read(database);
      for (int i = 0; i < rounds; i++) {
        plain[i] = Load.run(runs, clients, () -> one(engine, PLAIN)).perSecond();
        fresh[i] = Load.run(runs, clients, () -> one(engine, FRESH)).perSecond();
        ratios[i] = fresh[i] / plain[i];
      }
      ObjectNode line = Output.line("records", "conditions over fresh records");
      line.put("runs", runs * rounds).put("inflight", clients);
      Output.put(line, "runsPerSecond", Output.median(fresh));
      Output.put(line, "payloadRunsPerSecond", Output.median(plain));
      Output.put(line, "ratio", Output.median(ratios));
      Output.put(line, "readsPerRun", (records.read() - read) / (double) (runs * rounds));
      Output.put(
          line, "recordsPerCall", (records.read() - read) / (double) (records.calls() - calls));
      Output.put(
          line,
          "commitsPerRun",
          Counters.read(database).since(before).commits() / (2.0 * runs * rounds));
      line.setAll(Machine.describe(database));
      Output.print(line);
      Output.people(
          "records: %,.0f runs/s whose four steps ask a fresh record, %,.0f/s that ask the payload; %.1f records a call",
          Output.median(fresh),
          Output.median(plain),
          (records.read() - read) / (double) (records.calls() - calls));
    }
  }

  private static InstanceId one(EngineRuns engine, String workflow) throws InterruptedException {
    return engine.run(workflow + ".created", UUID.randomUUID().toString());
  }

  /** All four steps of a run are done, because their conditions hold. */
  private static void check(EngineRuns engine, String workflow) throws InterruptedException {
    WorkflowInstance run =
        engine.engine().instances().get(EngineRuns.TENANT, one(engine, workflow));
    if (!run.steps().stream().allMatch(step -> step.state() == StepState.COMPLETED)) {
      throw new IllegalStateException("a step was left out: " + run);
    }
  }

  private static WorkflowDefinition workflow(String key, String records, String status) {
    String when =
        "{\"field\": \"lead.status\", \"operator\": \"eq\", \"value\": \"" + status + "\"}";
    return WorkflowDefinition.parse(DOCUMENT.formatted(key, records, when));
  }
}
