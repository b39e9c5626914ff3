package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object of the document while it is read: typed access by key, every mistake noted at its
 * place. After a mistake reading continues with a harmless value.
 */
final class Fields {

  static final int MAX_TEXT = 10_000;
  static final int MAX_LABEL = 200;

  private final JsonNode json;
  private final Problems problems;
  private final References references;

  private Fields(JsonNode json, Problems problems, References references) {
    this.json = json;
    this.problems = problems;
    this.references = references;
  }

  /** The fields of the document, unknown keys noted; null (and a problem) if it is no object. */
  static @Nullable Fields of(
      JsonNode json, Problems problems, References references, Set<String> known) {
    return of(json, problems, references, known, "an object");
  }

  private static @Nullable Fields of(
      JsonNode json, Problems problems, References references, Set<String> known, String form) {
    if (!json.isObject()) {
      problems.add(Wording.expected(form, json));
      return null;
    }
    for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        problems.at(key).add("unknown key" + DidYouMean.suffix(key, known));
      }
    }
    return new Fields(json, problems, references);
  }

  /** The object at a key; null if there is none, or (and a problem) something else. */
  @Nullable Fields object(String key, Set<String> known) {
    return has(key) ? of(get(key), at(key), references, known, Forms.object(key)) : null;
  }

  /** Takes every object of the list at a key; gives the length of the list. */
  int objects(String key, Set<String> known, int most, Consumer<Fields> consumer) {
    int index = 0;
    for (JsonNode element : list(key, most)) {
      Fields fields = of(element, at(key).at(index++), references, known, Forms.object(key));
      if (fields != null) {
        consumer.accept(fields);
      }
    }
    return index;
  }

  /** The elements of a list; none (and a problem) if it is no list or too long a one. */
  Iterable<JsonNode> list(String key, int most) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      at(key).add(Wording.expected(Forms.list(key), value));
      return List.of();
    }
    if (value.size() > most) {
      at(key).add("has " + value.size() + " elements; at most " + most + " are allowed");
      return List.of();
    }
    return value;
  }

  Problems problems() {
    return problems;
  }

  References references() {
    return references;
  }

  Problems at(String key) {
    return problems.at(key);
  }

  boolean has(String key) {
    return json.has(key);
  }

  /** What is at a key, or a missing node. */
  JsonNode get(String key) {
    return json.path(key);
  }

  void require(String key, String what) {
    if (!has(key)) {
      problems.add("\"" + key + "\" is missing: " + what);
    }
  }

  void refuse(String beside, String... keys) {
    for (String key : keys) {
      if (has(key)) {
        at(key).add("\"" + key + "\" cannot be combined with \"" + beside + "\"");
      }
    }
  }

  @Nullable String text(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      at(key).add(Wording.expected("a text", value));
      return null;
    }
    if (value.textValue().length() > MAX_TEXT) {
      at(key).add(DocumentWording.tooLong(value.textValue().length(), MAX_TEXT));
      return null;
    }
    return value.textValue();
  }

  /** A short text for people, on one line. */
  @Nullable String label(String key, int most) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    if (text.isBlank()) {
      at(key).add("must not be empty");
    } else if (text.length() > most) {
      at(key).add(DocumentWording.tooLong(text.length(), most));
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      at(key).add("must stand on one line, without control characters");
    }
    return text;
  }

  /** A text of a form; the empty text (and a problem) if it is missing or of another. */
  String named(String key, String what, Pattern form, String otherwise) {
    require(key, what);
    String text = text(key);
    if (text == null || form.matcher(text).matches()) {
      return text == null ? "" : text;
    }
    String likely = Names.likely(text, form);
    String hint = likely.isEmpty() ? "" : "; did you mean \"" + likely + "\"?";
    at(key).add(Wording.quoted(text) + " " + otherwise + hint);
    return "";
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = json.get(key);
    if (value == null || value.isBoolean()) {
      return value == null ? otherwise : value.booleanValue();
    }
    at(key).add(Wording.expected("true or false", value));
    return otherwise;
  }

  int integer(String key, int otherwise, int least, int most) {
    JsonNode value = json.get(key);
    if (value == null) {
      return otherwise;
    }
    boolean whole =
        value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt();
    if (whole && value.intValue() >= least && value.intValue() <= most) {
      return value.intValue();
    }
    String range = "a whole number from " + least + " to " + most;
    at(key).add(DocumentWording.expectedValue(range, value));
    return otherwise;
  }

  double number(String key, double otherwise, int least, int most) {
    JsonNode value = json.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most) {
      return value.doubleValue();
    }
    at(key).add(DocumentWording.expectedValue("a number from " + least + " to " + most, value));
    return otherwise;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    List<String> names = choices(type);
    int index = names.indexOf(text);
    if (index >= 0) {
      return type.getEnumConstants()[index];
    }
    String known = String.join(", ", names);
    at(key).add(Wording.quoted(text) + " is none of " + known + DidYouMean.suffix(text, names));
    return otherwise;
  }

  /** The values of an enum as they are written. */
  static <E extends Enum<E>> List<String> choices(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  @Nullable ZoneId zone(String key) {
    return parsed(
        key,
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                Wording.quoted(text)
                    + " is not a time zone such as \"Europe/Amsterdam\""
                    + DidYouMean.suffix(text, ZoneId.getAvailableZoneIds()),
                e);
          }
        });
  }

  /** What a parser makes of a text; its complaint becomes the problem. */
  <T> @Nullable T parsed(String key, Function<String, T> parser) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      at(key).add(String.valueOf(e.getMessage()));
      return null;
    }
  }
}
