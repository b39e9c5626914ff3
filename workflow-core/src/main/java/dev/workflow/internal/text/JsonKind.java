package dev.workflow.internal.text;

import com.fasterxml.jackson.databind.JsonNode;

/** The kind of a JSON value, as users say it. */
public final class JsonKind {

  private JsonKind() {}

  /** With its article: {@code a text}, {@code a list}. */
  public static String of(JsonNode json) {
    return switch (json.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      default -> "nothing";
    };
  }
}
