package dev.workflow.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.Handling.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the JSON document of a template; every mistake is noted at its place. */
final class TemplateReader {

  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_DESCRIPTION = 10_000;
  private static final int MAX_LANGUAGES = 200;
  private static final int MAX_VARIABLES = 500;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern EVENT = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]++)*+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern CHANNEL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final List<String> KEYS =
      List.of(
          "name", "description", "event", "category", "fallbackLanguage", "variables", "variants");
  private static final List<String> CATEGORIES =
      Stream.of(Category.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

  private final JsonNode json;
  private final Problems problems = Problems.none();

  private TemplateReader(JsonNode json) {
    this.json = json;
  }

  static MessageTemplate read(String text) {
    if (text.length() > MAX_BYTES) {
      throw invalid("", List.of(new Problem("", "is larger than " + MAX_BYTES + " bytes")));
    }
    try {
      return read(Json.reader().readTree(text));
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw invalid("", List.of(new Problem("", "is not JSON: " + e.getOriginalMessage() + where)));
    }
  }

  static MessageTemplate read(JsonNode given) {
    return new TemplateReader(given.deepCopy()).template();
  }

  private static InvalidInputException invalid(String name, List<Problem> problems) {
    String what = NAME.matcher(name).matches() ? "The template \"" + name + "\"" : "The template";
    return new InvalidInputException(what, problems);
  }

  private MessageTemplate template() {
    if (!json.isObject()) {
      throw invalid(
          "", List.of(new Problem("", Wording.expected("an object with name and variants", json))));
    }
    Json.check(json, MAX_BYTES, problems);
    if (!problems.isEmpty()) {
      throw invalid("", problems.list());
    }
    json.fieldNames().forEachRemaining(this::checkKey);
    String name =
        Objects.requireNonNullElse(
            named("name", NAME, true, "a name of letters, digits, \"_\" and \"-\", at most 100"),
            "");
    String description = text("description", MAX_DESCRIPTION);
    String event = named("event", EVENT, false, "an event type such as \"lead.created\"");
    Category category = category();
    Map<String, JsonNode> variables = variables();
    Map<String, Map<String, ObjectNode>> variants = variants();
    String fallback = fallback(variants);
    problems.throwIfAny(list -> invalid(name, list));
    return new MessageTemplate(
        name, 0, description, event, category, fallback, variables, variants);
  }

  private void checkKey(String key) {
    if (!KEYS.contains(key)) {
      problems.at(key).add("unknown key" + DidYouMean.suffix(key, KEYS));
    }
  }

  private @Nullable String text(String key, int most) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      problems.at(key).add(Wording.expected("a text", value));
      return null;
    }
    if (value.textValue().length() > most) {
      problems
          .at(key)
          .add(
              "has "
                  + value.textValue().length()
                  + " characters; at most "
                  + most
                  + " are allowed");
      return null;
    }
    return value.textValue();
  }

  private @Nullable String named(String key, Pattern form, boolean required, String expected) {
    if (required && !json.has(key)) {
      problems.add("\"" + key + "\" is missing: " + expected);
    }
    String text = text(key, MAX_DESCRIPTION);
    if (text != null && !form.matcher(text).matches()) {
      problems.at(key).add("expected " + expected + ", found " + Wording.quoted(text));
      return null;
    }
    return text;
  }

  private @Nullable Category category() {
    String text = text("category", MAX_DESCRIPTION);
    if (text == null) {
      return null;
    }
    if (!CATEGORIES.contains(text)) {
      problems
          .at("category")
          .add(
              Wording.quoted(text)
                  + " is none of "
                  + String.join(", ", CATEGORIES)
                  + DidYouMean.suffix(text, CATEGORIES));
      return null;
    }
    return Category.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private Map<String, JsonNode> variables() {
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    JsonNode given = json.path("variables");
    Problems here = problems.at("variables");
    if (!given.isMissingNode() && !given.isObject()) {
      here.add(Wording.expected("an object of names with examples", given));
    } else if (given.size() > MAX_VARIABLES) {
      here.add("has " + given.size() + " variables; at most " + MAX_VARIABLES + " are allowed");
    }
    given
        .properties()
        .forEach(
            field -> {
              if (!VARIABLE.matcher(field.getKey()).matches()) {
                here.at(field.getKey())
                    .add("a variable has a name of letters, digits and underscores, at most 100");
              }
              variables.put(field.getKey(), field.getValue());
            });
    return variables;
  }

  private Map<String, Map<String, ObjectNode>> variants() {
    Map<String, Map<String, ObjectNode>> variants = new LinkedHashMap<>();
    JsonNode given = json.path("variants");
    Problems here = problems.at("variants");
    String expected = "an object of languages, each with what it says by channel";
    if (given.isMissingNode()) {
      problems.add("\"variants\" is missing: " + expected);
    } else if (!given.isObject() || given.isEmpty()) {
      here.add(Wording.expected(expected, given));
    } else if (given.size() > MAX_LANGUAGES) {
      here.add("has " + given.size() + " languages; at most " + MAX_LANGUAGES + " are allowed");
    }
    given.properties().forEach(field -> variant(field, here.at(field.getKey()), variants));
    return variants;
  }

  private static void variant(
      Map.Entry<String, JsonNode> given,
      Problems here,
      Map<String, Map<String, ObjectNode>> variants) {
    Optional<String> language = Languages.canonical(given.getKey());
    if (language.isEmpty()) {
      here.add(Wording.quoted(given.getKey()) + " is not a language such as \"nl\" or \"pt-BR\"");
      return;
    }
    if (!given.getValue().isObject() || given.getValue().isEmpty()) {
      here.add(
          Wording.expected(
              "an object of channels, such as {\"email\": {…}, \"sms\": {…}}", given.getValue()));
      return;
    }
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    if (variants.putIfAbsent(language.get(), bodies) != null) {
      here.add("the language \"" + language.get() + "\" is there twice; leave one out");
    }
    given
        .getValue()
        .properties()
        .forEach(
            body -> {
              Problems place = here.at(body.getKey());
              if (!CHANNEL.matcher(body.getKey()).matches()) {
                place.add("a channel is lower snake case, such as \"email\" or \"in_app\"");
              } else if (TemplateBodies.check(body.getKey(), body.getValue(), place)) {
                bodies.put(body.getKey(), (ObjectNode) body.getValue());
              }
            });
  }

  private String fallback(Map<String, Map<String, ObjectNode>> variants) {
    String text = text("fallbackLanguage", MAX_DESCRIPTION);
    if (text == null) {
      return variants.isEmpty() ? "" : variants.keySet().iterator().next();
    }
    String language = Languages.canonical(text).orElse("");
    if (!variants.containsKey(language) && !variants.isEmpty()) {
      problems
          .at("fallbackLanguage")
          .add(
              Wording.quoted(text)
                  + " is no language of the variants; there is "
                  + String.join(", ", variants.keySet()));
    }
    return language;
  }
}
