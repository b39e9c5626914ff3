package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of an event. */
final class EventJson {

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "tenant",
          "type",
          "occurredAt",
          "subject",
          "payload",
          "previous",
          "correlation",
          "cause");

  private static final int SHOWN = 60;

  private EventJson() {}

  static ObjectNode write(Event event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (event.id() != null) {
      json.put("id", event.id());
    }
    json.put("tenant", event.tenant().value());
    json.put("type", event.type());
    if (event.occurredAt() != null) {
      json.put("occurredAt", event.occurredAt().toString());
    }
    if (event.subject() != null) {
      json.set("subject", subject(event.subject()));
    }
    json.set("payload", event.payload());
    if (event.previous() != null) {
      json.set("previous", event.previous());
    }
    if (event.correlation() != null) {
      json.put("correlation", event.correlation());
    }
    if (event.cause() != null) {
      ArrayNode links = json.putArray("cause");
      event.cause().links().forEach(links::add);
    }
    return json;
  }

  private static ObjectNode subject(SubjectRef subject) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", subject.type())
        .put("id", subject.id());
  }

  static Event read(JsonNode json) {
    Problems problems = Problems.none();
    if (json == null || !json.isObject()) {
      problems.add("an event is an object with \"tenant\", \"type\" and \"payload\"");
      throw new InvalidInputException("The event", problems.list());
    }
    unknownKeys(json, problems);
    String id = text(json, "id", problems);
    String tenant = required(json, "tenant", problems);
    String type = required(json, "type", problems);
    Instant occurredAt = instant(json, problems);
    SubjectRef subject = subject(json.path("subject"), problems.at("subject"));
    ObjectNode payload = payload(json.path("payload"), problems.at("payload"));
    String correlation = text(json, "correlation", problems);
    Cause cause = cause(json.path("cause"), problems.at("cause"));
    JsonNode previous = json.get("previous");
    problems.throwIfAny(list -> new InvalidInputException("The event", list));
    return new Event(
        id, TenantId.of(tenant), type, occurredAt, subject, payload, previous, correlation, cause);
  }

  private static void unknownKeys(JsonNode json, Problems problems) {
    for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        problems
            .at(key)
            .add(
                "unknown key; an event has id, tenant, type, occurredAt, subject, payload, previous, correlation, cause");
      }
    }
  }

  private static String required(JsonNode json, String key, Problems problems) {
    if (!json.has(key)) {
      problems.at(key).add("is missing");
    }
    String text = text(json, key, problems);
    return text == null ? "" : text;
  }

  private static @Nullable String text(JsonNode json, String key, Problems problems) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      problems.at(key).add("expected a text that is not empty");
      return null;
    }
    return value.textValue();
  }

  private static @Nullable Instant instant(JsonNode json, Problems problems) {
    String text = text(json, "occurredAt", problems);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      problems
          .at("occurredAt")
          .add(
              "expected an instant such as \"2026-06-15T12:00:00Z\", found \""
                  + shown(text)
                  + "\"");
      return null;
    }
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static @Nullable SubjectRef subject(JsonNode json, Problems problems) {
    if (json.isMissingNode() || json.isNull()) {
      return null;
    }
    if (!json.path("type").isTextual() || !json.path("id").isTextual()) {
      problems.add("expected {\"type\": \"…\", \"id\": \"…\"}");
      return null;
    }
    try {
      return SubjectRef.of(json.get("type").textValue(), json.get("id").textValue());
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  private static ObjectNode payload(JsonNode json, Problems problems) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    if (!json.isMissingNode() && !json.isNull()) {
      problems.add("expected an object");
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private static @Nullable Cause cause(JsonNode json, Problems problems) {
    if (json.isMissingNode() || json.isNull()) {
      return null;
    }
    List<String> links = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(link -> links.add(link.asText()));
    } else {
      problems.add("expected a list of \"workflow-key/instance-id\"");
    }
    return new Cause(links);
  }
}
