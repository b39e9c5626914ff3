package dev.workflow.execution;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due messages to the senders of their channels and records what came of it.
 *
 * <p>A claimed message is this node's for the length of a lease. The lease is renewed while the
 * sender works and until the outcome is recorded, so a slow sender or a database that is away for a
 * moment sends nothing twice; a message of a node that died is sent again by another one when its
 * lease ends.
 *
 * <p>Thread-safe.
 */
final class Outbox {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final Duration WITHOUT_SENDER = Duration.ofMinutes(1);

  private final Wiring wiring;
  private final Executor executor;
  private final Runnable ended;
  private final SendChecks checks;
  private final Refusals refusals = new Refusals();
  private final Map<UUID, MessageRow> held = new ConcurrentHashMap<>();
  private final Queue<MessageRow> outcomes = new ConcurrentLinkedQueue<>();

  /**
   * @param executor where senders work
   * @param ended called when there is an outcome to {@link #record()}
   */
  Outbox(Wiring wiring, Executor executor, Runnable ended) {
    this.wiring = wiring;
    this.checks = new SendChecks(List.of(new ReachCheck(wiring.consent())));
    this.executor = executor;
    this.ended = ended;
  }

  /**
   * Records what has ended, and hands over messages that are due, until {@code limit} are under
   * way.
   *
   * @return how many were handed over
   */
  int dispatch(int limit) {
    record();
    int room = limit - held.size();
    if (room <= 0) {
      return 0;
    }
    Instant now = wiring.now();
    Instant leaseUntil = now.plus(wiring.options().lease());
    List<MessageRow> due =
        wiring
            .store()
            .transact(
                transaction ->
                    checks.pass(
                        transaction, transaction.messages().claim(now, leaseUntil, room), now));
    due.forEach(row -> held.put(row.id(), row));
    due.forEach(this::handOver);
    return due.size();
  }

  private void handOver(MessageRow row) {
    try {
      executor.execute(() -> sendAndKeep(row));
    } catch (RejectedExecutionException e) {
      letGo(row);
    }
  }

  private void sendAndKeep(MessageRow row) {
    try {
      outcomes.add(send(row));
    } catch (RuntimeException | Error e) {
      log.error("Message {} could not be handed over; its lease ends", row.id(), e);
      letGo(row);
    }
    ended.run();
  }

  /** Renews its lease no more. */
  private void letGo(MessageRow row) {
    held.remove(row.id());
    refusals.forget(row);
  }

  /**
   * Records what has ended. What cannot be recorded while the database is away stays for the next
   * time; an outcome that the database refuses is let go of alone.
   */
  void record() {
    List<MessageRow> done = new ArrayList<>();
    for (MessageRow row = outcomes.poll(); row != null; row = outcomes.poll()) {
      done.add(row);
    }
    if (!done.isEmpty()) {
      record(done);
    }
  }

  private void record(List<MessageRow> done) {
    try {
      Instant now = wiring.now();
      wiring
          .store()
          .transact(
              transaction -> {
                refusals.record(transaction, done, now);
                return transaction.messages().update(done);
              });
    } catch (StoreUnavailableException e) {
      outcomes.addAll(done);
      throw e;
    } catch (RuntimeException e) {
      recordApart(done, e);
      return;
    }
    done.forEach(this::letGo);
  }

  private void recordApart(List<MessageRow> done, RuntimeException reason) {
    if (done.size() > 1) {
      done.forEach(row -> record(List.of(row)));
      return;
    }
    MessageRow row = done.get(0);
    log.error(
        "The outcome of message {} is lost; it is sent again when its lease ends",
        row.id(),
        reason);
    letGo(row);
  }

  /** Extends the leases of all messages that are under way. */
  void renew() {
    List<MessageRow> rows = List.copyOf(held.values());
    if (!rows.isEmpty()) {
      Instant leaseUntil = wiring.now().plus(wiring.options().lease());
      wiring.store().transact(transaction -> transaction.messages().renew(rows, leaseUntil));
    }
  }

  private MessageRow send(MessageRow row) {
    OutboundMessage message =
        Unsubscribing.with(MessageRows.message(row), wiring.unsubscribe(), wiring.now());
    ChannelSender sender = wiring.senders().find(row.channel());
    if (sender == null) {
      return row.with(
          row.status()
              .result("no sender for channel " + row.channel())
              .pendingAt(wiring.now().plus(WITHOUT_SENDER)));
    }
    SendResult result = ask(sender, message);
    refusals.note(row, result);
    int attempt = row.attempts() + 1;
    wiring.listeners().tell(listener -> listener.messageEnded(message, result, attempt));
    MessageRow.Status status = Outcome.of(row.status(), result, wiring.now());
    return result instanceof SendResult.Sent
        ? row.with(status).with(row.delivery().known(status.result()))
        : row.with(status);
  }

  private static SendResult ask(ChannelSender sender, OutboundMessage message) {
    try {
      SendResult result = sender.send(message);
      return result == null ? SendResult.rejected("the sender returned null") : result;
    } catch (Throwable e) {
      return SendResult.deferred(e.toString(), null);
    }
  }
}
