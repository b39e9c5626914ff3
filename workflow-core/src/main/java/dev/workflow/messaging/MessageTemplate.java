package dev.workflow.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.spi.Handling.Category;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a message's texts, by language and channel. Immutable and thread-safe; equal if it
 * says the same. The trees it gives out are its own and must not be changed.
 *
 * <pre>{@code
 * {"name": "welcome", "event": "lead.created", "category": "follow_up", "fallbackLanguage": "en",
 *  "variables": {"first_name": "Ann"},
 *  "variants": {
 *    "en": {"email": {"subject": "Welcome {{first_name}}", "html": "<p>Hello {{first_name}}</p>"},
 *           "sms": {"text": "Welcome {{first_name}}"}},
 *    "nl": {"email": {"subject": "Welkom {{first_name}}", "html": "<p>Dag {{first_name}}</p>"}}}}
 * }</pre>
 *
 * @param name unique in its tenant
 * @param version 0 until it is published
 * @param event the type of event whose payload its values are checked against; null: any
 * @param category what kind of message it is; null: the step says, or {@link Category#FOLLOW_UP}
 * @param fallbackLanguage a language among the variants, for everybody whose own is not there; the
 *     first one by default
 * @param variables the names of the values it expects of a step, each with an example
 * @param variants by language (BCP 47), then by channel, what the channel needs; every text may
 *     hold {@code {{ }}} expressions
 */
public record MessageTemplate(
    String name,
    int version,
    @Nullable String description,
    @Nullable String event,
    @Nullable Category category,
    String fallbackLanguage,
    Map<String, JsonNode> variables,
    Map<String, Map<String, ObjectNode>> variants) {

  public MessageTemplate {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    Map<String, Map<String, ObjectNode>> copy = new LinkedHashMap<>();
    variants.forEach(
        (language, bodies) ->
            copy.put(language, Collections.unmodifiableMap(new LinkedHashMap<>(bodies))));
    variants = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads a JSON document of at most 1 MB.
   *
   * @throws InvalidInputException with every problem and its place
   */
  public static MessageTemplate parse(String json) {
    return TemplateReader.read(json);
  }

  /**
   * Reads a JSON document of at most 1 MB. The tree is copied.
   *
   * @throws InvalidInputException with every problem and its place
   */
  public static MessageTemplate parse(JsonNode json) {
    return TemplateReader.read(json);
  }

  /** Begins a template in Java. */
  public static MessageTemplateBuilder builder(String name) {
    return new MessageTemplateBuilder(name);
  }

  /**
   * The JSON document, without the version. Parsing it gives an equal template of version 0. A new
   * tree each time.
   */
  public ObjectNode toJson() {
    return TemplateWriter.write(this);
  }

  /** The same template with another version. */
  public MessageTemplate withVersion(int published) {
    return new MessageTemplate(
        name, published, description, event, category, fallbackLanguage, variables, variants);
  }

  /** The name with the version: {@code welcome@3}. */
  public String ref() {
    return name + "@" + version;
  }
}
