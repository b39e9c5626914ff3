package dev.workflow.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Json;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Handling.Category;
import java.util.Locale;

/**
 * Writes a {@link MessageTemplate} in Java. Defaults: no description, no event, no category, the
 * first language as fallback, no variables. Not thread-safe.
 */
public final class MessageTemplateBuilder {

  private final ObjectNode json = Json.object();

  MessageTemplateBuilder(String name) {
    json.put("name", name);
  }

  /** What it is for, for people. */
  public MessageTemplateBuilder description(String text) {
    json.put("description", text);
    return this;
  }

  /** The type of event whose payload the values are checked against. */
  public MessageTemplateBuilder event(String type) {
    json.put("event", type);
    return this;
  }

  /** What kind of message it is, unless the step says something else. */
  public MessageTemplateBuilder category(Category category) {
    json.put("category", category.name().toLowerCase(Locale.ROOT));
    return this;
  }

  /** The language for everybody whose own is not there. */
  public MessageTemplateBuilder fallbackLanguage(String language) {
    json.put("fallbackLanguage", language);
    return this;
  }

  /** A value that a step gives, with an example for previews. */
  public MessageTemplateBuilder variable(String name, String example) {
    return variable(name, TextNode.valueOf(example));
  }

  /** A value that a step gives, with an example for previews. */
  public MessageTemplateBuilder variable(String name, JsonNode example) {
    json.withObjectProperty("variables").set(name, example.deepCopy());
    return this;
  }

  /** An e-mail; its plain text is made from the HTML. */
  public MessageTemplateBuilder email(String language, String subject, String html) {
    return body(language, Channels.EMAIL, Json.object().put("subject", subject).put("html", html));
  }

  /** A text message. */
  public MessageTemplateBuilder sms(String language, String text) {
    return body(language, Channels.SMS, Json.object().put("text", text));
  }

  /** What any channel needs, in the place of what was there. */
  public MessageTemplateBuilder body(String language, String channel, ObjectNode body) {
    ObjectNode variants = json.withObjectProperty("variants");
    variants.withObjectProperty(language).set(channel, body.deepCopy());
    return this;
  }

  /**
   * The template.
   *
   * @throws dev.workflow.InvalidInputException with every problem and its place
   */
  public MessageTemplate build() {
    return MessageTemplate.parse(json);
  }
}
