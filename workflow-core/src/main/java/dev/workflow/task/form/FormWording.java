package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Wording;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The words in which mistakes of forms and answers are told. Values of answers are never told. */
final class FormWording {

  private FormWording() {}

  static String expected(Collection<FormType> types, JsonNode found) {
    return expected(
        types.stream().map(type -> type.words).collect(Collectors.joining(" or ")), found);
  }

  static String expected(String what, JsonNode found) {
    return "expected " + what + ", found " + kind(found);
  }

  static String kind(JsonNode value) {
    boolean fraction = value.isNumber() && !FormNumbers.isWhole(FormNumbers.exact(value));
    return fraction ? "a number with a fraction" : JsonKind.of(value);
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
    return Wording.quoted(text);
  }

  static String shortened(String text) {
    return Wording.clip(text);
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
