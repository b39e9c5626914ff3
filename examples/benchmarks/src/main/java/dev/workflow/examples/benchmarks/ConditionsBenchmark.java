package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Conditions beside the same tests written by hand, over the same parsed event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConditionsBenchmark {

  private final EvaluationContext context =
      EvaluationContext.of(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);
  private final JsonNode event = SampleEvent.json();
  private final Condition three = Condition.parse(SampleEvent.THREE_LEAVES);
  private final Condition twenty = Condition.parse(SampleEvent.TWENTY_LEAVES);
  private final JsonNode twentyAsJson = Json.read(SampleEvent.TWENTY_LEAVES);
  private final Predicate<JsonNode> threeLambda = HandWritten::three;
  private final Predicate<JsonNode> twentyLambda = HandWritten::twenty;

  /** Refuses to measure anything but leaves that all have to be looked at. */
  @Setup
  public void check() {
    if (!(threeByCondition() && threeByHand() && twentyByCondition() && twentyByHand())) {
      throw new IllegalStateException("every condition must hold for the sample event");
    }
  }

  @Benchmark
  public boolean threeByCondition() {
    return three.test(event, context);
  }

  @Benchmark
  public boolean threeByHand() {
    return threeLambda.test(event);
  }

  @Benchmark
  public boolean twentyByCondition() {
    return twenty.test(event, context);
  }

  @Benchmark
  public boolean twentyByHand() {
    return twentyLambda.test(event);
  }

  /** The first evaluation is part of it, as it finishes what parsing began. */
  @Benchmark
  public boolean compileTwenty() {
    return Condition.parse(twentyAsJson).test(event, context);
  }
}
