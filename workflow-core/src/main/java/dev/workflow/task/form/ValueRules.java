package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.workflow.condition.Patterns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The rules of a schema about texts, numbers, and values of any type. */
final class ValueRules {

  private static final int SHOWN = 10;

  private final SchemaReader reader;

  ValueRules(SchemaReader reader) {
    this.reader = reader;
  }

  void read() {
    readEnum();
    readConst();
    readLengths();
    readPattern();
    reader.text("format", this::readFormat);
    limit("minimum", "at least ", (value, bound) -> value.compareTo(bound) >= 0);
    limit("maximum", "at most ", (value, bound) -> value.compareTo(bound) <= 0);
    limit("exclusiveMinimum", "more than ", (value, bound) -> value.compareTo(bound) > 0);
    limit("exclusiveMaximum", "less than ", (value, bound) -> value.compareTo(bound) < 0);
    readMultiple();
  }

  private void readEnum() {
    if (!reader.has("enum")) {
      return;
    }
    JsonNode values = reader.json().get("enum");
    if (!values.isArray() || values.isEmpty()) {
      reader.at("enum").add("expected a list of one value or more");
      return;
    }
    Set<String> allowed = new HashSet<>();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (!allowed.add(CanonicalText.of(values.get(i)))) {
        reader.at("enum").at(i).add("appears twice: " + FormWording.shown(values.get(i)));
      }
      shown.add(FormWording.shown(values.get(i)));
    }
    String words =
        String.join(", ", shown.subList(0, Math.min(SHOWN, shown.size())))
            + (shown.size() > SHOWN ? ", … (" + shown.size() + " values)" : "");
    reader.rule(
        (value, place) -> {
          if (!allowed.contains(CanonicalText.of(value))) {
            place.add("expected one of " + words);
          }
        });
  }

  private void readConst() {
    if (reader.has("const")) {
      String only = CanonicalText.of(reader.json().get("const"));
      String shown = FormWording.shown(reader.json().get("const"));
      reader.rule(
          (value, place) -> {
            if (!only.equals(CanonicalText.of(value))) {
              place.add("must be " + shown);
            }
          });
    }
  }

  private void readLengths() {
    long least = reader.count("minLength", 0);
    long most = reader.count("maxLength", Long.MAX_VALUE);
    if (least > most) {
      reader.at("minLength").add("is more than \"maxLength\": nothing would fit");
    }
    if (!reader.has("minLength") && !reader.has("maxLength")) {
      return;
    }
    reader.rule(
        (value, place) -> {
          if (value.isTextual()) {
            String text = value.textValue();
            int length = text.codePointCount(0, text.length());
            if (length < least) {
              place.add(
                  length == 0 ? "must not be empty" + more(least) : has(length) + more(least));
            } else if (length > most) {
              place.add(has(length) + "; at most " + most + " are allowed");
            }
          }
        });
  }

  private static String has(int length) {
    return "has " + FormWording.count(length, "character", "characters");
  }

  private static String more(long least) {
    return least == 1 ? "" : "; at least " + least + " are needed";
  }

  private void readPattern() {
    reader.text(
        "pattern",
        text -> {
          Pattern pattern = pattern(text, reader.at("pattern"));
          if (pattern != null) {
            String words = "does not have the form " + FormWording.shortened(text);
            reader.rule(
                (value, place) -> {
                  if (value.isTextual() && !found(pattern, value.textValue(), place)) {
                    place.add(words);
                  }
                });
          }
        });
  }

  static @Nullable Pattern pattern(String text, dev.workflow.Problems place) {
    String fault = Patterns.fault(text);
    if (fault != null) {
      place.add("not a pattern in RE2 syntax: " + fault);
      return null;
    }
    return Patterns.compile(text, false);
  }

  /** Whether a pattern is found anywhere in a text: in time that grows with both, no more. */
  static boolean found(Pattern pattern, String text, CheckedValue place) {
    place.spend((2L + pattern.programSize()) * (1L + text.length()));
    return pattern.matcher(text).find();
  }

  private void readFormat(String name) {
    FormFormat format = FormFormat.named(name);
    if (format != null) {
      reader.rule(
          (value, place) -> {
            if (value.isTextual() && !format.fits(value.textValue())) {
              place.add("expected " + format.words);
            }
          });
    }
  }

  private @Nullable BigDecimal number(String key) {
    JsonNode value = reader.json().path(key);
    if (value.isNumber()) {
      return FormNumbers.exact(value);
    }
    if (!value.isMissingNode()) {
      reader.at(key).add(FormWording.expected("a number", value));
    }
    return null;
  }

  private void limit(String key, String words, BiPredicate<BigDecimal, BigDecimal> holds) {
    BigDecimal bound = number(key);
    if (bound != null) {
      String message = "must be " + words + FormNumbers.shown(bound);
      reader.rule(
          (value, place) -> {
            if (value.isNumber() && !holds.test(FormNumbers.exact(value), bound)) {
              place.add(message);
            }
          });
    }
  }

  private void readMultiple() {
    BigDecimal unit = number("multipleOf");
    if (unit == null) {
      return;
    }
    if (unit.signum() <= 0 || !FormNumbers.isMeasured(unit)) {
      reader.at("multipleOf").add("must be more than 0, with at most 1000 digits");
      return;
    }
    String message = "must be a multiple of " + FormNumbers.shown(unit);
    reader.rule(
        (value, place) -> {
          if (value.isNumber()) {
            BigDecimal number = FormNumbers.exact(value);
            if (!FormNumbers.isMeasured(number)) {
              place.add("has more than " + FormNumbers.MAX_DIGITS + " digits");
            } else if (number.remainder(unit).signum() != 0) {
              place.add(message);
            }
          }
        });
  }
}
