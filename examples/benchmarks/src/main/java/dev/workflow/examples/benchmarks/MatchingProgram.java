package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import dev.workflow.condition.ConditionIndex;
import dev.workflow.condition.EvaluationContext;
import java.lang.ref.Reference;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/** What matching an event against many rules costs, and what a rule takes in memory. */
final class MatchingProgram {

  private static final int SAMPLE = 1_000;

  private MatchingProgram() {}

  /** Of one number of rules. */
  private record Contents(double bytesPerRule, double matchesPerEvent) {}

  static void run(Options options) throws Exception {
    String rulesOption = options.text("rules");
    Map<String, String[]> parameters =
        rulesOption == null ? Map.of() : Map.of("rules", rulesOption.split(","));
    for (RunResult result : Jmh.run(MatchingBenchmark.class, options, parameters)) {
      int rules = Integer.parseInt(result.getParams().getParam("rules"));
      boolean match = Jmh.method(result).equals("match");
      ObjectNode line = Output.line("matching", match ? "match" : "put and remove");
      line.put("rules", rules);
      if (match) {
        Contents contents = contents(rules);
        Output.put(line, "eventsPerSecond", Jmh.score(result));
        Output.put(line, "eventsPerCpuSecond", 1e9 / Jmh.cpuNanos(result));
        Output.put(line, "bytesPerEvent", Jmh.bytesPerOperation(result));
        Output.put(line, "matchesPerEvent", contents.matchesPerEvent());
        Output.put(line, "bytesPerRule", contents.bytesPerRule());
      } else {
        Output.put(line, "changesPerSecond", 2 * Jmh.score(result));
        Output.put(line, "changesPerCpuSecond", 2e9 / Jmh.cpuNanos(result));
      }
      line.setAll(Machine.describe());
      Output.print(line);
      Output.people(
          "matching: %,d rules, %,.0f %s/s",
          rules, match ? Jmh.score(result) : 2 * Jmh.score(result), match ? "events" : "changes");
    }
  }

  private static Contents contents(int rules) throws InterruptedException {
    SampleRules sample = new SampleRules(42);
    List<Condition> conditions = sample.conditions(rules);
    Integer[] keys = new Integer[rules];
    for (int i = 0; i < rules; i++) {
      keys[i] = i;
    }
    ConditionIndex<Integer> index = ConditionIndex.create();
    long before = used();
    double bytes;
    try {
      for (int i = 0; i < rules; i++) {
        index.put(keys[i], SampleRules.EVENT_TYPE, conditions.get(i));
      }
      bytes = (used() - before) / (double) rules;
    } finally {
      Reference.reachabilityFence(conditions);
      Reference.reachabilityFence(keys);
    }
    EvaluationContext context =
        EvaluationContext.of(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);
    long matches = 0;
    for (JsonNode event : sample.events(SAMPLE)) {
      matches += index.match(SampleRules.EVENT_TYPE, event, context).size();
    }
    return new Contents(bytes, matches / (double) SAMPLE);
  }

  /** Bytes in use once everything unreachable is gone. */
  private static long used() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
