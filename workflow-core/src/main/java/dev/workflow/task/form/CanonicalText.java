package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;

/** Writes equal values alike: fields in order, 1.0 as 1. */
final class CanonicalText {

  private CanonicalText() {}

  static String of(JsonNode value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  private static void append(JsonNode value, StringBuilder text) {
    if (value.isNumber()) {
      text.append(FormNumbers.exact(value));
    } else if (value.isArray()) {
      text.append('[');
      value.forEach(element -> append(element, text.append(',')));
      text.append(']');
    } else if (value.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      text.append('{');
      fields.forEach(
          (name, field) -> append(field, text.append(length(name)).append(name).append(':')));
      text.append('}');
    } else if (value.isTextual() || value.isBinary()) {
      text.append(length(value.asText())).append(value.asText());
    } else {
      text.append(List.of("true", "false").contains(value.asText()) ? value.asText() : "null");
    }
  }

  /** Says how long a text is, so that none can look like another value. */
  private static String length(String text) {
    return "\"" + text.length() + "\"";
  }
}
