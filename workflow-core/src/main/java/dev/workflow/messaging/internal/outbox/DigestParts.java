package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.store.MessageRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The notes that a digest keeps of its parts, in the order in which its content has them as items.
 */
final class DigestParts {

  private static final String PARTS = "parts";

  private DigestParts() {}

  static boolean has(MessageRow row) {
    String handling = row.plan().handling();
    return handling != null && handling.contains('"' + PARTS + '"') && !list(row).isEmpty();
  }

  static void write(ObjectNode handling, List<MessageRow> parts) {
    ArrayNode list = handling.putArray(PARTS);
    for (MessageRow part : parts) {
      list.addObject()
          .put("id", part.id().toString())
          .put("category", part.purpose().category().name());
    }
  }

  /** The parts of a digest that was closed before: each with its content and its category. */
  static List<MessageRow> of(MessageRow carrier) {
    JsonNode items = Json.read(carrier.body()).path("items");
    JsonNode list = list(carrier);
    List<MessageRow> parts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      parts.add(
          carrier
              .with(MessageRow.Plan.NONE)
              .body(Json.write(items.path(i)))
              .with(carrier.purpose().withCategory(category(list.get(i)))));
    }
    return parts;
  }

  /** Their ids. */
  static List<UUID> ids(MessageRow carrier) {
    List<UUID> ids = new ArrayList<>();
    list(carrier).forEach(part -> ids.add(UUID.fromString(part.path("id").asText())));
    return ids;
  }

  /** As what a message counts: a digest as the least urgent of its parts. */
  static Category counted(MessageRow row) {
    if (!has(row)) {
      return row.purpose().category();
    }
    List<Category> categories = new ArrayList<>();
    list(row).forEach(part -> categories.add(category(part)));
    return categories.stream()
        .max(Comparator.naturalOrder())
        .orElseGet(() -> row.purpose().category());
  }

  private static Category category(JsonNode part) {
    return Category.valueOf(part.path("category").asText());
  }

  private static JsonNode list(MessageRow row) {
    String handling = row.plan().handling();
    return handling == null ? Json.object() : Json.read(handling).path(PARTS);
  }
}
