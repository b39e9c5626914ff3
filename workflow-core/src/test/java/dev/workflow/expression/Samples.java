package dev.workflow.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;

/** What the tests of this package render with. */
final class Samples {

  /** Thursday evening in UTC, and Friday already in Amsterdam. */
  static final Instant NOW = Instant.parse("2024-03-14T23:30:00Z");

  static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  static final RenderContext CONTEXT = RenderContext.of(NOW, AMSTERDAM);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Samples() {}

  static JsonNode json(String json) {
    try {
      return MAPPER.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode value(String template, String data) {
    return Template.parse(template).evaluate(json(data), CONTEXT);
  }

  static String text(String template, String data) {
    return Template.parse(template).render(json(data), CONTEXT);
  }
}
