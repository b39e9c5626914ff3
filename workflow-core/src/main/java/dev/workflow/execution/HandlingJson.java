package dev.workflow.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.definition.Delay;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.Window;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between the handling of a message and its columns. */
final class HandlingJson {

  private HandlingJson() {}

  static MessageRow.Plan plan(Handling handling) {
    Digest digest = handling.digest();
    return new MessageRow.Plan(digest == null ? null : digest.key(), null, write(handling));
  }

  /** What stands in no column of its own; null: nothing. */
  static @Nullable String write(Handling handling) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (handling.window() != null) {
      json.set("window", Delay.json(handling.window()));
    }
    if (handling.digest() != null) {
      json.put("closesAt", handling.digest().closesAt().toString());
    }
    if (handling.fallback() != null) {
      write(json.putObject("fallback"), handling.fallback());
    }
    return json.isEmpty() ? null : Json.write(json);
  }

  private static void write(ObjectNode json, Fallback fallback) {
    json.put("after", fallback.after().toString()).put("untilRead", fallback.untilRead());
    ArrayNode alternatives = json.putArray("alternatives");
    for (Alternative one : fallback.alternatives()) {
      alternatives
          .addObject()
          .put("channel", one.channel())
          .put("recipient", one.recipient())
          .set("content", one.content());
    }
  }

  static Handling read(MessageRow row) {
    Handling handling = Handling.NONE.purpose(row.purpose());
    String text = row.plan().handling();
    if (text == null) {
      return handling;
    }
    JsonNode json = Json.read(text);
    String key = row.plan().digestKey();
    return handling
        .window(json.has("window") ? window(json.get("window")) : null)
        .digest(
            key != null && json.has("closesAt")
                ? new Digest(key, Instant.parse(json.get("closesAt").asText()))
                : null)
        .fallback(json.has("fallback") ? fallback(json.get("fallback")) : null);
  }

  private static @Nullable Window window(JsonNode json) {
    return Delay.window(json, Problems.none());
  }

  private static Fallback fallback(JsonNode json) {
    List<Alternative> alternatives = new ArrayList<>();
    for (JsonNode one : json.path("alternatives")) {
      alternatives.add(
          new Alternative(
              one.path("channel").asText(),
              one.path("recipient").asText(),
              (ObjectNode) one.path("content")));
    }
    return new Fallback(
        alternatives,
        Duration.parse(json.path("after").asText()),
        json.path("untilRead").asBoolean());
  }
}
