package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.DidYouMean;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The words in which mistakes of forms and answers are told. Values of answers are never told. */
final class FormWording {

  private static final int SHOWN = 60;

  private FormWording() {}

  static String expected(Collection<FormType> types, JsonNode found) {
    return expected(
        types.stream().map(type -> type.words).collect(Collectors.joining(" or ")), found);
  }

  static String expected(String what, JsonNode found) {
    return "expected " + what + ", found " + kind(found);
  }

  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING, BINARY -> "a text";
      case NUMBER ->
          FormNumbers.isWhole(FormNumbers.exact(value)) ? "a number" : "a number with a fraction";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case MISSING -> "nothing";
      case POJO -> "something that is not JSON";
    };
  }

  static String unknownField(String name, List<String> known, int most) {
    String suggestion = DidYouMean.suffix(name, known);
    if (!suggestion.isEmpty()) {
      return "unknown field " + quote(name) + suggestion;
    }
    String rest = known.size() > most ? ", …" : "";
    String listed =
        known.stream().limit(most).map(FormWording::shortened).collect(Collectors.joining(", "));
    return "unknown field "
        + quote(name)
        + (known.isEmpty() ? "; no fields belong here" : "; here belong " + listed + rest);
  }

  /** {@code 1 character}, {@code 5 characters}. */
  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  static String quote(String text) {
    return "\"" + shortened(text) + "\"";
  }

  static String shortened(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(SHOWN).forEach(c -> append(shown, c));
    return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "").toString();
  }

  private static void append(StringBuilder shown, int c) {
    int type = Character.getType(c);
    boolean hidden =
        type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.SURROGATE
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    if (hidden) {
      shown.append(String.format("\\u%04x", c));
    } else {
      shown.appendCodePoint(c);
    }
  }

  /** A value of the form. */
  static String shown(JsonNode value) {
    return value.isTextual() ? quote(value.textValue()) : shortened(value.toString());
  }

  /** A title in a sentence: empty, or a colon and the title. */
  static String titled(String title) {
    return title.isEmpty() ? "" : ": " + shortened(title);
  }
}
