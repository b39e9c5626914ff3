package dev.workflow.internal.text;

import com.fasterxml.jackson.databind.JsonNode;

/** The words that messages to users share: texts of theirs on one line, and what was found. */
public final class Wording {

  private static final int SHOWN = 60;

  private Wording() {}

  /** A user's text in quotes: on one line, and not longer than a message should be. */
  public static String quoted(String text) {
    return "\"" + clip(text.replace("\\", "\\\\").replace("\"", "\\\""), SHOWN) + "\"";
  }

  /** The same without quotes. */
  public static String clip(String text) {
    return clip(text, SHOWN);
  }

  /**
   * The same.
   *
   * @param most so many characters are shown
   */
  public static String clip(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> append(shown, c));
    return shown.append(text.codePointCount(0, text.length()) > most ? "…" : "").toString();
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

  /** {@code expected a text, found a number}: never the value, which may be nobody's business. */
  public static String expected(String what, JsonNode found) {
    return "expected " + what + ", found " + JsonKind.of(found);
  }
}
