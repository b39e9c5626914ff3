package dev.workflow.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.instance.InstanceData;
import dev.workflow.instance.RenderedKey;
import dev.workflow.instance.StepRun;
import dev.workflow.instance.StepState;
import dev.workflow.instance.Stimulus;
import dev.workflow.instance.Transition;
import dev.workflow.instance.WaitKeys;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.WaiterLookup;
import dev.workflow.spi.store.WaiterRow;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts events inside a transaction: first the instances it answers or ends, then the workflows
 * it starts. What an event did is its receipt, stored with it.
 */
final class EventIntake {

  private final UnitOfWork work;
  private final UnitOfWork.Repeats repeats;
  private final Map<EventKey, PublishReceipt> accepted = new HashMap<>();

  EventIntake(UnitOfWork work, UnitOfWork.Repeats repeats) {
    this.work = work;
    this.repeats = repeats;
  }

  /** One event on its way in. */
  private record Incoming(
      String id,
      boolean idIsNew,
      Event event,
      ObjectNode json,
      ObjectNode data,
      TenantDirectory.Settings tenant,
      EvaluationContext context) {}

  /** Accepts an event, or finds the receipt of its first time. */
  PublishReceipt accept(Event published) {
    Optional<PublishReceipt> known = known(published);
    if (known.isPresent()) {
      work.accepted(published, known.get());
      return known.get();
    }
    Incoming incoming = incoming(published);
    PublishReceipt receipt = acceptUnlessStored(incoming);
    work.accepted(incoming.event(), receipt);
    return receipt;
  }

  /** An event that this unit of work has accepted already. */
  private Optional<PublishReceipt> known(Event event) {
    return Optional.ofNullable(event.id())
        .map(id -> accepted.get(new EventKey(event.tenant(), id)))
        .map(ReceiptJson::repeated);
  }

  private PublishReceipt acceptUnlessStored(Incoming incoming) {
    Event event = incoming.event();
    TenantWorkflows workflows = work.wiring().workflows().of(work.transaction(), event.tenant());
    List<TenantWorkflows.Candidate> candidates =
        workflows.matching(event, incoming.data(), incoming.context());
    if (repeats == UnitOfWork.Repeats.REFUSED || incoming.idIsNew()) {
      return acceptNew(incoming, workflows, candidates);
    }
    if (candidates.isEmpty() && !workflows.concerns(event.type())) {
      return acceptIdle(incoming);
    }
    return stored(event).orElseGet(() -> acceptNew(incoming, workflows, candidates));
  }

  private Optional<PublishReceipt> stored(Event event) {
    return work.transaction()
        .events()
        .find(event.tenant(), String.valueOf(event.id()))
        .map(ReceiptJson::repeated);
  }

  /** An event that nobody waits for: storing it is all there is to do. */
  private PublishReceipt acceptIdle(Incoming incoming) {
    PublishReceipt receipt =
        new PublishReceipt(incoming.id(), false, List.of(), List.of(), List.of(), List.of());
    if (work.transaction().events().insertIfNew(row(incoming, receipt))) {
      accepted.put(new EventKey(incoming.event().tenant(), incoming.id()), receipt);
      return receipt;
    }
    return stored(incoming.event()).orElseThrow(EventRows.DuplicateEventException::new);
  }

  private PublishReceipt acceptNew(
      Incoming incoming, TenantWorkflows workflows, List<TenantWorkflows.Candidate> candidates) {
    List<PublishReceipt.Answered> answered = new ArrayList<>();
    List<InstanceId> exited = new ArrayList<>();
    for (InstanceKey key : concerned(incoming.event(), workflows)) {
      work.load(key).ifPresent(instance -> arrive(instance, incoming.event(), answered, exited));
    }
    List<PublishReceipt.Started> started = new ArrayList<>();
    List<PublishReceipt.Suppressed> suppressed = new ArrayList<>();
    for (TenantWorkflows.Candidate candidate : candidates) {
      start(candidate, incoming, started, suppressed);
    }
    PublishReceipt receipt =
        new PublishReceipt(incoming.id(), false, started, answered, exited, suppressed);
    accepted.put(new EventKey(incoming.event().tenant(), incoming.id()), receipt);
    work.accepted(row(incoming, receipt));
    return receipt;
  }

  private Incoming incoming(Event published) {
    String id =
        published.id() == null ? UuidCreator.getTimeOrderedEpochPlus1().toString() : published.id();
    Event event = published.withId(id);
    if (event.occurredAt() == null) {
      event = event.at(work.now());
    }
    TenantDirectory.Settings tenant = work.wiring().tenant(event.tenant());
    ObjectNode json = event.toJson();
    ObjectNode data = InstanceData.ofEvent(event.tenant(), tenant, event.subject(), json);
    EvaluationContext context =
        EvaluationContext.of(work.now(), tenant.zone()).withPrevious(event.previous());
    return new Incoming(id, published.id() == null, event, json, data, tenant, context);
  }

  private Set<InstanceKey> concerned(Event event, TenantWorkflows workflows) {
    Set<InstanceKey> keys = new LinkedHashSet<>();
    Set<String> exits = workflows.exitsOn(event.type());
    SubjectRef subject = event.subject();
    if (subject != null && !exits.isEmpty()) {
      keys.addAll(work.openOf(event.tenant(), subject, exits));
    }
    if (workflows.waitsFor(event.type())) {
      List<WaiterLookup> lookups =
          WaitKeys.of(event).stream()
              .map(key -> new WaiterLookup(event.tenant(), event.type(), key))
              .toList();
      if (!lookups.isEmpty()) {
        work.transaction().instances().waiters(lookups).stream()
            .map(WaiterRow::instance)
            .forEach(keys::add);
        work.workings().stream()
            .filter(working -> waits(working, event))
            .map(Working::key)
            .forEach(keys::add);
      }
    }
    return keys;
  }

  private static boolean waits(Working working, Event event) {
    List<String> keys = WaitKeys.of(event);
    for (StepRun run : working.snapshot().steps().values()) {
      if (run.state() == StepState.IN_PROGRESS
          && run.memory().waitingFor() != null
          && keys.contains(run.memory().waitingFor())) {
        return working.key().tenant().equals(event.tenant());
      }
    }
    return false;
  }

  private void arrive(
      Working instance,
      Event event,
      List<PublishReceipt.Answered> answered,
      List<InstanceId> exited) {
    if (instance.snapshot().state().ended()) {
      return;
    }
    int before = instance.transitions().size();
    work.stimulate(instance, new Stimulus.Arrival(event));
    List<Transition> made = instance.transitions().subList(before, instance.transitions().size());
    if (instance.snapshot().ending() != null
        && instance.snapshot().ending().outcome().equals("exited")) {
      exited.add(instance.key().id());
      return;
    }
    for (Transition transition : made) {
      if (transition instanceof Transition.OfStep step
          && step.to() == StepState.COMPLETED
          && step.after().output() != null
          && event.id() != null
          && event.id().equals(step.after().output().path("event").path("id").textValue())) {
        answered.add(
            new PublishReceipt.Answered(instance.key().id(), step.after().key().toString()));
      }
    }
  }

  private void start(
      TenantWorkflows.Candidate candidate,
      Incoming incoming,
      List<PublishReceipt.Started> started,
      List<PublishReceipt.Suppressed> suppressed) {
    WorkflowDefinition definition = candidate.definition();
    Event event = incoming.event();
    if (event.cause() != null && event.cause().count(definition.key()) > 0) {
      suppressed.add(
          new PublishReceipt.Suppressed(
              definition.ref(),
              "loop",
              "the workflow caused this event itself: " + event.cause().links()));
      return;
    }
    String concurrencyKey;
    String window;
    try {
      concurrencyKey = key(definition.concurrency(), incoming);
      window = suppressedBy(candidate, incoming);
    } catch (dev.workflow.WorkflowException e) {
      suppressed.add(
          new PublishReceipt.Suppressed(definition.ref(), "error", String.valueOf(e.getMessage())));
      return;
    }
    if (window != null) {
      suppressed.add(new PublishReceipt.Suppressed(definition.ref(), "dedupe", window));
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
      suppressed.add(
          new PublishReceipt.Suppressed(
              definition.ref(),
              "concurrency",
              "an instance with key \"" + concurrencyKey + "\" is active"));
      return;
    }
    started.add(new PublishReceipt.Started(definition.ref(), instance.get().key().id()));
  }

  private static @Nullable String key(Concurrency concurrency, Incoming incoming) {
    return concurrency.key() == null
        ? null
        : RenderedKey.checked(
            "The concurrency key", concurrency.key().render(incoming.data(), rendering(incoming)));
  }

  private @Nullable String suppressedBy(TenantWorkflows.Candidate candidate, Incoming incoming) {
    Trigger.Dedupe dedupe = candidate.trigger().dedupe();
    if (dedupe == null) {
      return null;
    }
    String key =
        RenderedKey.checked(
            "The dedupe key", dedupe.key().render(incoming.data(), rendering(incoming)));
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

  private static RenderContext rendering(Incoming incoming) {
    return RenderContext.of(incoming.context().now(), incoming.tenant().zone())
        .locale(incoming.tenant().locale());
  }

  private EventRow row(Incoming incoming, PublishReceipt receipt) {
    Event event = incoming.event();
    boolean silent = !receipt.hadEffect() && receipt.suppressed().isEmpty();
    return new EventRow(
        event.tenant(),
        receipt.eventId(),
        event.type(),
        event.subject(),
        work.now(),
        Json.write(incoming.json()),
        silent ? null : ReceiptJson.write(receipt));
  }
}
