package dev.workflow.preview.internal;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.function.Consumer;

/** Takes messages of a channel and sends none. Thread-safe. */
public record PretendedSender(String channel, Consumer<OutboundMessage> messages)
    implements ChannelSender {

  @Override
  public SendResult send(OutboundMessage message) {
    messages.accept(message);
    return SendResult.sent(message.id());
  }
}
