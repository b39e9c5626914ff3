package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.engine.DryRun;
import dev.workflow.internal.engine.EventCheck;
import dev.workflow.internal.engine.FieldRights;
import dev.workflow.internal.engine.Receipts;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.EventExplanation;
import dev.workflow.trigger.EventExplanation.Candidate;
import dev.workflow.trigger.EventExplanation.Verdict;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says why each workflow would or would not start: the real intake is rehearsed in a transaction
 * that is rolled back.
 */
public final class Explainer {

  /** So many ids are in a line for people. */
  private static final int SHOWN = 5;

  private final Transactions transactions;

  public Explainer(Transactions transactions) {
    this.transactions = transactions;
  }

  public EventExplanation explain(Event event) {
    return explain(event, Actor.ENGINE);
  }

  /** The same as somebody may see it: conditions on what is masked for them are not evaluable. */
  public EventExplanation explain(Event event, Actor viewer) {
    EventCheck.require(transactions.engine(), event);
    TenantDirectory.Settings tenant = transactions.engine().tenant(event.tenant());
    DryRun.Outcome outcome = new DryRun(transactions.engine()).of(event);
    return transactions.transact(
        transaction -> explanation(transaction, event, tenant, outcome, viewer));
  }

  private EventExplanation explanation(
      StoreTransaction transaction,
      Event event,
      TenantDirectory.Settings tenant,
      DryRun.Outcome outcome,
      Actor viewer) {
    PublishReceipt receipt = outcome.receipt();
    TenantWorkflows workflows = transactions.engine().workflows().of(transaction, event.tenant());
    EvaluationContext plain = EvaluationContext.of(transactions.engine().now(), tenant.zone());
    EvaluationContext context =
        event.previous() == null ? plain : plain.withPrevious(event.previous());
    ObjectNode data = InstanceData.ofEvent(event.tenant(), tenant, event.subject(), event.toJson());
    Map<String, InstanceId> started =
        receipt.started().stream()
            .collect(
                Collectors.toMap(one -> one.workflow().key(), PublishReceipt.Started::instance));
    Map<String, PublishReceipt.Suppressed> suppressed =
        receipt.suppressed().stream()
            .collect(Collectors.toMap(one -> one.workflow().key(), Function.identity()));
    List<Candidate> candidates = new ArrayList<>();
    for (TenantWorkflows.Candidate candidate : workflows.candidates(event.type())) {
      String key = candidate.definition().key();
      InstanceId instance = started.get(key);
      DryRun.Concurrent concurrent = instance == null ? null : outcome.concurrent().get(instance);
      Seen seen = seen(event, data, context, candidate.workflow().publisher());
      Seen own = seen(event, seen.data(), seen.context(), viewer);
      candidates.add(verdict(candidate, event, own, suppressed.get(key), concurrent));
    }
    PublishReceipt accepted =
        event.id() == null
            ? null
            : transaction.events().find(event.tenant(), event.id()).map(Receipts::of).orElse(null);
    if (transactions.engine().fields().concern(viewer)) {
      return new EventExplanation(event, candidates, List.of(), List.of(), List.of(), null);
    }
    return new EventExplanation(
        event, candidates, receipt.exited(), receipt.answered(), outcome.misses(), accepted);
  }

  /** What somebody sees of an event. */
  private record Seen(ObjectNode data, EvaluationContext context) {}

  private Seen seen(Event event, ObjectNode data, EvaluationContext context, Actor viewer) {
    FieldRights fields = transactions.engine().fields();
    if (!fields.concern(viewer)) {
      return new Seen(data, context);
    }
    String subject = event.subject() == null ? null : event.subject().type();
    return new Seen(
        fields.masked(viewer, event.tenant(), subject, data),
        (context.previous() instanceof ObjectNode previous
                ? context.withPrevious(fields.masked(viewer, event.tenant(), subject, previous))
                : context)
            .withMasks());
  }

  private static Candidate verdict(
      TenantWorkflows.Candidate candidate,
      Event event,
      Seen seen,
      PublishReceipt.@Nullable Suppressed suppressed,
      DryRun.@Nullable Concurrent concurrent) {
    var definition = candidate.definition();
    if (!TenantWorkflows.fits(definition, event)) {
      String found = event.subject() == null ? "none" : "a " + event.subject().type();
      return new Candidate(
          definition.ref(),
          Verdict.NOT_MATCHED,
          "it is about a " + definition.subject() + "; the event's subject is " + found,
          null,
          List.of());
    }
    Explanation why = candidate.trigger().when().explain(seen.data(), seen.context());
    try {
      if (seen.context().masked()) {
        candidate.trigger().when().test(seen.data(), seen.context());
      }
    } catch (NotEvaluableException e) {
      return new Candidate(
          definition.ref(), Verdict.ERROR, String.valueOf(e.getMessage()), why.toJson(), List.of());
    }
    if (!why.holds()) {
      return new Candidate(
          definition.ref(),
          Verdict.NOT_MATCHED,
          why.firstFailing().map(Explanation::toString).orElse("its condition is false"),
          why.toJson(),
          List.of());
    }
    if (suppressed != null) {
      Verdict verdict =
          suppressed.reason() == PublishReceipt.Suppressed.Reason.ERROR
              ? Verdict.ERROR
              : Verdict.SUPPRESSED;
      return new Candidate(
          definition.ref(),
          verdict,
          suppressed.reason().text() + ": " + suppressed.detail(),
          why.toJson(),
          List.of());
    }
    if (concurrent == null || concurrent.others().isEmpty()) {
      return new Candidate(
          definition.ref(), Verdict.STARTS, "its trigger matches", why.toJson(), List.of());
    }
    String others = "with the concurrency key \"" + concurrent.key() + "\": " + shown(concurrent);
    return new Candidate(
        definition.ref(),
        concurrent.waits() ? Verdict.QUEUED : Verdict.STARTS,
        concurrent.waits()
            ? "its trigger matches; it would wait until those before it have ended, " + others
            : "its trigger matches; it would cancel and replace those " + others,
        why.toJson(),
        concurrent.others());
  }

  private static String shown(DryRun.Concurrent concurrent) {
    List<InstanceId> others = concurrent.others();
    String first =
        others.stream().limit(SHOWN).map(InstanceId::toString).collect(Collectors.joining(", "));
    return others.size() > SHOWN ? first + " and " + (others.size() - SHOWN) + " more" : first;
  }
}
