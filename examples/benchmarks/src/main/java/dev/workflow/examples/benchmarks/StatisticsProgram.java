package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.Bucket;
import dev.workflow.statistics.Statistics.Outcome;
import dev.workflow.statistics.Statistics.Query;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What questions about a year cost after very many runs, whose facts SQL writes and the engine
 * counts, and what a search in a long log costs.
 */
final class StatisticsProgram {

  private static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final int QUARTERS = 365 * 96;
  private static final int CALLS = 50;

  private StatisticsProgram() {}

  static void run(Options options) throws Exception {
    int runs = options.number("runs", 10_000_000);
    int steps = options.number("steps", 4);
    int log = options.number("log", 1_000_000);
    WorkflowDefinition workflow =
        WorkflowDefinition.builder("w").step(Steps.action("then", "nothing")).build();
    try (Database database = Database.open(options.text("jdbc"));
        Waiting engine = new Waiting(database, workflow, 0)) {
      ObjectNode line = Output.line("statistics", "a year of runs");
      line.put("runs", runs).put("steps", steps);
      questions(database, engine, runs, steps, line);
      line.setAll(Machine.describe(database));
      Output.print(line);
      ObjectNode logLine = Output.line("statistics", "log");
      search(database, engine, log, logLine);
      logLine.setAll(Machine.describe(database));
      Output.print(logLine);
    }
  }

  private static void questions(
      Database database, Waiting engine, int runs, int steps, ObjectNode line) throws SQLException {
    fill(database, runs, steps);
    line.put(
        "factBytes",
        Long.parseLong(database.value("SELECT pg_total_relation_size('wf_statistic_fact')")));
    Statistics statistics = engine.engine().statistics();
    Query year = Query.of(Waiting.TENANT, BEGIN, END).ofWorkflow("w");
    long began = System.nanoTime();
    long counted = statistics.runs(year).get(0).started();
    double seconds = (System.nanoTime() - began) / 1e9;
    if (counted != (long) runs / QUARTERS * QUARTERS) {
      throw new IllegalStateException(counted + " runs were counted");
    }
    Output.put(line, "countSeconds", seconds);
    database.execute("VACUUM ANALYZE wf_statistic");
    database.execute("VACUUM wf_statistic_fact");
    line.put(
        "rollupBytes",
        Long.parseLong(database.value("SELECT pg_total_relation_size('wf_statistic')")));
    line.put("rollups", Long.parseLong(database.value("SELECT count(*) FROM wf_statistic")));
    Output.people(
        "statistics: the facts of %,d runs of %d steps were counted in %.0f s to %s rollups of %,d MB",
        counted,
        steps,
        seconds,
        line.get("rollups"),
        line.get("rollupBytes").longValue() / 1_000_000);
    time(line, "yearMs", () -> statistics.runs(year));
    time(line, "yearByMonthInBerlinMs", () -> statistics.runs(year.by(Bucket.MONTH, BERLIN)));
    time(line, "yearByWeekInBerlinMs", () -> statistics.runs(year.by(Bucket.WEEK, BERLIN)));
    time(line, "yearByDayMs", () -> statistics.runs(year.by(Bucket.DAY, ZoneOffset.UTC)));
    time(line, "yearByDayInBerlinMs", () -> statistics.runs(year.by(Bucket.DAY, BERLIN)));
    time(line, "funnelMs", () -> statistics.steps(year));
    time(line, "armsMs", () -> statistics.arms(year, "ab", Set.of(Outcome.COMPLETED)));
    time(line, "tenantMs", () -> statistics.runs(Query.of(Waiting.TENANT, BEGIN, END)));
  }

  private static void time(ObjectNode line, String name, Runnable question) {
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      long began = System.nanoTime();
      question.run();
      took.add((System.nanoTime() - began) / 1e6);
    }
    double median = Output.median(took.stream().mapToDouble(Double::doubleValue).toArray());
    Output.put(line, name, median);
    Output.people("statistics: %s %.1f", name, median);
  }

  /**
   * The facts of runs over a year: in each quarter of an hour as many, of thirty lengths, each run
   * with its steps.
   */
  private static void fill(Database database, int runs, int steps) throws SQLException {
    int each = runs / QUARTERS;
    database.execute(
        """
        INSERT INTO wf_statistic_fact (body)
        SELECT '@bench' || chr(9) || 'w' || chr(9) || '1'
          || chr(10) || 'Rb' || q || chr(9) || chr(9) || chr(9) || %1$d
          || (SELECT string_agg(chr(10) || kind || q || chr(9) || name || chr(9) || (100 + (n * n * 977 + q * 31) %% 3000000) || chr(9)
                || (%1$d / 30 + CASE WHEN n <= %1$d %% 30 THEN 1 ELSE 0 END), '')
              FROM generate_series(1, 30) n,
                (SELECT 'Rc' AS kind, '' AS name UNION ALL SELECT 'Sc', 's' || s || '/nothing' FROM generate_series(1, %2$d) s) what
              WHERE %1$d / 30 + CASE WHEN n <= %1$d %% 30 THEN 1 ELSE 0 END > 0)
          || (SELECT string_agg(chr(10) || 'Sb' || q || chr(9) || 's' || s || '/nothing' || chr(9) || chr(9) || %1$d, '')
              FROM generate_series(1, %2$d) s)
          || chr(10) || 'Ab' || q || chr(9) || 'ab/a' || chr(9) || chr(9) || %1$d
          || chr(10) || 'Ac' || q || chr(9) || 'ab/a' || chr(9) || chr(9) || %1$d
        FROM generate_series(%3$d, %3$d + %4$d) q
        """
            .formatted(each, steps, BEGIN.getEpochSecond() / 900, QUARTERS - 1));
    database.execute("ANALYZE wf_statistic_fact");
  }

  private static void search(Database database, Waiting engine, int count, ObjectNode line)
      throws SQLException {
    engine
        .engine()
        .instances()
        .start(Waiting.TENANT, "w", null, Payload.of("log"), Actor.of("bench"));
    engine.engine().runUntilIdle();
    database.execute(
        """
        INSERT INTO wf_instance (tenant_id, id, workflow, workflow_version, subject_type, subject_id, created_at, state, outcome, revision, ended_at)
        SELECT tenant_id, gen_random_uuid(), workflow, workflow_version, 'lead', 'log-' || n,
          created_at - n * interval '30 seconds', state, outcome, revision, ended_at - n * interval '30 seconds'
        FROM (SELECT * FROM wf_instance LIMIT 1) one, generate_series(1, %d) n
        """
            .formatted(count));
    database.execute(
        """
        INSERT INTO wf_journal (tenant_id, instance_id, seq, at, body)
        SELECT i.tenant_id, i.id, j.seq, i.created_at, j.body
        FROM wf_instance i, (SELECT j.* FROM wf_journal j) j WHERE i.subject_id LIKE 'log-%' ORDER BY i.created_at
        """);
    database.execute("VACUUM ANALYZE wf_journal");
    database.execute("VACUUM ANALYZE wf_instance");
    line.put("instances", count);
    line.put("entries", Long.parseLong(database.value("SELECT count(*) FROM wf_journal")));
    line.put(
        "bytes", Long.parseLong(database.value("SELECT pg_total_relation_size('wf_journal')")));
    line.put(
        "indexBytes", Long.parseLong(database.value("SELECT pg_relation_size('wf_journal_time')")));
    ExecutionLog log = engine.engine().log();
    ExecutionLog.Query all = ExecutionLog.Query.of(Waiting.TENANT);
    Instant then = Instant.now().minus(Duration.ofDays(100));
    time(line, "newestPageMs", () -> log.search(all, null, 50));
    time(
        line,
        "anHourLongAgoMs",
        () -> log.search(all.between(then, then.plus(Duration.ofHours(1))), null, 50));
    time(
        line,
        "textInADayMs",
        () ->
            log.search(
                all.between(then, then.plus(Duration.ofDays(1))).saying("nowhere"), null, 50));
    time(
        line,
        "subjectMs",
        () -> log.search(all.about(dev.workflow.SubjectRef.of("lead", "log-5000")), null, 50));
  }
}
