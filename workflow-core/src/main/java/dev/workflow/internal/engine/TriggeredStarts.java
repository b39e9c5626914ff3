package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.RenderedKey;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the workflows that an event triggers, unless something suppresses that: the workflow's own
 * part in the event, a dedupe window, or its concurrency.
 */
final class TriggeredStarts {

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
    for (TenantWorkflows.Candidate candidate : candidates) {
      Result before = results.get(candidate.definition().key());
      if (before == null) {
        results.put(candidate.definition().key(), start(candidate, incoming));
      } else if (before.triesNextTrigger()) {
        Result next = start(candidate, incoming);
        results.put(candidate.definition().key(), next.started() != null ? next : before);
      }
    }
    results.values().forEach(result -> result.tell(receipt));
  }

  /** What came of a trigger: one of both is there. */
  private record Result(
      PublishReceipt.@Nullable Started started, PublishReceipt.@Nullable Suppressed suppressed) {

    static Result suppressed(WorkflowDefinition definition, String reason, String detail) {
      return new Result(null, new PublishReceipt.Suppressed(definition.ref(), reason, detail));
    }

    /** A loop and concurrency are about the workflow; a duplicate is about the trigger. */
    boolean triesNextTrigger() {
      return suppressed != null
          && (suppressed.reason().equals("dedupe") || suppressed.reason().equals("error"));
    }

    void tell(ReceiptDraft receipt) {
      if (started != null) {
        receipt.started(started);
      } else if (suppressed != null) {
        receipt.suppressed(suppressed);
      }
    }
  }

  private Result start(TenantWorkflows.Candidate candidate, IncomingEvent incoming) {
    WorkflowDefinition definition = candidate.definition();
    Event event = incoming.event();
    if (event.cause() != null && event.cause().count(definition.key()) > 0) {
      return Result.suppressed(
          definition, "loop", "the workflow caused this event itself: " + event.cause().links());
    }
    String limit = event.cause() == null ? null : chainLimit(event.tenant(), event.cause());
    if (limit != null) {
      return Result.suppressed(definition, "chain", limit);
    }
    String concurrencyKey;
    String window;
    try {
      concurrencyKey = key(definition.concurrency(), incoming);
      window = suppressedBy(candidate, incoming);
    } catch (WorkflowException e) {
      return Result.suppressed(definition, "error", String.valueOf(e.getMessage()));
    }
    if (window != null) {
      return Result.suppressed(definition, "dedupe", window);
    }
    Starts.Request request =
        new Starts.Request(
            event.tenant(),
            candidate.workflow(),
            event.subject(),
            event,
            incoming.json(),
            null,
            concurrencyKey,
            Actor.ENGINE);
    return work.starts()
        .start(request)
        .map(
            instance ->
                new Result(new PublishReceipt.Started(definition.ref(), instance.key().id()), null))
        .orElseGet(
            () ->
                Result.suppressed(
                    definition,
                    "concurrency",
                    "an instance with key \"" + concurrencyKey + "\" is active"));
  }

  private @Nullable String chainLimit(TenantId tenant, Cause cause) {
    if (cause.depth() >= Cause.MAX_DEPTH) {
      return "automations that cause one another are nested deeper than " + Cause.MAX_DEPTH;
    }
    return work.engine().chains().limit(tenant, cause);
  }

  private static @Nullable String key(Concurrency concurrency, IncomingEvent incoming) {
    return concurrency.key() == null
        ? null
        : RenderedKey.checked(
            "The concurrency key", concurrency.key().render(incoming.data(), incoming.rendering()));
  }

  private @Nullable String suppressedBy(
      TenantWorkflows.Candidate candidate, IncomingEvent incoming) {
    Trigger.Dedupe dedupe = candidate.trigger().dedupe();
    if (dedupe == null) {
      return null;
    }
    String key =
        RenderedKey.checked(
            "The dedupe key", dedupe.key().render(incoming.data(), incoming.rendering()));
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
