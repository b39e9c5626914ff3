package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.internal.context.MessagingContext;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands a message to the sender of its channel and says what has come of it. Thread-safe. */
final class MessageSending {

  private static final Log log = Log.of(MessageSending.class);
  private static final Duration LONGEST_SETTLING = Duration.ofHours(1);
  private static final Duration WITHOUT_SENDER = Duration.ofMinutes(1);

  private final MessagingContext messaging;
  private final EngineContext engine;

  MessageSending(MessagingContext messaging) {
    this.messaging = messaging;
    this.engine = messaging.engine();
  }

  /** Sends it and says what is to be recorded. */
  SendAttempt send(MessageRow row) {
    OutboundMessage message =
        Unsubscribing.with(
            row, MessageRowMapper.message(row), messaging.unsubscribe(), engine.now());
    ChannelSender sender = messaging.senders().find(row.channel());
    if (sender == null) {
      return new SendAttempt(
          row.with(
              row.status()
                  .result("no sender for channel " + row.channel())
                  .pendingAt(engine.now().plus(WITHOUT_SENDER))),
          null);
    }
    if (row.status().inDoubt()) {
      return resolved(row, message, sender);
    }
    return tried(row, message, sender);
  }

  private SendAttempt tried(MessageRow row, OutboundMessage message, ChannelSender sender) {
    SendResult result = ask(sender, message);
    SendAttempt sent = recorded(row, message, result);
    return result instanceof SendResult.Unknown
        ? new SendAttempt(
            Outcome.notBefore(sent.row(), engine.now().plus(settling(sender))), result)
        : sent;
  }

  /**
   * Whether the provider has it is asked first, unless it has said so; if nobody can tell, its
   * guarantee decides.
   */
  private SendAttempt resolved(MessageRow row, OutboundMessage message, ChannelSender sender) {
    Optional<String> heard = DeliveryConfirmation.heard(engine.store(), row);
    if (heard.isEmpty() && Outcome.doubtIsNew(row) && !settling(sender).isZero()) {
      return new SendAttempt(Outcome.settling(row, engine.now().plus(settling(sender))), null);
    }
    SendResult answer =
        heard.isPresent() ? SendResult.sent(heard.get()) : reconciled(row, message, sender);
    if (answer instanceof SendResult.Sent || answer instanceof SendResult.Rejected) {
      int before = Math.max(0, row.attempts() - 1);
      return recorded(row.with(row.status().attempts(before)), message, answer);
    } else if (answer instanceof SendResult.Deferred) {
      return tried(row.with(row.status().inDoubt(false)), message, sender);
    } else if (sender.guarantee() == ChannelSender.Delivery.AT_LEAST_ONCE) {
      return tried(row, message, sender);
    }
    SendResult nobody = SendResult.unknown("whether it was sent cannot be found out");
    tell(message, nobody, Math.max(1, row.attempts()));
    return new SendAttempt(row.with(Outcome.perhapsSent(row.status(), engine.now())), nobody);
  }

  private static Duration settling(ChannelSender sender) {
    try {
      Duration asked = sender.settling();
      return asked.isNegative()
          ? Duration.ZERO
          : asked.compareTo(LONGEST_SETTLING) > 0 ? LONGEST_SETTLING : asked;
    } catch (RuntimeException e) {
      log.warn("How long channel {} takes to settle is not known", sender.channel(), e);
      return Duration.ZERO;
    }
  }

  private void tell(OutboundMessage message, SendResult result, int attempt) {
    engine.listeners().tell(listener -> listener.messageEnded(message, result, attempt));
  }

  private @Nullable SendResult reconciled(
      MessageRow row, OutboundMessage message, ChannelSender sender) {
    try {
      return sender.reconcile(message, new MessageDoubt(engine.store(), row)).orElse(null);
    } catch (Throwable e) {
      log.warn("Could not reconcile message {} with the provider: {}", message.id(), e.toString());
      return null;
    }
  }

  private SendAttempt recorded(MessageRow row, OutboundMessage message, SendResult result) {
    tell(message, result, row.attempts() + 1);
    MessageRow.Status status = Outcome.of(row, result, engine.now());
    MessageRow changed = row.with(status);
    return new SendAttempt(
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
