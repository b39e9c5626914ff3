package dev.workflow.channels.inapp;

import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;

/**
 * The channel {@code in_app}: a message is sent when its time has come, and from then on it is in
 * its recipient's list, see {@link dev.workflow.messaging.Notifications}. Nothing leaves the
 * process. Found through {@code META-INF/services}. Thread-safe.
 */
public final class InAppSender implements ChannelSender {

  @Override
  public String channel() {
    return Channels.IN_APP;
  }

  @Override
  public SendResult send(OutboundMessage message) {
    return SendResult.sent(null);
  }
}
