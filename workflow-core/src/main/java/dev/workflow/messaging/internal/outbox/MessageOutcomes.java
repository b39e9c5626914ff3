package dev.workflow.messaging.internal.outbox;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.EngineListener.SendingStop;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Records what has come of messages, many at a time. What cannot be recorded while the database is
 * away stays for the next time; an outcome that the database refuses is given up alone.
 *
 * <p>Thread-safe.
 */
final class MessageOutcomes {

  private static final Log log = Log.of(MessageOutcomes.class);

  private final MessagingContext messaging;
  private final EngineContext engine;
  private final Transactions transactions;
  private final CircuitBreakers stops;
  private final Consumer<MessageRow> over;
  private final Queue<SendAttempt> outcomes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param transactions the engine's own transactions, for outcomes that are events too
   * @param stops what failures stop, recorded with the outcomes
   * @param over told of every message whose outcome is recorded or given up
   */
  MessageOutcomes(
      MessagingContext messaging,
      Transactions transactions,
      CircuitBreakers stops,
      Consumer<MessageRow> over) {
    this.messaging = messaging;
    this.engine = messaging.engine();
    this.transactions = transactions;
    this.stops = stops;
    this.over = over;
  }

  /** To be recorded next time. */
  void add(SendAttempt outcome) {
    waiting.incrementAndGet();
    outcomes.add(outcome);
  }

  /** How many are not recorded yet. */
  int waiting() {
    return waiting.get();
  }

  /** Records a batch of what has been added; returns whether there was something. */
  boolean record() {
    List<SendAttempt> done = new ArrayList<>();
    while (done.size() < engine.options().batchSize()) {
      SendAttempt sent = outcomes.poll();
      if (sent == null) {
        break;
      }
      done.add(sent);
    }
    if (!done.isEmpty()) {
      record(done);
    }
    return !done.isEmpty();
  }

  private void record(List<SendAttempt> done) {
    CircuitBreakers.Changes changes;
    try {
      changes = tells(done) ? writtenAndTold(done) : written(done);
    } catch (StoreUnavailableException e) {
      outcomes.addAll(done);
      throw e;
    } catch (RuntimeException e) {
      recordApart(done, e);
      return;
    }
    committed(done, changes);
  }

  private void committed(List<SendAttempt> done, CircuitBreakers.Changes changes) {
    stops.recorded(changes);
    changes.begun().forEach(this::begun);
    changes.over().forEach(this::over);
    done.forEach(this::over);
  }

  private static boolean tells(List<SendAttempt> done) {
    return done.stream()
        .anyMatch(sent -> MessageEvents.isGivenUp(sent.row()) || MissedCopies.anyGivenUp(sent));
  }

  private CircuitBreakers.Changes written(List<SendAttempt> done) {
    Instant now = engine.now();
    return engine.store().transact(transaction -> write(transaction, done, now).changes());
  }

  /** Workflows hear of messages that are given up in the transaction that records it. */
  private CircuitBreakers.Changes writtenAndTold(List<SendAttempt> done) {
    Set<TenantId> known =
        done.stream()
            .map(sent -> sent.row().tenant())
            .filter(this::isKnown)
            .collect(Collectors.toSet());
    return transactions.changeAlone(
        work -> {
          Written written = write(work.transaction(), done, work.now());
          try {
            MessageEvents.publish(
                work,
                written.done().stream()
                    .map(SendAttempt::row)
                    .filter(row -> MessageEvents.isGivenUp(row) && known.contains(row.tenant()))
                    .filter(row -> !written.fenced().contains(row))
                    .map(row -> MessageEvents.givenUp(row, work.now()))
                    .toList());
          } catch (StoreException e) {
            throw e;
          } catch (WorkflowException e) {
            throw new IllegalStateException("the event of a failed message is refused", e);
          }
          return written.changes();
        });
  }

  private boolean isKnown(TenantId tenant) {
    try {
      engine.tenant(tenant);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /**
   * @param done as it was written
   */
  private record Written(
      List<SendAttempt> done, Set<MessageRow> fenced, CircuitBreakers.Changes changes) {}

  private Written write(StoreTransaction transaction, List<SendAttempt> ended, Instant now) {
    List<SendAttempt> done = DeliveryConfirmation.heardMeanwhile(transaction, ended, now);
    RefusedAddresses.record(transaction, messaging.addresses(), done, now);
    Set<MessageRow> fenced =
        OutcomeRecorder.write(transaction, done.stream().map(SendAttempt::row).toList(), now);
    List<SendAttempt> told = new ArrayList<>(done);
    told.addAll(missed(transaction, done, fenced, now));
    return new Written(told, fenced, stops.record(transaction, done, now));
  }

  /** Copies that were not taken continue alone, or are given up. */
  private List<SendAttempt> missed(
      StoreTransaction transaction, List<SendAttempt> done, Set<MessageRow> fenced, Instant now) {
    List<SendAttempt> copies = new ArrayList<>();
    for (SendAttempt sent : done) {
      if (sent.result() instanceof SendResult.Sent taken && !fenced.contains(sent.row())) {
        copies.addAll(MissedCopies.of(sent.row(), taken, now));
      }
    }
    if (!copies.isEmpty()) {
      RefusedAddresses.record(transaction, messaging.addresses(), copies, now);
      transaction.messages().insert(copies.stream().map(SendAttempt::row).toList());
    }
    return copies;
  }

  private void over(SendAttempt sent) {
    waiting.decrementAndGet();
    over.accept(sent.row());
  }

  private void begun(BreakerRow stop) {
    SendingStop told = told(stop);
    log.warn(
        "{} stopped until {}: {} (scope {}, code {}); then one message is tried",
        name(stop),
        stop.retryAt(),
        stop.cause().reason(),
        stop.cause().scope(),
        stop.cause().code());
    engine.listeners().tell(listener -> listener.sendingStopped(told));
  }

  private void over(BreakerRow stop) {
    SendingStop told = told(stop);
    log.info("{} no longer stopped: a message got through", name(stop));
    engine.listeners().tell(listener -> listener.sendingResumed(told));
  }

  private static String name(BreakerRow stop) {
    BreakerRow.Key key = stop.key();
    return key.template() == null
        ? "Channel " + key.channel() + " of tenant " + key.tenant() + " is"
        : "Template "
            + key.template()
            + " on channel "
            + key.channel()
            + " of tenant "
            + key.tenant()
            + " is";
  }

  private static SendingStop told(BreakerRow stop) {
    String scope = stop.cause().scope();
    return new SendingStop(
        stop.key().tenant(),
        stop.key().channel(),
        stop.key().template(),
        scope == null ? null : Scope.valueOf(scope),
        stop.cause().reason(),
        stop.cause().code(),
        stop.retryAt());
  }

  private void recordApart(List<SendAttempt> done, RuntimeException reason) {
    if (done.size() > 1) {
      done.forEach(sent -> record(List.of(sent)));
      return;
    }
    SendAttempt sent = done.get(0);
    if (tells(done) && recordedSilently(sent, reason)) {
      return;
    }
    if (!recordedPlainly(sent, reason)) {
      log.error(
          "The outcome of message {} is lost; it is sent again when its lease ends",
          sent.row().id(),
          reason);
    }
    stops.lost(done);
    over(sent);
  }

  /**
   * What the database refuses about an outcome is left out. It is not sent again: one that was sent
   * is SENT, any other is set aside until somebody decides.
   */
  private boolean recordedPlainly(SendAttempt sent, RuntimeException reason) {
    MessageRow row = sent.row();
    String why = StoredText.cut("its outcome could not be recorded: " + reason.getMessage());
    try {
      if (row.is(MessageState.SENT)) {
        MessageRow plain =
            row.with(row.status().result(null).failure(null)).with(MessageRow.Delivery.NONE);
        engine
            .store()
            .transact(
                transaction -> {
                  List<MessageRow> fenced = transaction.messages().update(List.of(plain));
                  if (fenced.isEmpty()) {
                    MessageFacts.ended(transaction, List.of(plain), engine.now());
                  }
                  return fenced;
                });
        log.error("Message {} was sent; {}", row.id(), why, reason);
      } else {
        MessageRow plain = row.with(row.status().failure(null));
        SetAsideMessages.setAside(engine, plain, new WorkflowException(why, reason), false);
      }
      return true;
    } catch (StoreUnavailableException e) {
      outcomes.add(sent);
      throw e;
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
      return false;
    }
  }

  /** What no workflow can be told of is at least not sent again. */
  private boolean recordedSilently(SendAttempt sent, RuntimeException reason) {
    List<SendAttempt> alone = List.of(sent);
    CircuitBreakers.Changes changes;
    try {
      changes = written(alone);
    } catch (StoreUnavailableException e) {
      outcomes.add(sent);
      throw e;
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
      return false;
    }
    log.error(
        "Message {} is given up, and the event message.failed about it could not be published: no workflow hears of it",
        sent.row().id(),
        reason);
    committed(alone, changes);
    return true;
  }
}
