package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.spi.Channels;
import dev.workflow.spi.store.MessageRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Those who get a copy of an e-mail. */
final class Copies {

  private static final List<String> KEYS = List.of("cc", "bcc");

  private Copies() {}

  /** Their addresses as the message has them. */
  static List<String> of(MessageRow row) {
    boolean some =
        row.channel().equals(Channels.EMAIL)
            && KEYS.stream().anyMatch(key -> row.body().contains('"' + key + '"'));
    if (!some) {
      return List.of();
    }
    List<String> addresses = new ArrayList<>();
    JsonNode content = Json.read(row.body());
    for (String key : KEYS) {
      JsonNode copies = content.path(key);
      if (copies.isTextual()) {
        addresses.add(copies.textValue());
      }
      copies.forEach(address -> addresses.add(address.asText()));
    }
    return addresses;
  }

  /** The content without some of them. */
  static String without(String body, Set<String> refused) {
    ObjectNode content = (ObjectNode) Json.read(body);
    for (String key : KEYS) {
      Iterator<JsonNode> copies = content.path(key).elements();
      while (copies.hasNext()) {
        if (refused.contains(copies.next().asText())) {
          copies.remove();
        }
      }
      boolean none = content.path(key).isArray() && content.path(key).isEmpty();
      if (none || refused.contains(content.path(key).asText())) {
        content.remove(key);
      }
    }
    return Json.write(content);
  }
}
