package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Skeleton. */
public final class ConfigTemplate {

  private ConfigTemplate() {}

  public static ConfigTemplate parse(JsonNode config) {
    throw new UnsupportedOperationException();
  }

  public JsonNode evaluate(JsonNode data, RenderContext context) {
    throw new UnsupportedOperationException();
  }

  public Set<String> paths() {
    throw new UnsupportedOperationException();
  }

  public Set<String> secrets() {
    throw new UnsupportedOperationException();
  }
}
