package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.InvalidInputException;
import dev.workflow.Problems;
import dev.workflow.condition.Condition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import dev.workflow.internal.DidYouMean;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object of the document while it is read: typed access by key, every mistake noted at its
 * place. After a mistake reading goes on with a harmless value.
 */
final class Fields {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final Pattern EVENT = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final int MAX_TEXT = 10_000;

  private final JsonNode json;
  private final Problems problems;

  private Fields(JsonNode json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  /** The fields of an object, unknown keys noted; null (and a problem) if it is none. */
  static @Nullable Fields of(JsonNode json, Problems problems, Set<String> known) {
    if (!json.isObject()) {
      problems.add("expected an object, found " + found(json));
      return null;
    }
    for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        problems.at(key).add("unknown key" + DidYouMean.suffix(key, known));
      }
    }
    return new Fields(json, problems);
  }

  static String found(JsonNode json) {
    return switch (json.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      default -> "nothing";
    };
  }

  Problems problems() {
    return problems;
  }

  Problems at(String key) {
    return problems.at(key);
  }

  boolean has(String key) {
    return json.has(key);
  }

  JsonNode get(String key) {
    return json.path(key);
  }

  void require(String key, String what) {
    if (!json.has(key)) {
      problems.add("\"" + key + "\" is missing: " + what);
    }
  }

  @Nullable String text(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      problems.at(key).add("expected a string, found " + found(value));
      return null;
    }
    if (value.textValue().length() > MAX_TEXT) {
      problems
          .at(key)
          .add(
              "has "
                  + value.textValue().length()
                  + " characters; at most "
                  + MAX_TEXT
                  + " are allowed");
    }
    return value.textValue();
  }

  String id(String key) {
    require(key, "lower-case letters, digits, \"-\" and \"_\", at most 100");
    String text = text(key);
    if (text != null && !ID.matcher(text).matches()) {
      problems
          .at(key)
          .add(
              "\""
                  + shortened(text)
                  + "\" is not a name: begin with a lower-case letter or digit, then letters, digits, \"-\" or \"_\", at most 100");
    }
    return text == null ? "" : text;
  }

  String event(String key) {
    require(key, "the type of an event, such as \"lead.created\"");
    String text = text(key);
    if (text != null && (text.length() > 100 || !EVENT.matcher(text).matches())) {
      problems
          .at(key)
          .add(
              "\""
                  + shortened(text)
                  + "\" is not an event type: dotted lower case, such as \"deal.stage_changed\"");
    }
    return text == null ? "" : text;
  }

  static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = json.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      problems.at(key).add("expected true or false, found " + found(value));
      return otherwise;
    }
    return value.booleanValue();
  }

  int integer(String key, int otherwise, int least, int most) {
    JsonNode value = json.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      problems
          .at(key)
          .add(
              "expected a whole number from "
                  + least
                  + " to "
                  + most
                  + ", found "
                  + shortened(value.toString()));
      return otherwise;
    }
    return value.intValue();
  }

  double number(String key, double otherwise, double least, double most) {
    JsonNode value = json.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
      problems
          .at(key)
          .add(
              "expected a number from "
                  + plain(least)
                  + " to "
                  + plain(most)
                  + ", found "
                  + shortened(value.toString()));
      return otherwise;
    }
    return value.doubleValue();
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    List<String> names =
        Stream.of(type.getEnumConstants())
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .toList();
    int index = names.indexOf(text);
    if (index < 0) {
      problems
          .at(key)
          .add(
              "\""
                  + shortened(text)
                  + "\" is none of "
                  + String.join(", ", names)
                  + DidYouMean.suffix(text, names));
      return otherwise;
    }
    return type.getEnumConstants()[index];
  }

  @Nullable TimeSpan span(String key) {
    return parsed(key, TimeSpan::parse);
  }

  Duration duration(String key, Duration otherwise) {
    TimeSpan span = span(key);
    if (span == null) {
      return otherwise;
    }
    if (span.calendar().getYears() != 0 || span.calendar().getMonths() != 0) {
      problems
          .at(key)
          .add("\"" + span + "\" has months or years; give days, hours, minutes or seconds");
      return otherwise;
    }
    return span.clock().plusDays(span.calendar().getDays());
  }

  @Nullable ZoneId zone(String key) {
    return parsed(key, ZoneId::of);
  }

  <T> @Nullable T parsed(String key, Function<String, T> parser) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      problems.at(key).add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Nullable Template template(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return Template.parse(text);
    } catch (InvalidInputException e) {
      problems.at(key).addAll(e.problems());
      return null;
    }
  }

  /** A template that must be there. */
  Template requiredTemplate(String key, String what) {
    require(key, what);
    Template template = template(key);
    return template == null ? Template.parse("") : template;
  }

  Condition condition(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      return Condition.always();
    }
    try {
      return Condition.parse(value);
    } catch (InvalidInputException e) {
      problems.at(key).addAll(e.problems());
      return Condition.always();
    }
  }

  /** A configuration: an object, empty if it is left out. */
  ConfigTemplate config(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      return ConfigTemplate.parse(JsonNodeFactory.instance.objectNode());
    }
    if (!value.isObject()) {
      problems.at(key).add("expected an object, found " + found(value));
      return ConfigTemplate.parse(JsonNodeFactory.instance.objectNode());
    }
    return tree(key);
  }

  /** Any JSON that may hold expressions. */
  ConfigTemplate tree(String key) {
    try {
      return ConfigTemplate.parse(json.path(key));
    } catch (InvalidInputException e) {
      problems.at(key).addAll(e.problems());
      return ConfigTemplate.parse(JsonNodeFactory.instance.objectNode());
    }
  }

  /** The elements of a list; a problem if it is none. */
  Iterable<JsonNode> list(String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      problems.at(key).add("expected a list, found " + found(value));
      return List.of();
    }
    return value;
  }
}
