package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;

/** The wordings that errors of this package share. */
final class Wording {

  private static final int SHOWN = 60;

  private Wording() {}

  public static String expected(String expected, JsonNode found) {
    return "expected " + expected + ", found " + kind(found);
  }

  /** A user's text, shortened to what a message can hold. */
  public static String quote(String text) {
    String shown =
        text.codePointCount(0, text.length()) > SHOWN
            ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…"
            : text;
    return "\"" + shown.replaceAll("\\p{Cntrl}", " ") + "\"";
  }

  /** The type of a value, never the value: it may be nobody's business. */
  public static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL, MISSING -> "nothing";
      case BINARY, POJO -> "something that is not JSON";
    };
  }
}
