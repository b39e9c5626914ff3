package dev.workflow.messaging.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.HostNotification;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;

/** A path of the host in the place of a channel of the outbox. Thread-safe if the path is. */
record HostSender(HostPath path) implements ChannelSender {

  /** What the message of a call holds. */
  static ObjectNode content(ObjectNode event, String channel, String audience) {
    ObjectNode content = Json.object().put("channel", channel).put("audience", audience);
    content.set("event", event);
    return content;
  }

  static String channel(HostPath path) {
    return "host:" + path.name();
  }

  @Override
  public String channel() {
    return channel(path);
  }

  @Override
  public SendResult send(OutboundMessage message) throws Exception {
    return path.send(
        new HostNotification(
            Event.parse(message.content().path("event")),
            message.text("channel"),
            message.text("audience"),
            message.idempotencyKey()));
  }
}
