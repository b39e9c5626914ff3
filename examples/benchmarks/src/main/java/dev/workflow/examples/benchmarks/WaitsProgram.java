package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import java.util.Arrays;

/** Many steps that wait for one type of event: what an event about one of their subjects costs. */
final class WaitsProgram {

  private static final String NAMES = "#waiting";

  private WaitsProgram() {}

  static void run(Options options) throws Exception {
    int waits = options.number("waits", 100_000);
    int events = Math.min(waits - 1, options.number("events", 2_000));
    WorkflowDefinition workflow =
        WorkflowDefinition.builder("waiting")
            .on("lead.created")
            .step(Steps.waitFor("reply", "message.received"))
            .build();
    try (Database database = Database.open(options.text("jdbc"));
        Waiting engine = new Waiting(database, workflow, events)) {
      engine.fill(database, waits, NAMES);
      engine.engine().start();
      double[] answered = publish(engine, events, NAMES + "-");
      double[] ignored = publish(engine, events, "nobody-");
      ObjectNode line = Output.line("waits", "one subject");
      line.put("waits", waits).put("events", events);
      Output.put(line, "answerP50Ms", answered[events / 2]);
      Output.put(line, "answerP99Ms", answered[events * 99 / 100]);
      Output.put(line, "answersPerSecond", events / (Arrays.stream(answered).sum() / 1e3));
      Output.put(line, "noHitP50Ms", ignored[events / 2]);
      line.setAll(Machine.describe(database));
      Output.print(line);
      Output.people(
          "waits: with %,d waiting, an event that answers one takes %.2f ms (p99 %.2f), one that answers none %.2f ms",
          waits, answered[events / 2], answered[events * 99 / 100], ignored[events / 2]);
    }
  }

  private static double[] publish(Waiting engine, int events, String names) {
    double[] took = new double[events];
    for (int i = 0; i < events; i++) {
      String name = names + (i + 1);
      Event event =
          Event.of(
              Waiting.TENANT, "message.received", SubjectRef.of("lead", name), Payload.of(name));
      long began = System.nanoTime();
      PublishReceipt receipt = engine.engine().events().publish(event);
      took[i] = (System.nanoTime() - began) / 1e6;
      int expected = names.equals(NAMES + "-") ? 1 : 0;
      if (receipt.answered().size() != expected) {
        throw new IllegalStateException(
            "expected " + expected + " answers; the receipt is " + receipt);
      }
    }
    Arrays.sort(took);
    return took;
  }
}
