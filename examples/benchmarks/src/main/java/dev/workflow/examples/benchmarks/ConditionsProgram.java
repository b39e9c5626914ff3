package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;

/** What evaluating and compiling a condition costs. */
final class ConditionsProgram {

  private ConditionsProgram() {}

  static void run(Options options) throws Exception {
    Map<String, RunResult> results = new HashMap<>();
    Jmh.run(ConditionsBenchmark.class, options, Map.of())
        .forEach(result -> results.put(Jmh.method(result), result));
    for (String leaves : new String[] {"three", "twenty"}) {
      RunResult condition = Objects.requireNonNull(results.get(leaves + "ByCondition"));
      RunResult byHand = Objects.requireNonNull(results.get(leaves + "ByHand"));
      ObjectNode line = Output.line("conditions", leaves + " leaves");
      Output.put(line, "nsPerOp", Jmh.score(condition));
      Output.put(line, "byHandNsPerOp", Jmh.score(byHand));
      Output.put(line, "timesByHand", Jmh.score(condition) / Jmh.score(byHand));
      Output.put(line, "cpuNsPerOp", Jmh.cpuNanos(condition));
      Output.put(line, "byHandCpuNsPerOp", Jmh.cpuNanos(byHand));
      Output.put(line, "cpuTimesByHand", Jmh.cpuNanos(condition) / Jmh.cpuNanos(byHand));
      Output.put(line, "bytesPerOp", Jmh.bytesPerOperation(condition));
      line.put("eventBytes", SampleEvent.json().toString().length()).setAll(Machine.describe());
      Output.print(line);
      Output.people(
          "conditions: %s leaves %.0f ns of processor time, %.2f times the lambda",
          leaves, Jmh.cpuNanos(condition), Jmh.cpuNanos(condition) / Jmh.cpuNanos(byHand));
    }
    RunResult compile = Objects.requireNonNull(results.get("compileTwenty"));
    ObjectNode line = Output.line("conditions", "compile twenty leaves");
    Output.put(line, "microsPerOp", Jmh.score(compile) / 1e3);
    Output.put(line, "cpuMicrosPerOp", Jmh.cpuNanos(compile) / 1e3);
    Output.put(line, "bytesPerOp", Jmh.bytesPerOperation(compile));
    Output.print(line);
    Output.people("conditions: compiling twenty leaves %.1f µs", Jmh.score(compile) / 1e3);
  }
}
