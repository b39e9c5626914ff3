package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a rendered configuration that has passed {@link ActionSpec#verify}. Immutable. */
final class ActionConfig {

  private final JsonNode config;

  ActionConfig(JsonNode config) {
    this.config = config;
  }

  /** Whether the key is there, regardless of its value. */
  boolean has(String key) {
    return config.has(key);
  }

  String text(String key) {
    return Objects.requireNonNull(optionalText(key), key);
  }

  String text(String key, String otherwise) {
    String text = optionalText(key);
    return text == null ? otherwise : text;
  }

  /** Null where there is nothing, or nothing but blanks. */
  @Nullable String optionalText(String key) {
    JsonNode value = config.path(key);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Json.text(value)
        : null;
  }

  /** One text, or several; empty where there is nothing. */
  List<String> texts(String key) {
    JsonNode value = config.path(key);
    if (!value.isArray()) {
      String text = optionalText(key);
      return text == null ? List.of() : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(Json.text(element)));
    return texts;
  }

  /** A copy; empty where there is nothing. */
  ObjectNode object(String key) {
    return config.path(key) instanceof ObjectNode object
        ? object.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  /** A copy; null where there is nothing. */
  JsonNode value(String key) {
    JsonNode value = config.path(key);
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value.deepCopy();
  }

  /** A date, or the day of an instant in this zone. */
  @Nullable LocalDate date(String key, ZoneId zone) {
    String text = optionalText(key);
    if (text == null) {
      return null;
    }
    return text.indexOf('T') < 0
        ? LocalDate.parse(text)
        : OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDate();
  }
}
