package dev.workflow.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.spi.Channels;

/** From the rendered text of a template to what the channels' senders read. */
final class TemplateContent {

  private TemplateContent() {}

  static ObjectNode of(String channel, ObjectNode rendered, String language) {
    return switch (channel) {
      case Channels.EMAIL -> email(rendered);
      case Channels.WHATSAPP -> whatsapp(rendered, language);
      case Channels.IN_APP -> inApp(rendered);
      default -> rendered;
    };
  }

  private static ObjectNode email(ObjectNode rendered) {
    if (rendered.has("html") && !rendered.has("text")) {
      rendered.put("text", HtmlText.of(rendered.get("html").asText()));
    }
    return rendered;
  }

  /** The provider knows its templates by name and language, and numbers their parameters. */
  private static ObjectNode whatsapp(ObjectNode rendered, String language) {
    if (!rendered.has("template")) {
      return rendered;
    }
    if (!rendered.has("language")) {
      rendered.put("language", language);
    }
    JsonNode parameters = rendered.remove("parameters");
    if (parameters != null && parameters.isArray()) {
      ObjectNode variables = Json.object();
      for (int i = 0; i < parameters.size(); i++) {
        variables.set(String.valueOf(i + 1), parameters.get(i));
      }
      rendered.set("variables", variables);
    } else if (parameters != null) {
      rendered.set("variables", parameters);
    }
    return rendered;
  }

  private static ObjectNode inApp(ObjectNode rendered) {
    JsonNode title = rendered.remove("title");
    if (title != null) {
      rendered.set("subject", title);
    }
    return rendered;
  }
}
