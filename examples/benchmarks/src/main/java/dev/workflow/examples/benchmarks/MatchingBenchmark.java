package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.condition.Condition;
import dev.workflow.condition.ConditionIndex;
import dev.workflow.condition.EvaluationContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Matching events through the index, and changing it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MatchingBenchmark {

  private static final int EVENTS = 1 << 10;

  @Param({"10", "1000", "100000"})
  public int rules;

  private final EvaluationContext context =
      EvaluationContext.of(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);
  private final ConditionIndex<Integer> index = ConditionIndex.create();
  private List<JsonNode> events = List.of();
  private List<Condition> conditions = List.of();
  private int nextEvent;
  private int nextRule;

  @Setup
  public void fill() {
    SampleRules sample = new SampleRules(42);
    conditions = sample.conditions(rules);
    for (int i = 0; i < rules; i++) {
      index.put(i, SampleRules.EVENT_TYPE, conditions.get(i));
    }
    events = sample.events(EVENTS);
  }

  @Benchmark
  public void match(Blackhole blackhole) {
    JsonNode event = events.get(nextEvent++ & EVENTS - 1);
    index.forEachMatch(SampleRules.EVENT_TYPE, event, context, blackhole::consume);
  }

  /** Two changes: takes out the rule put longest ago, and puts it back. */
  @Benchmark
  public boolean removeAndPut() {
    int rule = nextRule;
    nextRule = rule + 1 == rules ? 0 : rule + 1;
    boolean removed = index.remove(rule);
    index.put(rule, SampleRules.EVENT_TYPE, conditions.get(rule));
    return removed;
  }
}
