package dev.workflow.examples.quickstart;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.List;

/** Stands for a provider: takes every message. What was sent can be read from the engine. */
record SilentSender(String channel) implements ChannelSender {

  static final List<String> CHANNELS = List.of("email", "sms", "whatsapp", "in_app");

  @Override
  public SendResult send(OutboundMessage message) {
    return SendResult.sent("sample-" + message.id());
  }
}
