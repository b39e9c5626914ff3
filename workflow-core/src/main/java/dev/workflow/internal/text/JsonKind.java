package dev.workflow.internal.text;

import com.fasterxml.jackson.databind.JsonNode;

/** The kind of a JSON value, as users say it. */
public final class JsonKind {

  private JsonKind() {}

  /** With its article: {@code a text}, {@code an empty list}. */
  public static String of(JsonNode json) {
    return switch (json.getNodeType()) {
      case ARRAY -> json.isEmpty() ? "an empty list" : "a list";
      case OBJECT -> json.isEmpty() ? "an empty object" : "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case MISSING -> "nothing";
      case BINARY, POJO -> "something that is not JSON";
    };
  }
}
