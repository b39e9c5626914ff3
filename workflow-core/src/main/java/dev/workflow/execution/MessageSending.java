package dev.workflow.execution;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;

/** Hands a message to the sender of its channel and says what has come of it. Thread-safe. */
final class MessageSending {

  private static final Duration WITHOUT_SENDER = Duration.ofMinutes(1);

  private final Wiring wiring;
  private final Refusals refusals;

  /**
   * @param refusals told what senders say about addresses
   */
  MessageSending(Wiring wiring, Refusals refusals) {
    this.wiring = wiring;
    this.refusals = refusals;
  }

  /** The message as it is to be recorded. */
  MessageRow send(MessageRow row) {
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
