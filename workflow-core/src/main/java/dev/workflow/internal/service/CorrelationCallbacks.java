package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.WaitKeys;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.CommandContext.TaskAnswer;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import java.util.List;

/** Answers the steps that wait under a correlation. */
final class CorrelationCallbacks {

  /** How many steps one callback answers at most. */
  private static final int MOST_SUBSCRIPTIONS = 100;

  private final Transactions transactions;
  private final TaskPermits permits;

  CorrelationCallbacks(Transactions transactions, TaskPermits permits) {
    this.transactions = transactions;
    this.permits = permits;
  }

  /**
   * @throws NotFoundException if no step of the tenant waits under it
   */
  void answer(TenantId tenant, String correlation, JsonNode payload) {
    EventSubscriptionLookup lookup =
        new EventSubscriptionLookup(
            tenant, EventSubscriptionRow.ANY_EVENT, WaitKeys.correlation(correlation));
    transactions.changeAlone(
        work -> {
          boolean answered = false;
          for (EventSubscriptionRow subscription :
              work.transaction()
                  .instances()
                  .subscriptions(List.of(lookup), null, MOST_SUBSCRIPTIONS)) {
            CommandContext.Locked locked = work.lock(tenant, subscription.instance().id());
            StepKey key = StepKey.parse(subscription.step());
            if (correlation.equals(locked.snapshot().step(key).memory().waitingFor())) {
              answer(locked, key, correlation, payload);
              answered = true;
            }
          }
          if (!answered) {
            throw new NotFoundException(
                "no step of tenant "
                    + tenant
                    + " waits under the correlation \""
                    + correlation
                    + "\"");
          }
          return lookup;
        });
  }

  /** While the instance is paused the answer is kept, as that of a provider and of an event is. */
  private void answer(
      CommandContext.Locked locked, StepKey key, String correlation, JsonNode payload) {
    if (locked.snapshot().state() == InstanceState.PAUSED) {
      ObjectNode kept = Json.object().put("key", correlation);
      kept.set("payload", payload);
      locked.handle(new InstanceInput.EarlyAnswer(key, kept));
      return;
    }
    permits.requireState(Command.COMPLETE, TaskPermits.Target.of(locked, key));
    locked.answer(key, Actor.ENGINE, new TaskAnswer.Done(payload));
  }
}
