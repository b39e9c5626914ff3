package dev.workflow.examples.quickstart;

import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.trigger.EventExplanation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays events in virtual time: before each one the clock moves to its {@code occurredAt}, and what
 * falls due on the way runs first; after the last one it moves on 60 days.
 */
final class Playback {

  private static final Duration AFTERWARDS = Duration.ofDays(60);
  private static final int BATCH = 200;

  private final WorkflowEngine engine;
  private final WorkflowStore store;
  private final TimeLapseClock clock;
  private final List<WorkflowDefinition> workflows;
  private final Set<TenantId> tenants = new TreeSet<>();
  private Instant nextDue = Instant.EPOCH;
  private long accepted;
  private long repeated;
  private @Nullable Event refused;

  Playback(
      WorkflowEngine engine,
      WorkflowStore store,
      TimeLapseClock clock,
      List<WorkflowDefinition> workflows) {
    this.store = store;
    this.engine = engine;
    this.clock = clock;
    this.workflows = workflows;
  }

  void play(EventFile events, ProgressBar progress) throws IOException {
    Deque<Event> ahead = new ArrayDeque<>();
    while (readAhead(events, ahead)) {
      Event next = ahead.getFirst();
      moveTo(time(next));
      if (tenants.add(next.tenant())) {
        publishWorkflows(next.tenant());
        nextDue = engine.nextDue().orElse(Instant.MAX);
      }
      publish(ahead);
      progress.show(accepted + repeated, clock.instant());
    }
    moveTo(clock.instant().plus(AFTERWARDS));
    progress.done(accepted + repeated);
  }

  private static boolean readAhead(EventFile events, Deque<Event> ahead) throws IOException {
    while (ahead.size() < BATCH) {
      Event event = events.next();
      if (event == null) {
        break;
      }
      ahead.add(event);
    }
    return !ahead.isEmpty();
  }

  private Instant time(Event event) {
    return event.occurredAt() == null ? clock.instant() : event.occurredAt();
  }

  /**
   * Publishes events in one transaction: up to the first that changes something, or before which
   * something falls due.
   */
  private void publish(Deque<Event> ahead) {
    List<PublishReceipt> receipts =
        store.transact(
            transaction -> {
              List<PublishReceipt> made = new ArrayList<>();
              Events inTransaction = engine.in(transaction).events();
              for (Event event : ahead) {
                if (!made.isEmpty()
                    && (!nextDue.isAfter(time(event)) || !tenants.contains(event.tenant()))) {
                  break;
                }
                clock.moveTo(time(event));
                PublishReceipt receipt = inTransaction.publish(event);
                made.add(receipt);
                if (receipt.hadEffect()) {
                  break;
                }
              }
              return made;
            });
    for (PublishReceipt receipt : receipts) {
      Event event = ahead.removeFirst();
      repeated += receipt.repeated() ? 1 : 0;
      accepted += receipt.repeated() ? 0 : 1;
      rememberRefused(event, receipt);
    }
    PublishReceipt last = receipts.get(receipts.size() - 1);
    if (last.hadEffect() && !last.repeated()) {
      runDue();
    }
  }

  private void publishWorkflows(TenantId tenant) {
    List<WorkflowDefinition> known = engine.definitions().list(tenant);
    for (WorkflowDefinition workflow : workflows) {
      boolean same =
          known.stream()
              .filter(one -> one.key().equals(workflow.key()))
              .anyMatch(one -> one.toJson().equals(workflow.toJson()));
      if (!same) {
        engine.definitions().publish(tenant, workflow);
      }
    }
  }

  private void moveTo(Instant time) {
    while (!nextDue.isAfter(time)) {
      clock.moveTo(nextDue);
      runDue();
    }
    clock.moveTo(time);
  }

  private void runDue() {
    engine.runUntilIdle();
    nextDue = engine.nextDue().orElse(Instant.MAX);
  }

  /** Keeps one event for which a workflow had a trigger and did not start. */
  private void rememberRefused(Event event, PublishReceipt receipt) {
    if (refused == null && receipt.started().isEmpty() && triggers(event.type())) {
      refused = event;
    }
  }

  private boolean triggers(String type) {
    return workflows.stream()
        .flatMap(workflow -> workflow.triggers().stream())
        .anyMatch(
            trigger ->
                trigger instanceof dev.workflow.definition.Trigger.OnEvent onEvent
                    && onEvent.event().equals(type)
                    && !onEvent.when().isAlways());
  }

  Set<TenantId> tenants() {
    return tenants;
  }

  long accepted() {
    return accepted;
  }

  long repeated() {
    return repeated;
  }

  /** Why one event did not start a workflow. */
  Optional<EventExplanation> whyNot() {
    return Optional.ofNullable(refused).map(engine::explain);
  }
}
