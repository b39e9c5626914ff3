package dev.workflow.testkit;

import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.HistoryEntry.InstanceMove;
import dev.workflow.instance.HistoryEntry.StepMove;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.Query;
import dev.workflow.statistics.Statistics.RunFigures;
import dev.workflow.statistics.Statistics.StepFigures;
import dev.workflow.statistics.Statistics.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts runs and steps again from the histories of a tenant, and compares: whatever happened, each
 * counts once. Of a tenant all of whose instances are still there.
 */
public final class StatisticsCheck {

  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

  private final Map<String, Runs> runs = new TreeMap<>();

  private StatisticsCheck() {}

  private static final class Runs {
    private long started;
    private long retried;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final List<Duration> cycles = new ArrayList<>();
    private final Map<String, Steps> steps = new TreeMap<>();
  }

  private static final class Steps {
    private long entered;
    private long attempts;
    private final Map<StepState, Long> ends = new HashMap<>();
  }

  /**
   * @throws AssertionError naming the first figure that differs
   */
  public static void check(WorkflowEngine engine, TenantId tenant) {
    StatisticsCheck recount = new StatisticsCheck();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Instances.Summary> page =
          engine.instances().list(Instances.Query.of(tenant), cursor.orElse(null), 500);
      for (Instances.Summary summary : page.items()) {
        recount.add(summary, engine.history().of(tenant, summary.id()));
      }
      cursor = page.next();
    } while (cursor.isPresent());
    recount.compare(engine.statistics(), tenant);
  }

  private void add(Instances.Summary summary, List<HistoryEntry> history) {
    Runs all = runs.computeIfAbsent(summary.workflow().key(), key -> new Runs());
    InstanceMove end = null;
    Map<String, StepState> states = new HashMap<>();
    Map<String, Integer> attempts = new HashMap<>();
    for (HistoryEntry entry : history) {
      if (entry instanceof InstanceMove move) {
        all.started += starts(move) ? 1 : 0;
        all.retried += move.from() == InstanceState.FAILED && !move.to().ended() ? 1 : 0;
        boolean counts =
            move.from() != InstanceState.DRAFT && move.from() != InstanceState.COMPLETED;
        if (counts) {
          end = move.to().ended() ? move : null;
        }
      } else if (entry instanceof StepMove move && !move.step().endsWith("~undo")) {
        step(all, move, states, attempts);
      }
    }
    states.forEach((step, state) -> end(all, step, state));
    if (end != null) {
      String outcome = end.outcome() == null ? "none" : end.outcome().text();
      all.outcomes.merge(outcome, 1L, Long::sum);
      if (end.to() == InstanceState.COMPLETED && !outcome.equals("exited")) {
        all.cycles.add(Duration.between(summary.createdAt(), end.at()));
      }
    }
  }

  private static boolean starts(InstanceMove move) {
    return move.from() == InstanceState.DRAFT && move.to() == InstanceState.ACTIVE;
  }

  private static void step(
      Runs all, StepMove move, Map<String, StepState> states, Map<String, Integer> attempts) {
    Steps steps = steps(all, move.step());
    if (move.from() == StepState.PENDING && move.to() != StepState.PENDING) {
      steps.entered++;
      StepState before = states.get(move.step());
      if (before != null) {
        end(all, move.step(), before);
      }
      attempts.remove(move.step());
    }
    states.put(move.step(), move.to());
    int before = attempts.getOrDefault(move.step(), 0);
    steps.attempts += Math.max(0, move.how().attempt() - before);
    attempts.put(move.step(), move.how().attempt());
  }

  private static void end(Runs all, String step, StepState state) {
    if (!state.open() && state != StepState.PENDING) {
      steps(all, step).ends.merge(state, 1L, Long::sum);
    }
  }

  private static Steps steps(Runs all, String step) {
    String id = step.split("[\\[#~]", 2)[0];
    return all.steps.computeIfAbsent(id, key -> new Steps());
  }

  private void compare(Statistics statistics, TenantId tenant) {
    Query total = Query.of(tenant, FROM, TO);
    long started = 0;
    for (Map.Entry<String, Runs> one : runs.entrySet()) {
      Runs told = one.getValue();
      String workflow = one.getKey();
      RunFigures counted = statistics.runs(total.ofWorkflow(workflow)).get(0);
      same(workflow, "started", counted.started(), told.started);
      same(workflow, "retried", counted.retried(), told.retried);
      same(workflow, "completed", counted.completed(), told.outcomes.get("completed"));
      same(workflow, "exited", counted.exited(), told.outcomes.get("exited"));
      same(workflow, "failed", counted.failed(), told.outcomes.get("failed"));
      same(workflow, "canceled", counted.canceled(), told.outcomes.get("canceled"));
      long ended = told.outcomes.values().stream().mapToLong(Long::longValue).sum();
      same(workflow, "running", counted.running(), told.started - ended);
      times(workflow, counted.cycle(), told.cycles);
      steps(workflow, statistics.steps(total.ofWorkflow(workflow)), told.steps);
      started += told.started;
    }
    same("the tenant", "started", statistics.runs(total).get(0).started(), started);
  }

  private static void steps(String workflow, List<StepFigures> counted, Map<String, Steps> told) {
    for (StepFigures line : counted) {
      Steps steps = told.getOrDefault(line.name(), new Steps());
      String where = workflow + "/" + line.name();
      same(where, "entered", line.entered(), steps.entered);
      same(where, "attempts", line.attempts(), steps.attempts);
      same(where, "completed", line.completed(), steps.ends.get(StepState.COMPLETED));
      same(where, "failed", line.failed(), steps.ends.get(StepState.FAILED));
      same(where, "skipped", line.skipped(), steps.ends.get(StepState.SKIPPED));
    }
    long known = counted.stream().mapToLong(StepFigures::entered).sum();
    same(workflow, "entered", known, told.values().stream().mapToLong(step -> step.entered).sum());
  }

  private static void times(String workflow, @Nullable Times counted, List<Duration> told) {
    same(workflow, "timed", counted == null ? 0 : counted.count(), (long) told.size());
    if (counted == null) {
      return;
    }
    List<Long> sorted = told.stream().map(Duration::toMillis).sorted().toList();
    mean(workflow, counted.mean().toMillis(), sorted);
    near(workflow, counted.p50(), sorted, 50);
    near(workflow, counted.p90(), sorted, 90);
    near(workflow, counted.p95(), sorted, 95);
    near(workflow, counted.p99(), sorted, 99);
  }

  private static void mean(String workflow, long counted, List<Long> times) {
    double exact = times.stream().mapToLong(Long::longValue).average().orElse(0);
    if (Math.abs(counted - exact) > 1 + exact / 100) {
      throw new AssertionError(
          "the mean of %s is %d ms by the statistics and %.1f ms by the histories"
              .formatted(workflow, counted, exact));
    }
  }

  private static void near(String workflow, Duration counted, List<Long> sorted, int percent) {
    int place = Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    long exact = sorted.get(place);
    long millis = counted.toMillis();
    if (millis < exact || millis > exact + 1 + exact / 100) {
      throw new AssertionError(
          "p%d of %s is %d ms by the statistics and %d ms by the histories"
              .formatted(percent, workflow, millis, exact));
    }
  }

  private static void same(String where, String figure, long counted, @Nullable Long told) {
    long exact = told == null ? 0 : told;
    if (counted != exact) {
      throw new AssertionError(
          "%s of %s is %d by the statistics and %d by the histories"
              .formatted(figure, where, counted, exact));
    }
  }
}
