package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object of a form while it is read: each mistake is noted at its place. */
final class Part {

  private static final ObjectReader STRICT =
      Json.reader()
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ObjectNode json;
  private final Problems problems;

  private Part(ObjectNode json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  /** Null (and a problem) if it is no object. */
  static @Nullable Part of(JsonNode json, Problems problems, List<String> keys) {
    if (!(json instanceof ObjectNode object)) {
      problems.add("expected an object, found " + kind(json));
      return null;
    }
    object
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                problems.at(key).add("unknown key; there are " + String.join(", ", keys));
              }
            });
    return new Part(object, problems);
  }

  /** An object whose keys somebody else looks at. */
  static Part any(ObjectNode json, Problems problems) {
    return new Part(json, problems);
  }

  JsonNode get(String key) {
    return json.path(key);
  }

  boolean has(String key) {
    return json.hasNonNull(key);
  }

  Problems problems() {
    return problems;
  }

  Problems at(String key) {
    return problems.at(key);
  }

  /**
   * A text that must be there; null (and a problem) if it is not.
   *
   * @param what what it is, with an example
   */
  @Nullable String required(String key, String what) {
    if (!has(key)) {
      problems.add("\"" + key + "\" is missing: " + what);
      return null;
    }
    String text = text(key);
    if (text != null && text.isBlank()) {
      at(key).add("must not be empty: " + what);
      return null;
    }
    return text;
  }

  /** A text; null if there is none, or (and a problem) something else. */
  @Nullable String text(String key) {
    JsonNode value = get(key);
    if (has(key) && !value.isTextual()) {
      at(key).add("expected a text, found " + kind(value));
    }
    return value.textValue();
  }

  /** A whole number; null if there is none, or (and a problem) something else. */
  @Nullable Integer whole(String key, int least, int most) {
    JsonNode value = get(key);
    if (!has(key)) {
      return null;
    }
    if (value.isNumber()
        && value.canConvertToExactIntegral()
        && value.canConvertToInt()
        && value.intValue() >= least
        && value.intValue() <= most) {
      return value.intValue();
    }
    at(key)
        .add("expected a whole number from " + least + " to " + most + ", found " + shown(value));
    return null;
  }

  /** The elements of a list; none (and a problem) if it is no list. */
  List<JsonNode> list(String key) {
    List<JsonNode> elements = new ArrayList<>();
    if (get(key).isArray()) {
      get(key).forEach(elements::add);
    } else if (has(key)) {
      at(key).add("expected a list, found " + kind(get(key)));
    }
    return elements;
  }

  /**
   * A configuration: an object, or a JSON text of one; an empty object if there is none; null (and
   * a problem) if it is something else.
   */
  @Nullable ObjectNode config(String key) {
    JsonNode value = get(key);
    if (!has(key) || (value.isTextual() && value.textValue().isBlank())) {
      return Json.object();
    }
    JsonNode read = value.isTextual() ? read(value.textValue(), at(key)) : value;
    if (read == null || read instanceof ObjectNode) {
      return (ObjectNode) read;
    }
    at(key).add("expected an object or a JSON text of one, found " + kind(read));
    return null;
  }

  /** Null (and a problem) if it is no JSON. */
  private static @Nullable JsonNode read(String text, Problems problems) {
    try {
      return STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      problems.add("is not JSON: " + e.getOriginalMessage());
      return null;
    }
  }

  private static String shown(JsonNode value) {
    return value.isNumber() ? value.asText() : kind(value);
  }

  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "null";
    };
  }
}
