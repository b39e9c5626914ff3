package dev.workflow.examples.host.senders;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.Optional;

/**
 * Sends nothing to anybody: writes down what would have been sent. A host of your own has senders
 * of {@code workflow-spi-channels} in its place, such as {@code SmtpSender}. Thread-safe.
 */
final class DemoSender implements ChannelSender {

  private final String channel;
  private final SentTable sent;

  DemoSender(String channel, SentTable sent) {
    this.channel = channel;
    this.sent = sent;
  }

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public SendResult send(OutboundMessage message) {
    sent.add(message);
    return SendResult.sent("demo-" + message.id());
  }

  @Override
  public Optional<SendResult> reconcile(OutboundMessage message) {
    return Optional.of(
        sent.has(message.idempotencyKey())
            ? SendResult.sent("demo-" + message.id())
            : SendResult.deferred("it was not sent", null));
  }
}
