package dev.workflow.examples.host.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of a request key by key, and collects everything that is wrong with it at its
 * place. Used by one thread.
 */
public final class FormFields {

  private static final int SHOWN = 60;

  private final ObjectNode object;
  private final Problems problems;

  private FormFields(ObjectNode object, Problems problems) {
    this.object = object;
    this.problems = problems;
  }

  /**
   * The fields of a body, or of an object inside it.
   *
   * @param keys those it may have; any other is a problem
   */
  public static FormFields of(JsonNode body, Problems problems, String... keys) {
    if (!(body instanceof ObjectNode object)) {
      problems.add("expected an object; found " + shown(body));
      return new FormFields(Json.object(), Problems.none()); // no more is said of it
    }
    List<String> known = Arrays.asList(keys);
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.at(name).add("unknown key; known are " + String.join(", ", known));
              }
            });
    return new FormFields(object, problems);
  }

  /** Where its problems go. */
  public Problems problems() {
    return problems;
  }

  /** Whether the key is there, be it with null. */
  public boolean has(String key) {
    return object.has(key);
  }

  private JsonNode value(String key) {
    JsonNode value = object.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /** A text of at most so many characters; null: it is not there, or is null. */
  public @Nullable String text(String key, int longest) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      problems.at(key).add("expected a text; found " + shown(value));
    } else if (value.textValue().length() > longest) {
      problems
          .at(key)
          .add("has " + value.textValue().length() + " characters; at most " + longest + " fit");
    } else if (value.textValue().chars().anyMatch(one -> one < ' ' && one != '\n' && one != '\t')) {
      problems.at(key).add("has a control character");
    } else {
      return value.textValue();
    }
    return null;
  }

  /** A text that has to be there and says something; the empty text if it does not. */
  public String required(String key, int longest) {
    String text = text(key, longest);
    if (text == null && value(key).isMissingNode() || text != null && text.isBlank()) {
      problems.at(key).add(text == null ? "is missing" : "is empty");
    }
    return text == null ? "" : text.strip();
  }

  /** A whole number within limits; null: it is not there. */
  public @Nullable Integer whole(String key, int least, int most) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      int number = value.intValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    problems
        .at(key)
        .add("expected a whole number, " + least + " to " + most + "; found " + shown(value));
    return null;
  }

  /** An exact number that is not negative; null: it is not there. */
  public @Nullable BigDecimal amount(String key) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      if (number.signum() >= 0 && number.precision() <= 18 && Math.abs(number.scale()) <= 6) {
        return number;
      }
    }
    problems
        .at(key)
        .add("expected a number of at most 18 digits, not negative; found " + shown(value));
    return null;
  }

  /** True or false. */
  public boolean flag(String key, boolean otherwise) {
    JsonNode value = value(key);
    if (value.isBoolean() || value.isMissingNode()) {
      return value.asBoolean(otherwise);
    }
    problems.at(key).add("expected true or false; found " + shown(value));
    return otherwise;
  }

  /** An object; an empty one if it is not there. */
  public ObjectNode object(String key) {
    JsonNode value = value(key);
    if (value instanceof ObjectNode found) {
      return found.deepCopy();
    }
    if (!value.isMissingNode()) {
      problems.at(key).add("expected an object; found " + shown(value));
    }
    return Json.object();
  }

  /** A list; an empty one if it is not there. */
  public ArrayNode list(String key) {
    JsonNode value = value(key);
    if (value instanceof ArrayNode found) {
      return found;
    }
    if (!value.isMissingNode()) {
      problems.at(key).add("expected a list; found " + shown(value));
    }
    return Json.array();
  }

  /** A moment, such as {@code 2026-03-01T09:00:00Z}; null: it is not there. */
  public @Nullable Instant moment(String key) {
    String text = text(key, SHOWN);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      problems
          .at(key)
          .add("expected a moment such as 2026-03-01T09:00:00Z; found " + shown(value(key)));
      return null;
    }
  }

  /** One of the names of an enum; null: it is not there. */
  public <E extends Enum<E>> @Nullable E oneOf(String key, Class<E> type) {
    String text = text(key, Integer.MAX_VALUE);
    if (text == null) {
      return null;
    }
    for (E one : type.getEnumConstants()) {
      if (one.name().equals(text)) {
        return one;
      }
    }
    problems
        .at(key)
        .add(
            "expected one of "
                + Arrays.stream(type.getEnumConstants())
                    .map(Enum::name)
                    .collect(Collectors.joining(", "))
                + "; found "
                + shown(value(key)));
    return null;
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "nothing";
    }
    String text = Json.write(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
