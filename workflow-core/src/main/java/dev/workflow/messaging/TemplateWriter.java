package dev.workflow.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the JSON document of a template. */
final class TemplateWriter {

  private TemplateWriter() {}

  static ObjectNode write(MessageTemplate template) {
    ObjectNode json = Json.object().put("name", template.name());
    put(json, "description", template.description());
    put(json, "event", template.event());
    if (template.category() != null) {
      json.put("category", template.category().name().toLowerCase(Locale.ROOT));
    }
    json.put("fallbackLanguage", template.fallbackLanguage());
    if (!template.variables().isEmpty()) {
      ObjectNode variables = json.putObject("variables");
      template.variables().forEach((name, example) -> variables.set(name, example.deepCopy()));
    }
    ObjectNode variants = json.putObject("variants");
    template
        .variants()
        .forEach(
            (language, bodies) -> {
              ObjectNode variant = variants.putObject(language);
              bodies.forEach((channel, body) -> variant.set(channel, body.deepCopy()));
            });
    return json;
  }

  private static void put(ObjectNode json, String key, @Nullable String text) {
    if (text != null) {
      json.put(key, text);
    }
  }
}
