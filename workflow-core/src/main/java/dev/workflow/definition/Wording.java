package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.JsonKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words in which the mistakes of a document are told. */
final class Wording {

  private static final int SHOWN = 60;
  private static final int REASON = 200;

  private static final Pattern LIBRARY_TALK =
      Pattern.compile(" \\(start marker at [^)]*\\)[^)]*\\)|, from `[^`]*`");

  private Wording() {}

  /** A text of the document in quotes: on one line, and not longer than a message should be. */
  static String quoted(String text) {
    return "\"" + shown(text.replace("\\", "\\\\").replace("\"", "\\\""), SHOWN) + "\"";
  }

  private static String shown(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> append(shown, c));
    return shown.append(text.codePointCount(0, text.length()) > most ? "…" : "").toString();
  }

  private static void append(StringBuilder shown, int c) {
    int type = Character.getType(c);
    if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
      shown.append(String.format("\\u%04x", c));
    } else {
      shown.appendCodePoint(c);
    }
  }

  /** The same without quotes. */
  static String shortened(String text) {
    return shown(text, SHOWN);
  }

  /** What a parser of another library says, on one line. */
  static String reason(@Nullable String message) {
    String plain = LIBRARY_TALK.matcher(String.valueOf(message)).replaceAll("");
    return shown(plain.strip().replaceAll("\\s+", " "), REASON);
  }

  /** {@code expected a text, found a number}. */
  public static String expected(String what, JsonNode found) {
    return "expected " + what + ", found " + JsonKind.of(found);
  }

  /** {@code expected a whole number from 1 to 5, found 7}. */
  static String expectedValue(String what, JsonNode found) {
    String shown =
        found.isNumber() || found.isBoolean()
            ? shortened(found.toString())
            : found.isTextual() ? quoted(found.textValue()) : JsonKind.of(found);
    return "expected " + what + ", found " + shown;
  }

  static String tooLong(int length, int most) {
    return "has " + length + " characters; at most " + most + " are allowed";
  }
}
