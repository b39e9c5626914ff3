package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows.Continuation;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries events on to the instances that the transactions that accepted them left out because
 * there were too many. One portion is one transaction, on the thread of this loop; how far an event
 * has come is written with what it did. Events take turns. Thread-safe.
 */
final class EventContinuation {

  private static final Log log = Log.of(EventContinuation.class);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final EngineContext engine;
  private final Committer committer;

  EventContinuation(EngineContext engine, Committer committer) {
    this.engine = engine;
    this.committer = committer;
  }

  /** One portion of one event; returns whether there was one. */
  boolean goOn() {
    Portion portion = new Portion();
    committer.runAlone(portion);
    if (portion.unavailable != null) {
      throw portion.unavailable;
    }
    return portion.found && !portion.failed;
  }

  private final class Portion implements Committer.Unit {

    private @Nullable Continuation continuation;
    private boolean found;
    private boolean failed;
    private @Nullable StoreUnavailableException unavailable;

    @Override
    public void apply(UnitOfWork work) {
      Optional<Continuation> next = work.transaction().events().lockContinuation(work.now());
      continuation = next.orElse(null);
      found = next.isPresent();
      next.ifPresent(one -> goOn(work, one));
    }

    @Override
    public void committed(UnitOfWork work, Set<InstanceKey> fenced) {}

    @Override
    public void failed(RuntimeException reason) {
      failed = true;
      Continuation one = continuation;
      if (reason instanceof StoreUnavailableException away) {
        unavailable = away;
        return;
      }
      if (one == null) {
        log.warn("Events on their way could not be looked for; tried again", reason);
        return;
      }
      log.warn(
          "Event {} of tenant {} could not go on to all instances that it concerns; tried again in {}",
          one.eventId(),
          one.tenant(),
          AFTER_FAILURE,
          reason);
      engine
          .store()
          .transact(
              transaction -> {
                transaction.events().putContinuation(one, engine.now().plus(AFTER_FAILURE));
                return one;
              });
    }
  }

  private static void goOn(UnitOfWork work, Continuation continuation) {
    Optional<EventRow> row =
        work.transaction().events().find(continuation.tenant(), continuation.eventId());
    InstanceId last = row.isEmpty() ? null : portion(work, row.get(), continuation.after());
    if (last == null) {
      work.transaction().events().removeContinuation(continuation.tenant(), continuation.eventId());
    } else {
      work.continueLater(new Continuation(continuation.tenant(), continuation.eventId(), last));
    }
  }

  private static @Nullable InstanceId portion(UnitOfWork work, EventRow row, InstanceId after) {
    Event event = Event.parse(Json.read(row.body()));
    TenantWorkflows workflows = work.engine().workflows().of(work.transaction(), row.tenant());
    return new EventDelivery(work).goOn(event, row.acceptedAt(), workflows, after);
  }
}
