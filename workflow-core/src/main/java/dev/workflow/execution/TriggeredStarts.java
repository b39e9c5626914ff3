package dev.workflow.execution;

import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.RenderedKey;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.Optional;
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

  void start(TenantWorkflows.Candidate candidate, Incoming incoming, ReceiptDraft receipt) {
    WorkflowDefinition definition = candidate.definition();
    Event event = incoming.event();
    if (event.cause() != null && event.cause().count(definition.key()) > 0) {
      receipt.suppressed(
          new PublishReceipt.Suppressed(
              definition.ref(),
              "loop",
              "the workflow caused this event itself: " + event.cause().links()));
      return;
    }
    String limit = event.cause() == null ? null : chainLimit(event.tenant(), event.cause());
    if (limit != null) {
      receipt.suppressed(new PublishReceipt.Suppressed(definition.ref(), "chain", limit));
      return;
    }
    String concurrencyKey;
    String window;
    try {
      concurrencyKey = key(definition.concurrency(), incoming);
      window = suppressedBy(candidate, incoming);
    } catch (WorkflowException e) {
      receipt.suppressed(
          new PublishReceipt.Suppressed(definition.ref(), "error", String.valueOf(e.getMessage())));
      return;
    }
    if (window != null) {
      receipt.suppressed(new PublishReceipt.Suppressed(definition.ref(), "dedupe", window));
      return;
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
    Optional<Working> instance = work.starts().start(request);
    if (instance.isEmpty()) {
      receipt.suppressed(
          new PublishReceipt.Suppressed(
              definition.ref(),
              "concurrency",
              "an instance with key \"" + concurrencyKey + "\" is active"));
      return;
    }
    receipt.started(new PublishReceipt.Started(definition.ref(), instance.get().key().id()));
  }

  private @Nullable String chainLimit(TenantId tenant, Cause cause) {
    if (cause.depth() >= Cause.MAX_DEPTH) {
      return "automations that cause one another are nested deeper than " + Cause.MAX_DEPTH;
    }
    return work.wiring().chains().limit(tenant, cause);
  }

  private static @Nullable String key(Concurrency concurrency, Incoming incoming) {
    return concurrency.key() == null
        ? null
        : RenderedKey.checked(
            "The concurrency key", concurrency.key().render(incoming.data(), incoming.rendering()));
  }

  private @Nullable String suppressedBy(TenantWorkflows.Candidate candidate, Incoming incoming) {
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
