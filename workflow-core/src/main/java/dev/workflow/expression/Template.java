package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/** Skeleton. */
public final class Template {

  private Template() {}

  public static Template parse(String text) {
    throw new UnsupportedOperationException();
  }

  public static boolean containsExpression(String text) {
    return text.contains("{{");
  }

  public boolean isConstant() {
    throw new UnsupportedOperationException();
  }

  public Set<String> paths() {
    throw new UnsupportedOperationException();
  }

  public Set<String> secrets() {
    throw new UnsupportedOperationException();
  }

  public JsonNode evaluate(JsonNode data, RenderContext context) {
    throw new UnsupportedOperationException();
  }

  public String render(JsonNode data, RenderContext context) {
    throw new UnsupportedOperationException();
  }

  public JsonNode evaluateLeniently(JsonNode data, Instant now, ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  public String text() {
    throw new UnsupportedOperationException();
  }
}
