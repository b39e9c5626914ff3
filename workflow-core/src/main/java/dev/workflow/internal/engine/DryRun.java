package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.definition.Concurrency;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.trigger.EventExplanation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lets an event in without leaving a trace: the intake is the real one, its transaction is rolled
 * back.
 */
public final class DryRun {

  /**
   * What an event would do.
   *
   * @param concurrent what each started instance meets
   */
  public record Outcome(
      PublishReceipt receipt,
      List<EventExplanation.Miss> misses,
      Map<InstanceId, Concurrent> concurrent) {}

  /**
   * Whom a started instance meets under its concurrency key.
   *
   * @param waits whether it would queue behind the others; otherwise it would replace them
   * @param others oldest first
   */
  public record Concurrent(boolean waits, String key, List<InstanceId> others) {}

  /** Carries the outcome out of the transaction that it rolls back. */
  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    Over(Outcome outcome) {
      super("the rehearsal is over", null, false, false);
      this.outcome = outcome;
    }
  }

  private final EngineContext engine;

  public DryRun(EngineContext engine) {
    this.engine = engine;
  }

  /** What the event would do now. An id that was published before is left aside. */
  public Outcome of(Event event) {
    Event fresh =
        new Event(
            null,
            event.tenant(),
            event.type(),
            event.occurredAt(),
            event.subject(),
            event.payload(),
            event.previous(),
            event.correlation(),
            event.cause());
    try {
      return engine
          .store()
          .transact(
              transaction -> {
                UnitOfWork work =
                    new UnitOfWork(
                            engine, transaction, UnitOfWork.ELSEWHERE, UnitOfWork.Repeats.LOOKED_UP)
                        .asRehearsal();
                List<EventExplanation.Miss> misses =
                    new EventDelivery(work).misses(fresh, work.definitions().of(fresh.tenant()));
                throw new Over(outcome(work, misses, work.intake().accept(fresh)));
              });
    } catch (Over over) {
      return over.outcome;
    }
  }

  private static Outcome outcome(
      UnitOfWork work, List<EventExplanation.Miss> misses, PublishReceipt receipt) {
    Map<InstanceId, Concurrent> concurrent = new HashMap<>();
    for (InstanceUpdate working : List.copyOf(work.instances().all())) {
      InstanceSnapshot.Identity identity = working.snapshot().identity();
      String key = identity.concurrencyKey();
      boolean started =
          receipt.started().stream().anyMatch(one -> one.instance().equals(identity.id()));
      if (started && key != null) {
        List<InstanceId> others =
            Starts.queued(working) ? ahead(work, working, key) : replaced(work, working);
        concurrent.put(identity.id(), new Concurrent(Starts.queued(working), key, others));
      }
    }
    return new Outcome(receipt, misses, concurrent);
  }

  private static List<InstanceId> ahead(UnitOfWork work, InstanceUpdate queued, String key) {
    InstanceSnapshot.Identity identity = queued.snapshot().identity();
    return work.instances().openWithKey(identity.tenant(), identity.workflow().key(), key).stream()
        .map(InstanceKey::id)
        .filter(id -> !id.equals(identity.id()))
        .toList();
  }

  private static List<InstanceId> replaced(UnitOfWork work, InstanceUpdate starting) {
    Concurrency.Policy policy = starting.tree().definition().concurrency().policy();
    if (policy != Concurrency.Policy.REPLACE) {
      return List.of();
    }
    InstanceSnapshot.Identity identity = starting.snapshot().identity();
    return work.instances().all().stream()
        .map(InstanceUpdate::snapshot)
        .filter(other -> other.state() == InstanceState.CANCELED)
        .map(InstanceSnapshot::identity)
        .filter(other -> other.workflow().key().equals(identity.workflow().key()))
        .filter(other -> Objects.equals(other.concurrencyKey(), identity.concurrencyKey()))
        .map(InstanceSnapshot.Identity::id)
        .toList();
  }
}
