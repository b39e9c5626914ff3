package dev.workflow.examples.quickstart;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.ChannelFigures;
import dev.workflow.statistics.Statistics.Query;
import dev.workflow.statistics.Statistics.RunFigures;
import dev.workflow.statistics.Statistics.StepFigures;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Collectors;

/** What the statistics say of a tenant. */
final class Trends {

  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

  private final PrintStream out;
  private final Statistics statistics;

  Trends(PrintStream out, WorkflowEngine engine) {
    this.out = out;
    this.statistics = engine.statistics();
  }

  void print(TenantId tenant, Iterable<String> workflows) {
    Query all = Query.of(tenant, FROM, TO);
    out.printf(
        "%nstatistics of %-14s %9s %9s %9s %9s   %s%n",
        tenant, "started", "success", "half in", "95% in", "visits of its steps");
    for (String workflow : workflows) {
      RunFigures runs = statistics.runs(all.ofWorkflow(workflow)).get(0);
      Statistics.Times cycle = runs.cycle();
      Double success = runs.successRate();
      out.printf(
          "%-28s %,9d %9s %9s %9s   %s%n",
          workflow,
          runs.started(),
          success == null ? "-" : "%.0f%%".formatted(success * 100),
          cycle == null ? "-" : time(cycle.p50()),
          cycle == null ? "-" : time(cycle.p95()),
          funnel(all.ofWorkflow(workflow)));
    }
    for (ChannelFigures channel : statistics.channels(all)) {
      out.printf(
          "channel %s: %,d sent, %,d failed, %,d suppressed%n",
          channel.channel(), channel.sent(), channel.failed(), channel.suppressed());
    }
  }

  private String funnel(Query workflow) {
    return statistics.steps(workflow).stream()
        .sorted(Comparator.comparingLong(StepFigures::entered).reversed())
        .limit(4)
        .map(step -> "%s %,d".formatted(step.name(), step.entered()))
        .collect(Collectors.joining(" > "));
  }

  private static String time(Duration time) {
    if (time.toHours() >= 48) {
      return "%.1f d".formatted(time.toMinutes() / 1440.0);
    }
    return time.toMinutes() >= 120
        ? "%.1f h".formatted(time.toMinutes() / 60.0)
        : "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
