package dev.workflow.examples.salesportal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.HostNotification;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How the portal has told people so far: texts in the code. */
final class OldNotifications implements HostPath {

  private static final Map<String, String> TO_CUSTOMERS =
      Map.of(
          "lead.created", "Thank you for your interest in our products.",
          "appointment.created", "We have made an appointment.",
          "quote.sent", "We have sent you a quote. See the attachment.",
          "quote.accepted", "Thank you for your order.",
          "quote.rejected", "We are sorry that you rejected our quote.");

  private final ChannelSender mails;

  OldNotifications(ChannelSender mails) {
    this.mails = mails;
  }

  @Override
  public Set<Notification> notifications() {
    Set<Notification> all = new LinkedHashSet<>();
    for (String event : TO_CUSTOMERS.keySet()) {
      all.add(Notification.of(event, "email", "customer"));
      all.add(Notification.of(event, "email", "agent"));
    }
    return all;
  }

  @Override
  public SendResult send(HostNotification notification) throws Exception {
    ObjectNode payload = notification.event().payload();
    boolean customer = notification.audience().equals("customer");
    String to = payload.at(customer ? "/lead/email" : "/owner/email").asText();
    String type = notification.event().type();
    ObjectNode content = payload.objectNode();
    content.put("subject", "Message from the portal");
    content.put(
        "text",
        customer
            ? TO_CUSTOMERS.get(type)
            : "FYI: " + type + " for " + payload.at("/lead/name").asText());
    return mails.send(
        new OutboundMessage(
            notification.idempotencyKey(),
            notification.event().tenant(),
            notification.event().subject(),
            notification.idempotencyKey(),
            "email",
            to,
            content));
  }
}
