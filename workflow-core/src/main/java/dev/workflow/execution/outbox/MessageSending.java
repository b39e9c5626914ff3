package dev.workflow.execution.outbox;

import dev.workflow.execution.Wiring;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a message to the sender of its channel and says what has come of it. Thread-safe. */
final class MessageSending {

  private static final Logger log = LoggerFactory.getLogger(MessageSending.class);
  private static final Duration WITHOUT_SENDER = Duration.ofMinutes(1);

  private final Wiring wiring;

  MessageSending(Wiring wiring) {
    this.wiring = wiring;
  }

  /** Sends it and says what is to be recorded. */
  Sent send(MessageRow row) {
    OutboundMessage message =
        Unsubscribing.with(MessageRows.message(row), wiring.unsubscribe(), wiring.now());
    ChannelSender sender = wiring.senders().find(row.channel());
    if (sender == null) {
      return new Sent(
          row.with(
              row.status()
                  .result("no sender for channel " + row.channel())
                  .pendingAt(wiring.now().plus(WITHOUT_SENDER))),
          null);
    }
    if (row.status().inDoubt()) {
      return resolved(row, message, sender);
    }
    return recorded(row, message, ask(sender, message));
  }

  /**
   * Whether the provider has it is asked first, unless it has said so; if nobody can tell, its
   * guarantee decides.
   */
  private Sent resolved(MessageRow row, OutboundMessage message, ChannelSender sender) {
    Optional<String> heard = Proofs.heard(wiring.store(), row);
    SendResult answer =
        heard.isPresent() ? SendResult.sent(heard.get()) : reconciled(sender, message);
    if (answer instanceof SendResult.Sent || answer instanceof SendResult.Rejected) {
      int before = Math.max(0, row.attempts() - 1);
      return recorded(row.with(row.status().attempts(before)), message, answer);
    } else if (answer instanceof SendResult.Deferred) {
      return recorded(row.with(row.status().inDoubt(false)), message, ask(sender, message));
    } else if (sender.guarantee() == ChannelSender.Delivery.AT_LEAST_ONCE) {
      return recorded(row, message, ask(sender, message));
    }
    SendResult nobody = SendResult.unknown("whether it was sent cannot be found out");
    tell(message, nobody, Math.max(1, row.attempts()));
    return new Sent(row.with(Outcome.perhapsSent(row.status(), wiring.now())), nobody);
  }

  private void tell(OutboundMessage message, SendResult result, int attempt) {
    wiring.listeners().tell(listener -> listener.messageEnded(message, result, attempt));
  }

  private static @Nullable SendResult reconciled(ChannelSender sender, OutboundMessage message) {
    try {
      return sender.reconcile(message).orElse(null);
    } catch (Throwable e) {
      log.warn("Whether message {} has arrived could not be asked: {}", message.id(), e.toString());
      return null;
    }
  }

  private Sent recorded(MessageRow row, OutboundMessage message, SendResult result) {
    tell(message, result, row.attempts() + 1);
    MessageRow.Status status = Outcome.of(row, result, wiring.now());
    MessageRow changed = row.with(status);
    return new Sent(
        result instanceof SendResult.Sent
            ? changed.with(row.delivery().known(status.result()))
            : changed,
        result);
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
