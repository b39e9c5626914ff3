package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.channels.internal.PhoneNumbers;
import dev.workflow.messaging.internal.content.TemplateParameters;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message as the Cloud API wants it. */
final class WhatsAppContent {

  private static final int LONGEST_TEXT = 4096;
  private static final int LONGEST_REFERENCE = 512;

  private WhatsAppContent() {}

  /** Why no message can be made of it, or null. */
  static @Nullable Rejected problem(OutboundMessage message) {
    if (PhoneNumbers.e164(message.recipient()) == null) {
      return SendResult.rejected("the recipient is no number with a country code, such as +31…")
          .withScope(Scope.RECIPIENT, null);
    }
    String text = message.text("text");
    if (text.isBlank() && !hasTemplate(message)) {
      return SendResult.rejected("the message has neither text nor template");
    }
    String parameters = TemplateParameters.problem(message.content().path("variables"));
    if (parameters != null && hasTemplate(message)) {
      return SendResult.rejected(parameters);
    }
    int length = text.codePointCount(0, text.length());
    if (length > LONGEST_TEXT) {
      return SendResult.rejected(
          "the text has " + length + " characters; at most " + LONGEST_TEXT + " are sent");
    }
    return null;
  }

  static boolean hasTemplate(OutboundMessage message) {
    return !message.text("template").isBlank();
  }

  static ObjectNode write(OutboundMessage message, WhatsAppSettings settings) {
    if (message.text("text").isBlank()) {
      return asTemplate(message, settings);
    }
    ObjectNode body = envelope(message).put("type", "text");
    body.putObject("text").put("body", message.text("text"));
    return body;
  }

  static ObjectNode asTemplate(OutboundMessage message, WhatsAppSettings settings) {
    ObjectNode body = envelope(message).put("type", "template");
    template(body.putObject("template"), message, settings);
    return body;
  }

  private static ObjectNode envelope(OutboundMessage message) {
    String number = String.valueOf(PhoneNumbers.e164(message.recipient()));
    ObjectNode body = Json.object();
    body.put("messaging_product", "whatsapp");
    body.put("recipient_type", "individual");
    body.put("to", number.substring(1));
    String reference = message.id().isEmpty() ? message.idempotencyKey() : message.id();
    if (reference.length() <= LONGEST_REFERENCE) {
      body.put("biz_opaque_callback_data", reference);
    }
    return body;
  }

  private static void template(
      ObjectNode template, OutboundMessage message, WhatsAppSettings settings) {
    template.put("name", message.text("template"));
    String language = message.text("language");
    template
        .putObject("language")
        .put("code", language.isBlank() ? settings.language() : language.replace('-', '_'));
    ArrayNode components = Json.array();
    message.content().path("components").forEach(components::add);
    JsonNode variables = message.content().path("variables");
    if (variables.isObject() && !variables.isEmpty()) {
      body(components.addObject().put("type", "body").putArray("parameters"), variables);
    }
    if (!components.isEmpty()) {
      template.set("components", components);
    }
  }

  private static void body(ArrayNode parameters, JsonNode variables) {
    if (TemplateParameters.isNumbered(variables)) {
      Map<Integer, JsonNode> sorted = new TreeMap<>();
      variables.properties().forEach(v -> sorted.put(Integer.valueOf(v.getKey()), v.getValue()));
      sorted.values().forEach(value -> parameter(parameters, value));
    } else {
      variables
          .properties()
          .forEach(
              variable ->
                  parameter(parameters, variable.getValue())
                      .put("parameter_name", variable.getKey()));
    }
  }

  private static ObjectNode parameter(ArrayNode parameters, JsonNode value) {
    return parameters.addObject().put("type", "text").put("text", Json.text(value));
  }
}
