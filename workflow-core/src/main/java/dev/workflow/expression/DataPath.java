package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** Skeleton. */
public final class DataPath {

  private DataPath() {}

  public static DataPath parse(String text) {
    throw new UnsupportedOperationException();
  }

  public JsonNode find(JsonNode data) {
    throw new UnsupportedOperationException();
  }
}
