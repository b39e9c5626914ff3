package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.ForeignCalls.SPY;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.operations.ExecutionLog;
import dev.workflow.preview.Assumptions;
import dev.workflow.preview.Previews;
import dev.workflow.statistics.Statistics;
import dev.workflow.statistics.Statistics.Outcome;
import dev.workflow.statistics.Statistics.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
    previews(engine.previews());
    calls.add(
        "Decisions.list(TenantId, Query, String, int)",
        "[]",
        tenant ->
            engine
                .decisions()
                .list(tenant, dev.workflow.decision.Decisions.Query.all(), null, 10)
                .items());
    calls.add(
        "Decisions.of(TenantId, String)",
        "NotFoundException: tenant {tenant} has no event \"e-1\"",
        tenant -> engine.decisions().of(tenant, "e-1"));
    ExecutionLog log = engine.log();
    calls.add(
        "ExecutionLog.search(Query, String, int)",
        "[]",
        tenant -> log.search(ExecutionLog.Query.of(tenant), null, 10).items());
    calls.add(
        "ExecutionLog.export(Query, Format, Appendable)", "0", tenant -> exported(log, tenant));
  }

  private void previews(Previews it) {
    calls.add(
        "Previews.starts(TenantId, WorkflowDefinition, Instant, Instant, Actor, Consumer)",
        "0",
        tenant ->
            it.starts(tenant, DefinitionCalls.definition(), FROM, TO, SPY, some -> {}).events());
    calls.add(
        "Previews.run(TenantId, WorkflowDefinition, String, Assumptions, Actor)",
        "NotFoundException: tenant {tenant} has no event \"e-1\"",
        tenant -> it.run(tenant, DefinitionCalls.definition(), "e-1", Assumptions.none(), SPY));
    calls.add(
        "Previews.run(WorkflowDefinition, Event, Assumptions, Actor)",
        "NOT_STARTED",
        tenant ->
            it.run(
                    DefinitionCalls.definition(),
                    Event.of(tenant, "nothing.known", null, Json.object()),
                    Assumptions.none(),
                    SPY)
                .end());
    calls.add(
        "Previews.publication(TenantId, String, Duration, Actor, Consumer)",
        "NotFoundException: tenant {tenant} has no draft of \"w\"",
        tenant -> it.publication(tenant, "w", Duration.ofDays(1), SPY, some -> {}));
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
