package dev.workflow.execution;

import dev.workflow.definition.Retry;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Hands due messages to the senders of their channels and records what came of it. Thread-safe. */
final class Outbox {

  private static final Retry RETRY =
      new Retry(8, Duration.ofSeconds(10), 3, Duration.ofHours(1), 0.2);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration WITHOUT_SENDER = Duration.ofMinutes(1);

  private final Wiring wiring;
  private final Executor executor;

  Outbox(Wiring wiring, Executor executor) {
    this.wiring = wiring;
    this.executor = executor;
  }

  /** One round; returns how many messages were handed over. */
  int dispatch(int limit) {
    Instant now = wiring.now();
    List<MessageRow> due =
        wiring
            .store()
            .transact(transaction -> transaction.messages().claim(now, now.plus(LEASE), limit));
    List<CompletableFuture<MessageRow>> sending =
        due.stream().map(row -> CompletableFuture.supplyAsync(() -> send(row), executor)).toList();
    List<MessageRow> done = sending.stream().map(CompletableFuture::join).toList();
    if (!done.isEmpty()) {
      wiring.store().transact(transaction -> transaction.messages().update(done));
    }
    return done.size();
  }

  private MessageRow send(MessageRow row) {
    OutboundMessage message = MessageRows.message(row);
    ChannelSender sender = wiring.senders().find(row.channel());
    if (sender == null) {
      return later(
          row,
          row.attempts(),
          wiring.now().plus(WITHOUT_SENDER),
          "no sender for channel " + row.channel());
    }
    SendResult result = ask(sender, message);
    int attempt = row.attempts() + 1;
    wiring.listeners().tell(listener -> listener.messageEnded(message, result, attempt));
    return after(row, result, attempt);
  }

  private static SendResult ask(ChannelSender sender, OutboundMessage message) {
    try {
      SendResult result = sender.send(message);
      return result == null ? SendResult.rejected("the sender returned null") : result;
    } catch (Throwable e) {
      return SendResult.deferred(e.toString(), null);
    }
  }

  private MessageRow after(MessageRow row, SendResult result, int attempt) {
    if (result instanceof SendResult.Sent sent) {
      return ended(row, "SENT", attempt, sent.providerId());
    } else if (result instanceof SendResult.Rejected rejected) {
      return ended(row, "FAILED", attempt, rejected.reason());
    }
    SendResult.Deferred deferred = (SendResult.Deferred) result;
    if (attempt >= RETRY.maxAttempts()) {
      return ended(
          row, "FAILED", attempt, "given up after " + attempt + " attempts: " + deferred.reason());
    }
    Duration wait =
        deferred.retryAfter() == null ? RETRY.delayAfter(attempt, 0.5) : deferred.retryAfter();
    return later(row, attempt, wiring.now().plus(wait), deferred.reason());
  }

  private MessageRow ended(MessageRow row, String state, int attempts, @Nullable String result) {
    return changed(row, state, attempts, null, wiring.now(), result);
  }

  private MessageRow later(MessageRow row, int attempts, Instant due, String reason) {
    return changed(row, MessageRows.PENDING, attempts, due, null, reason);
  }

  private static MessageRow changed(
      MessageRow row,
      String state,
      int attempts,
      @Nullable Instant due,
      @Nullable Instant ended,
      @Nullable String result) {
    return new MessageRow(
        row.tenant(),
        row.id(),
        row.idempotencyKey(),
        row.instance(),
        row.step(),
        row.subject(),
        row.channel(),
        row.recipient(),
        row.body(),
        state,
        attempts,
        row.revision(),
        row.createdAt(),
        due,
        ended,
        result);
  }
}
