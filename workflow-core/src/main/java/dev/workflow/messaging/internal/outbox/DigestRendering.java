package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.messaging.HtmlText;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.store.MessageRow;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the content of a digest from those of its messages: {@code items} and {@code count}, and
 * what a channel shows without a template. One message alone stays as it is; of several, {@code
 * text} and {@code html} are joined, and what is the same in all of them stays.
 */
final class DigestRendering {

  private DigestRendering() {}

  private static final String SUBJECT = "subject";
  private static final String TEXT = "text";
  private static final String HTML = "html";
  private static final String ATTACHMENTS = "attachments";

  static ObjectNode empty() {
    ObjectNode content = Json.object();
    content.putArray("items");
    return content.put("count", 0);
  }

  /** The carrier with its content, as urgent as the most urgent of its messages. */
  static MessageRow filled(MessageRow carrier, List<MessageRow> messages) {
    List<ObjectNode> items =
        messages.stream().map(row -> (ObjectNode) Json.read(row.body())).toList();
    Category category =
        messages.stream()
            .map(row -> row.purpose().category())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return carrier
        .body(Json.write(content(items)))
        .with(carrier.purpose().withCategory(category))
        .with(HandlingJson.carrying(carrier, messages));
  }

  static ObjectNode content(List<ObjectNode> items) {
    ObjectNode content = items.size() == 1 ? items.get(0).deepCopy() : joined(items);
    ArrayNode list = content.putArray("items");
    items.forEach(list::add);
    return content.put("count", items.size());
  }

  private static ObjectNode joined(List<ObjectNode> items) {
    ObjectNode content = Json.object();
    items
        .get(0)
        .properties()
        .forEach(
            part -> {
              if (items.stream()
                  .allMatch(item -> part.getValue().equals(item.get(part.getKey())))) {
                content.set(part.getKey(), part.getValue());
              }
            });
    if (!content.has(SUBJECT)) {
      content.put(SUBJECT, items.size() + " messages");
    }
    content.remove(List.of(TEXT, HTML, ATTACHMENTS));
    content.put(TEXT, joined(items, DigestRendering::titled, "\n\n"));
    ArrayNode attachments = attachments(items);
    if (!attachments.isEmpty()) {
      content.set(ATTACHMENTS, attachments);
    }
    if (items.stream().allMatch(item -> item.path(HTML).isTextual())) {
      content.put(HTML, joined(items, item -> text(item, HTML), "\n<hr>\n"));
    }
    return content;
  }

  private static String joined(
      List<ObjectNode> items, Function<ObjectNode, @Nullable String> text, String between) {
    return items.stream().map(text).filter(Objects::nonNull).collect(Collectors.joining(between));
  }

  /** Those of all, the same one once. */
  private static ArrayNode attachments(List<ObjectNode> items) {
    Set<JsonNode> all = new LinkedHashSet<>();
    for (ObjectNode item : items) {
      JsonNode own = item.path(ATTACHMENTS);
      if (own.isArray()) {
        own.forEach(all::add);
      } else if (own.isObject()) {
        all.add(own);
      }
    }
    ArrayNode attachments = JsonNodeFactory.instance.arrayNode();
    all.forEach(attachments::add);
    return attachments;
  }

  /** The text with the subject above it; what has HTML only is told by what can be read of it. */
  private static @Nullable String titled(ObjectNode item) {
    String subject = text(item, SUBJECT);
    String html = text(item, HTML);
    String text = text(item, TEXT);
    text = text == null && html != null ? HtmlText.of(html) : text;
    if (subject == null || text == null) {
      return subject == null ? text : subject;
    }
    return subject + "\n" + text;
  }

  private static @Nullable String text(ObjectNode item, String part) {
    JsonNode value = item.get(part);
    return value == null || !value.isTextual() || value.asText().isBlank() ? null : value.asText();
  }
}
