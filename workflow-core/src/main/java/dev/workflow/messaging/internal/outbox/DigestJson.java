package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.spi.Handling.DigestTemplate;
import org.jspecify.annotations.Nullable;

/** Maps the template of a digest to what is stored of it with each message, and back. */
final class DigestJson {

  private DigestJson() {}

  static ObjectNode write(DigestTemplate template) {
    ObjectNode json = Json.object().put("template", template.name());
    if (template.language() != null) {
      json.put("language", template.language());
    }
    if (template.recipient() != null) {
      json.put("recipient", template.recipient());
    }
    json.set("data", template.data());
    return json;
  }

  static @Nullable DigestTemplate read(JsonNode json) {
    return json.has("template") && json.path("data") instanceof ObjectNode data
        ? new DigestTemplate(
            json.get("template").asText(), text(json, "language"), text(json, "recipient"), data)
        : null;
  }

  private static @Nullable String text(JsonNode json, String key) {
    return json.has(key) ? json.get(key).asText() : null;
  }
}
