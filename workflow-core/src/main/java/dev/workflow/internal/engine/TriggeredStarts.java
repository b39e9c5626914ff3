package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.assignment.Governing;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.RenderedKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts the workflows that an event triggers, unless something suppresses that: the workflow's own
 * part in the event, a dedupe window, or its concurrency.
 */
final class TriggeredStarts {

  /** What suppresses one trigger of a workflow, and not the others. */
  private static final Set<Reason> NEXT = EnumSet.of(Reason.DEDUPE, Reason.ERROR, Reason.UNCHANGED);

  private final UnitOfWork work;

  TriggeredStarts(UnitOfWork work) {
    this.work = work;
  }

  /**
   * Starts each workflow once, by the first of its triggers that nothing speaks against.
   *
   * @param candidates in the order in which they are tried, a workflow once for each trigger
   */
  void start(
      List<TenantWorkflows.Candidate> candidates, IncomingEvent incoming, ReceiptDraft receipt) {
    Map<String, Result> results = new LinkedHashMap<>();
    Governing.Asked governing = governing(incoming);
    for (TenantWorkflows.Candidate candidate : candidates) {
      Result before = results.get(candidate.definition().key());
      if (before == null) {
        results.put(candidate.definition().key(), start(candidate, incoming, governing));
      } else if (before.triesNextTrigger()) {
        Result next = start(candidate, incoming, governing);
        results.put(candidate.definition().key(), next.started() != null ? next : before);
      }
    }
    results.values().forEach(result -> result.tell(receipt));
  }

  /** What came of a trigger: one of both is there. */
  private record Result(
      PublishReceipt.@Nullable Started started, PublishReceipt.@Nullable Suppressed suppressed) {

    static Result suppressed(WorkflowDefinition definition, Reason reason, String detail) {
      return new Result(null, new PublishReceipt.Suppressed(definition.ref(), reason, detail));
    }

    /** A loop and concurrency are about the workflow; a duplicate is about the trigger. */
    boolean triesNextTrigger() {
      return suppressed != null && NEXT.contains(suppressed.reason());
    }

    void tell(ReceiptDraft receipt) {
      if (started != null) {
        receipt.started(started);
      } else if (suppressed != null) {
        receipt.suppressed(suppressed);
      }
    }
  }

  private Governing.Asked governing(IncomingEvent incoming) {
    Event event = incoming.event();
    return work.engine()
        .governing()
        .ask(
            work.transaction(),
            event.tenant(),
            event.subject(),
            incoming.data(),
            key ->
                Optional.ofNullable(work.definitions().of(event.tenant()).newest().get(key))
                    .map(StepTree::definition),
            incoming.context());
  }

  private Result start(
      TenantWorkflows.Candidate candidate, IncomingEvent incoming, Governing.Asked governing) {
    WorkflowDefinition definition = candidate.definition();
    Event event = incoming.event();
    Governing.Refusal refusal = governing.refusal(definition);
    if (refusal != null) {
      return Result.suppressed(
          definition,
          refusal.overridden() ? Reason.OVERRIDDEN : Reason.GOVERNED,
          refusal.because());
    }
    if (event.cause() != null && event.cause().count(definition.key()) > 0) {
      return Result.suppressed(
          definition,
          Reason.LOOP,
          "the workflow caused this event itself: " + event.cause().links());
    }
    String limit = event.cause() == null ? null : chainLimit(event.tenant(), event.cause());
    if (limit != null) {
      return Result.suppressed(definition, Reason.CHAIN, limit);
    }
    String masked = MaskedConditions.refusal(work, candidate, incoming);
    if (masked != null) {
      return Result.suppressed(definition, Reason.ERROR, masked);
    }
    String concurrencyKey;
    String window;
    Duration settle = candidate.trigger().settle();
    try {
      if (candidate.trigger().becomes() && heldBefore(candidate, incoming)) {
        return Result.suppressed(
            definition, Reason.UNCHANGED, "its condition held before the change, too");
      }
      InstanceUpdate settling =
          settle == null ? null : work.settling().putOff(definition, event, settle).orElse(null);
      if (settling != null) {
        return Result.suppressed(
            definition,
            Reason.SETTLING,
            "instance "
                + settling.key().id()
                + " begins at "
                + work.now().plus(settle)
                + " if the subject is quiet until then");
      }
      ObjectNode seen = MaskedConditions.seen(work.engine(), candidate, incoming);
      concurrencyKey = key(definition.concurrency(), seen, incoming);
      window = suppressedBy(candidate, seen, incoming);
    } catch (WorkflowException e) {
      return Result.suppressed(definition, Reason.ERROR, String.valueOf(e.getMessage()));
    }
    if (window != null) {
      return Result.suppressed(definition, Reason.DEDUPE, window);
    }
    StartRequest request =
        new StartRequest(
            event.tenant(),
            candidate.workflow(),
            event.subject(),
            StartRequest.Data.ofEvent(event, incoming.json()),
            concurrencyKey,
            Actor.ENGINE,
            null);
    Instant begins = settle == null || event.subject() == null ? null : work.now().plus(settle);
    return work.starts()
        .start(request, begins)
        .map(
            instance ->
                new Result(new PublishReceipt.Started(definition.ref(), instance.key().id()), null))
        .orElseGet(
            () ->
                Result.suppressed(
                    definition,
                    Reason.CONCURRENCY,
                    "an instance with key \"" + concurrencyKey + "\" is active"));
  }

  /** Whether the condition of a trigger held with what the subject was before the change. */
  private boolean heldBefore(TenantWorkflows.Candidate candidate, IncomingEvent incoming) {
    Event event = incoming.event();
    if (event.previous() == null) {
      return false;
    }
    ObjectNode before = incoming.json().deepCopy();
    before.set("payload", event.previous());
    before.remove("previous");
    ObjectNode data =
        InstanceData.ofEvent(event.tenant(), incoming.tenant(), event.subject(), before);
    EvaluationContext context =
        EvaluationContext.of(incoming.context().now(), incoming.tenant().zone());
    FieldRights fields = work.engine().fields();
    Actor principal = candidate.workflow().publisher();
    if (!fields.concern(principal)) {
      return candidate.trigger().when().testTogether(data, context);
    }
    String subject = event.subject() == null ? null : event.subject().type();
    return candidate
        .trigger()
        .when()
        .testTogether(fields.masked(principal, event.tenant(), subject, data), context.withMasks());
  }

  private @Nullable String chainLimit(TenantId tenant, Cause cause) {
    if (cause.depth() >= Cause.MAX_DEPTH) {
      return "automations that cause one another are nested deeper than " + Cause.MAX_DEPTH;
    }
    return work.engine().chains().limit(tenant, cause);
  }

  private static @Nullable String key(
      Concurrency concurrency, ObjectNode data, IncomingEvent incoming) {
    return concurrency.key() == null
        ? null
        : RenderedKey.checked(
            "The concurrency key", concurrency.key().render(data, incoming.rendering()));
  }

  private @Nullable String suppressedBy(
      TenantWorkflows.Candidate candidate, ObjectNode data, IncomingEvent incoming) {
    Trigger.Dedupe dedupe = candidate.trigger().dedupe();
    if (dedupe == null) {
      return null;
    }
    String key =
        RenderedKey.checked("The dedupe key", dedupe.key().render(data, incoming.rendering()));
    Instant until =
        dedupe.window() == null
            ? null
            : dedupe.window().addTo(work.now(), incoming.tenant().zone());
    boolean opened =
        work.transaction()
            .events()
            .openWindow(
                incoming.event().tenant(), candidate.definition().key(), key, work.now(), until);
    return opened
        ? null
        : "an event with key \"" + key + "\" started it before, and its window is open";
  }
}
