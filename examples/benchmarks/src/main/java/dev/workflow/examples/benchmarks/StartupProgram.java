package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.jdbi.JdbiWorkflowStore;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How soon an engine is ready: each time in a new JVM, on a schema that is there, with few and with
 * many definitions.
 */
final class StartupProgram {

  private static final TenantId TENANT = TenantId.of("bench");
  private static final String TEMPLATE = "the-template";

  private StartupProgram() {}

  static void run(Options options) throws Exception {
    int definitions = options.number("definitions", 10_000);
    int times = options.number("times", 5);
    try (Database database = Database.open(options.text("jdbc"))) {
      publish(database);
      measure(database, times, 1);
      database.execute(
          """
          INSERT INTO wf_definition (tenant_id, workflow, version, status, document, created_at, created_by)
          SELECT tenant_id, 'flow-' || n, version, status, replace(document, '%1$s', 'flow-' || n), created_at, created_by
          FROM wf_definition, generate_series(2, %2$d) n WHERE workflow = '%1$s'
          """
              .formatted(TEMPLATE, definitions));
      measure(database, times, definitions);
    }
  }

  private static void publish(Database database) {
    WorkflowDefinition definition =
        WorkflowDefinition.builder(TEMPLATE)
            .on(TEMPLATE + ".started")
            .step(Steps.action("first", "nothing"))
            .step(Steps.action("second", "nothing"))
            .build();
    try (WorkflowEngine engine = engine(database)) {
      engine.definitions().publish(TENANT, definition);
    }
  }

  private static WorkflowEngine engine(Database database) {
    return WorkflowEngine.builder()
        .store(JdbiWorkflowStore.open(database.source()))
        .handler(new NothingHandler())
        .build();
  }

  private static void measure(Database database, int times, int definitions) throws Exception {
    List<ObjectNode> starts = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      starts.add(inNewJvm(database.url()));
    }
    ObjectNode line = Output.line("startup", "median of new JVMs");
    line.put("definitions", definitions).put("times", times);
    for (String name : new String[] {"engineMs", "firstEventMs", "sinceJvmStartMs", "heapMb"}) {
      double[] values = starts.stream().mapToDouble(start -> start.get(name).asDouble()).toArray();
      Output.put(line, name, Output.median(values));
    }
    line.setAll(Machine.describe(database));
    Output.print(line);
    Output.people(
        "startup: with %,d definitions the engine is ready after %.0f ms, its first event takes %.0f ms more",
        definitions, line.get("engineMs").asDouble(), line.get("firstEventMs").asDouble());
  }

  private static ObjectNode inNewJvm(String url) throws Exception {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Benchmarks.class.getName(),
                "start",
                "--jdbc",
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the engine did not start: " + output);
    }
    return (ObjectNode) Json.read(output);
  }

  /** One start, in a JVM of its own: prints how long it took until the engine worked. */
  static void start(Options options) throws Exception {
    try (Database database = Database.open(options.text("jdbc"))) {
      database.value("SELECT 1");
      long began = System.nanoTime();
      try (WorkflowEngine engine = engine(database)) {
        engine.start();
        long ready = System.nanoTime();
        engine
            .events()
            .publish(
                Event.of(TENANT, "nothing.waits", SubjectRef.of("lead", "1"), Payload.of("1")));
        long accepted = System.nanoTime();
        long sinceStart =
            System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        ObjectNode line = Output.line("startup", "one start");
        Output.put(line, "engineMs", (ready - began) / 1e6);
        Output.put(line, "firstEventMs", (accepted - ready) / 1e6);
        Output.put(line, "sinceJvmStartMs", (double) sinceStart);
        Output.put(line, "heapMb", (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
        Output.print(line);
      }
    }
  }
}
