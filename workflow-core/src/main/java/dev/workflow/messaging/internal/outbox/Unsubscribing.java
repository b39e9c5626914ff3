package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.WorkflowException;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the link to unsubscribe into a message on its way to the sender, when the address is
 * certain. The link is the recipient's: whoever is copied does not get it, and so no copy.
 */
final class Unsubscribing {

  private static final Log log = Log.of(Unsubscribing.class);
  private static final List<String> COPIES = List.of("cc", "bcc");
  private static final String HEADER = "list_unsubscribe";

  private Unsubscribing() {}

  /** The message with the link where it belongs; the same if there is no such place. */
  static OutboundMessage with(
      MessageRow row, OutboundMessage message, @Nullable UnsubscribeLinks links, Instant now) {
    boolean header =
        message.channel().equals(Channels.EMAIL)
            && DigestParts.counted(row) == Category.MARKETING
            && !message.content().has(HEADER);
    if (links == null || !(header || holdsPlace(message.content()))) {
      return message;
    }
    String link;
    try {
      ChannelAddress address = ChannelAddress.of(message.channel(), message.recipient());
      String topic = ReachCheck.topic(message.content());
      link =
          links
              .link(message.tenant(), address, topic.equals(Consents.MARKETING) ? null : topic, now)
              .toString();
    } catch (WorkflowException e) {
      return message; // the sender says what is wrong with the address
    }
    ObjectNode content = message.content().deepCopy();
    for (Map.Entry<String, JsonNode> part : message.content().properties()) {
      if (isPlace(part.getValue())) {
        content.set(
            part.getKey(),
            TextNode.valueOf(part.getValue().textValue().replace(UnsubscribeLinks.PLACE, link)));
      }
    }
    if (header) {
      content.put(HEADER, link);
    }
    if (COPIES.stream().anyMatch(content::has)) {
      log.warn(
          "Message {} is sent without copies: its link unsubscribes its recipient alone",
          message.id());
      content.remove(COPIES);
    }
    return message.withContent(content);
  }

  private static boolean holdsPlace(ObjectNode content) {
    for (JsonNode part : content) {
      if (isPlace(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlace(JsonNode part) {
    return part.isTextual() && part.textValue().contains(UnsubscribeLinks.PLACE);
  }
}
