package dev.workflow.statistics.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.internal.service.LogExport;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.Period;
import dev.workflow.statistics.Statistics.Query;
import dev.workflow.statistics.Statistics.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of reports, as whoever wants them may see them.
 *
 * @param statistics theirs
 * @param log theirs
 */
public record ReportRows(Statistics statistics, ExecutionLog log) {

  private static final List<String> TIMES = List.of("p50_s", "p90_s", "p95_s", "p99_s");
  private static final int PAGE = 1_000;

  static List<String> columns(String of) {
    return switch (of) {
      case "runs" ->
          with(
              "started",
              "completed",
              "exited",
              "failed",
              "canceled",
              "retried",
              "running",
              "success_rate");
      case "steps", "actions" ->
          with("name", "entered", "completed", "skipped", "failed", "waited", "attempts");
      case "channels" -> periods("channel", "sent", "delivered", "read", "failed", "suppressed");
      case "people" -> with("actor", "begun", "completed", "failed", "skipped");
      default -> LogExport.COLUMNS;
    };
  }

  private static List<String> periods(String... names) {
    List<String> columns = new ArrayList<>(List.of("from", "to"));
    columns.addAll(List.of(names));
    return List.copyOf(columns);
  }

  private static List<String> with(String... names) {
    List<String> columns = new ArrayList<>(periods(names));
    columns.addAll(TIMES);
    return List.copyOf(columns);
  }

  /** Gives rows until they are taken no more. */
  void each(String of, Query query, Predicate<ObjectNode> taken) {
    switch (of) {
      case "runs" -> all(statistics.runs(query).stream().map(ReportRows::row).toList(), taken);
      case "steps" -> all(statistics.steps(query).stream().map(ReportRows::row).toList(), taken);
      case "actions" ->
          all(statistics.actions(query).stream().map(ReportRows::row).toList(), taken);
      case "channels" ->
          all(statistics.channels(query).stream().map(ReportRows::row).toList(), taken);
      case "people" -> all(statistics.people(query).stream().map(ReportRows::row).toList(), taken);
      default -> log(query, taken);
    }
  }

  private static void all(List<ObjectNode> rows, Predicate<ObjectNode> taken) {
    for (ObjectNode row : rows) {
      if (!taken.test(row)) {
        return;
      }
    }
  }

  private void log(Query query, Predicate<ObjectNode> taken) {
    ExecutionLog.Query acts =
        ExecutionLog.Query.of(query.tenant()).between(query.from(), query.to());
    ExecutionLog.Query wanted = query.workflow() == null ? acts : acts.ofWorkflow(query.workflow());
    String cursor = null;
    do {
      Page<ExecutionLog.Entry> page = log.search(wanted, cursor, PAGE);
      for (ExecutionLog.Entry entry : page.items()) {
        if (!taken.test(LogExport.line(entry))) {
          return;
        }
      }
      cursor = page.next().orElse(null);
    } while (cursor != null);
  }

  private static ObjectNode row(Period period) {
    return Json.object().put("from", period.from().toString()).put("to", period.to().toString());
  }

  private static ObjectNode times(ObjectNode row, @Nullable Times times) {
    if (times != null) {
      row.put("p50_s", seconds(times.p50()))
          .put("p90_s", seconds(times.p90()))
          .put("p95_s", seconds(times.p95()))
          .put("p99_s", seconds(times.p99()));
    }
    return row;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }

  private static ObjectNode row(Statistics.RunFigures runs) {
    ObjectNode row =
        row(runs.period())
            .put("started", runs.started())
            .put("completed", runs.completed())
            .put("exited", runs.exited())
            .put("failed", runs.failed())
            .put("canceled", runs.canceled())
            .put("retried", runs.retried())
            .put("running", runs.running())
            .put("success_rate", runs.successRate());
    return times(row, runs.cycle());
  }

  private static ObjectNode row(Statistics.StepFigures steps) {
    ObjectNode row =
        row(steps.period())
            .put("name", steps.name())
            .put("entered", steps.entered())
            .put("completed", steps.completed())
            .put("skipped", steps.skipped())
            .put("failed", steps.failed())
            .put("waited", steps.waited())
            .put("attempts", steps.attempts());
    return times(row, steps.times());
  }

  private static ObjectNode row(Statistics.ChannelFigures channels) {
    return row(channels.period())
        .put("channel", channels.channel())
        .put("sent", channels.sent())
        .put("delivered", channels.delivered())
        .put("read", channels.read())
        .put("failed", channels.failed())
        .put("suppressed", channels.suppressed());
  }

  private static ObjectNode row(Statistics.PersonFigures people) {
    ObjectNode row =
        row(people.period())
            .put("actor", people.actor())
            .put("begun", people.begun())
            .put("completed", people.completed())
            .put("failed", people.failed())
            .put("skipped", people.skipped());
    return times(row, people.times());
  }
}
