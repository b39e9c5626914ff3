package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.definition.Delay;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.Window;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps the handling of a message to its columns and back. */
final class HandlingJson {

  private static final String GATHERED = "gathered";
  private static final String OPEN_UNTIL = "openUntil";
  private static final String PRINCIPAL = "as";
  private static final String ZONE = "zone";
  private static final String BY_HAND = "byHand";

  private HandlingJson() {}

  /** That of a message, whose content says by which envelope it is gathered. */
  static MessageRow.Plan plan(OutboundMessage message) {
    Digest digest = message.handling().digest();
    return new MessageRow.Plan(
        digest == null ? null : Envelope.key(digest.key(), message.content()),
        null,
        write(message.handling(), message.principal()));
  }

  /**
   * What is in no column of its own; null: nothing. The engine as principal goes without saying.
   */
  static @Nullable String write(Handling handling, Actor principal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!principal.equals(Actor.ENGINE)) {
      json.put(PRINCIPAL, principal.id());
    }
    if (handling.window() != null) {
      json.set("window", Delay.json(handling.window()));
    }
    if (handling.zone() != null) {
      json.put(ZONE, handling.zone().getId());
    }
    if (handling.digest() != null) {
      json.put("closesAt", handling.digest().closesAt().toString());
      if (handling.digest().template() != null) {
        json.set("digest", DigestJson.write(handling.digest().template()));
      }
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

  /** The same of a digest, which notes its parts, and those of them that have a fallback. */
  static MessageRow.Plan carrying(MessageRow carrier, List<MessageRow> messages) {
    MessageRow.Plan plan = carrier.plan();
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    boolean untilRead = false;
    for (MessageRow message : messages) {
      Fallback fallback = read(message).fallback();
      if (fallback != null && !message.id().equals(carrier.id())) {
        ids.add(message.id().toString());
        untilRead |= fallback.untilRead();
      }
    }
    ObjectNode json =
        plan.handling() == null
            ? JsonNodeFactory.instance.objectNode()
            : (ObjectNode) Json.read(plan.handling());
    DigestParts.write(json, messages);
    if (ids.isEmpty()) {
      return new MessageRow.Plan(null, plan.fallbackFor(), Json.write(json));
    }
    json.set(GATHERED, ids);
    if (!json.has("fallback")) {
      write(json.putObject("fallback"), new Fallback(List.of(), Duration.ZERO, untilRead));
    }
    return new MessageRow.Plan(null, plan.fallbackFor(), Json.write(json));
  }

  /** The messages of a digest that have a fallback. */
  static List<UUID> gathered(MessageRow row) {
    String text = row.plan().handling();
    if (text == null || !text.contains(GATHERED)) {
      return List.of();
    }
    List<UUID> ids = new ArrayList<>();
    Json.read(text).path(GATHERED).forEach(id -> ids.add(UUID.fromString(id.asText())));
    return ids;
  }

  /** The same of a message that may be sent until a time, whatever its window or the night says. */
  static MessageRow.Plan opened(MessageRow row, Instant until) {
    MessageRow.Plan plan = row.plan();
    String text = plan.handling();
    ObjectNode json =
        text == null ? JsonNodeFactory.instance.objectNode() : (ObjectNode) Json.read(text);
    json.put(OPEN_UNTIL, until.toString());
    return new MessageRow.Plan(plan.digestKey(), plan.fallbackFor(), Json.write(json));
  }

  /**
   * The same of a message that somebody wants to be sent, whether its instance is paused or not.
   */
  static MessageRow.Plan byHand(MessageRow row) {
    MessageRow.Plan plan = row.plan();
    ObjectNode json =
        plan.handling() == null
            ? JsonNodeFactory.instance.objectNode()
            : (ObjectNode) Json.read(plan.handling());
    json.put(BY_HAND, true);
    return new MessageRow.Plan(plan.digestKey(), plan.fallbackFor(), Json.write(json));
  }

  /** Whether somebody wants it to be sent, whether its instance is paused or not. */
  static boolean isByHand(MessageRow row) {
    String text = row.plan().handling();
    return text != null && text.contains(BY_HAND) && Json.read(text).path(BY_HAND).booleanValue();
  }

  /** Whether its window is open at a time, whatever it says. */
  static boolean isOpened(MessageRow row, Instant now) {
    String text = row.plan().handling();
    return text != null
        && text.contains(OPEN_UNTIL)
        && Instant.parse(Json.read(text).path(OPEN_UNTIL).asText()).isAfter(now);
  }

  /** As whom the action acted that sends it. */
  static Actor principal(MessageRow row) {
    String text = row.plan().handling();
    String id =
        text != null && text.contains(PRINCIPAL)
            ? Json.read(text).path(PRINCIPAL).textValue()
            : null;
    return id == null ? Actor.ENGINE : Actor.of(id);
  }

  static Handling read(MessageRow row) {
    Handling handling = Handling.NONE.withPurpose(row.purpose());
    String text = row.plan().handling();
    if (text == null) {
      return handling;
    }
    JsonNode json = Json.read(text);
    String key = Envelope.bare(row.plan().digestKey());
    return handling
        .withWindow(json.has("window") ? window(json.get("window")) : null)
        .withDigest(
            key != null && json.has("closesAt")
                ? new Digest(
                    key,
                    Instant.parse(json.get("closesAt").asText()),
                    DigestJson.read(json.path("digest")))
                : null)
        .withFallback(json.has("fallback") ? fallback(json.get("fallback")) : null)
        .withZone(json.has(ZONE) ? ZoneId.of(json.get(ZONE).textValue()) : null);
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
