package dev.workflow.testkit.contract;

import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.Outcome;
import dev.workflow.statistics.Statistics.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;

/** The operations on statistics and the execution log. */
final class StatisticsCalls {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-02-01T00:00:00Z");

  private final ForeignCalls calls;

  StatisticsCalls(ForeignCalls calls) {
    this.calls = calls;
  }

  private static Query of(TenantId tenant) {
    return Query.of(tenant, FROM, TO).ofWorkflow("w");
  }

  void addAll(WorkflowEngine engine) {
    Statistics it = engine.statistics();
    calls.add(
        "Statistics.runs(Query)",
        "0 0",
        tenant -> {
          Statistics.RunFigures runs = it.runs(of(tenant)).get(0);
          return runs.started() + " " + runs.running();
        });
    calls.add("Statistics.steps(Query)", "[]", tenant -> it.steps(of(tenant)));
    calls.add("Statistics.actions(Query)", "[]", tenant -> it.actions(of(tenant)));
    calls.add("Statistics.channels(Query)", "[]", tenant -> it.channels(of(tenant)));
    calls.add("Statistics.people(Query)", "[]", tenant -> it.people(of(tenant)));
    calls.add(
        "Statistics.arms(Query, String, Set)",
        "[]",
        tenant -> it.arms(of(tenant), "ab", Set.of(Outcome.COMPLETED)));
    calls.add(
        "Statistics.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, TO, removed -> {}));
    ExecutionLog log = engine.log();
    calls.add(
        "ExecutionLog.search(Query, String, int)",
        "[]",
        tenant -> log.search(ExecutionLog.Query.of(tenant), null, 10).items());
    calls.add(
        "ExecutionLog.export(Query, Format, Appendable)", "0", tenant -> exported(log, tenant));
  }

  private static long exported(ExecutionLog log, TenantId tenant) {
    try {
      return log.export(
          ExecutionLog.Query.of(tenant), ExecutionLog.Format.NDJSON, new StringBuilder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
