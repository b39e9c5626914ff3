package dev.workflow.instance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transitions as JSON text, one array per journal entry. Keys are short because there is an entry
 * for every step of every instance: {@code i} instance, {@code s} step, {@code v} variable; {@code
 * f} from, {@code t} to, {@code @} when, {@code by} who (left out for the engine).
 */
public final class TransitionJson {

  private static final ObjectMapper MAPPER = Json.mapper();

  private TransitionJson() {}

  public static String write(List<Transition> transitions) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(text)) {
      json.writeStartArray();
      for (Transition transition : transitions) {
        json.writeStartObject();
        body(json, transition);
        json.writeStringField("@", transition.at().toString());
        if (!transition.actor().equals(Actor.ENGINE)) {
          json.writeStringField("by", transition.actor().id());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void body(JsonGenerator json, Transition transition) throws IOException {
    if (transition instanceof Transition.OfStep step) {
      json.writeStringField("s", step.after().key().toString());
      json.writeStringField("f", step.from().name());
      run(json, step.after());
    } else if (transition instanceof Transition.OfInstance instance) {
      json.writeStringField("i", instance.to().name());
      json.writeStringField("f", instance.from().name());
      text(json, "outcome", instance.outcome());
      text(json, "why", instance.reason());
    } else if (transition instanceof Transition.OfVariable variable) {
      json.writeStringField("v", variable.name());
      tree(json, "value", variable.value());
    }
  }

  private static void run(JsonGenerator json, StepRun run) throws IOException {
    json.writeStringField("t", run.state().name());
    if (run.attempt() != 0) {
      json.writeNumberField("attempt", run.attempt());
    }
    text(json, "due", run.dueAt());
    text(json, "ready", run.readyAt());
    text(json, "ended", run.endedAt());
    text(json, "why", run.reason());
    text(json, "claimed", run.claimedBy());
    tree(json, "out", run.output());
    StepRun.Memory memory = run.memory();
    if (memory.choice() >= 0) {
      json.writeNumberField("choice", memory.choice());
    }
    tree(json, "items", memory.items());
    text(json, "waits", memory.waitingFor());
    text(json, "assignee", memory.assignee());
    if (memory.order() >= 0) {
      json.writeNumberField("order", memory.order());
    }
  }

  private static void text(JsonGenerator json, String key, @Nullable Object value)
      throws IOException {
    if (value != null) {
      json.writeStringField(key, value.toString());
    }
  }

  private static void tree(JsonGenerator json, String key, @Nullable JsonNode value)
      throws IOException {
    if (value != null) {
      json.writeFieldName(key);
      MAPPER.writeTree(json, value);
    }
  }

  public static List<Transition> read(String text) {
    try {
      ArrayNode array = (ArrayNode) MAPPER.readTree(text);
      List<Transition> transitions = new ArrayList<>(array.size());
      for (JsonNode json : array) {
        transitions.add(read(json));
      }
      return transitions;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Transition read(JsonNode json) {
    Instant at = Instant.parse(json.get("@").textValue());
    Actor actor = json.has("by") ? Actor.of(json.get("by").textValue()) : Actor.ENGINE;
    if (json.has("s")) {
      return new Transition.OfStep(
          StepState.valueOf(json.get("f").textValue()), run(json), actor, at);
    } else if (json.has("i")) {
      return new Transition.OfInstance(
          InstanceState.valueOf(json.get("f").textValue()),
          InstanceState.valueOf(json.get("i").textValue()),
          actor,
          at,
          text(json, "outcome"),
          text(json, "why"));
    }
    return new Transition.OfVariable(json.get("v").textValue(), json.get("value"), actor, at);
  }

  private static StepRun run(JsonNode json) {
    String claimed = text(json, "claimed");
    return new StepRun(
        StepKey.parse(json.get("s").textValue()),
        StepState.valueOf(json.get("t").textValue()),
        json.path("attempt").asInt(0),
        instant(json, "due"),
        instant(json, "ready"),
        instant(json, "ended"),
        text(json, "why"),
        claimed == null ? null : Actor.of(claimed),
        json.get("out"),
        new StepRun.Memory(
            json.path("choice").asInt(-1),
            json.get("items"),
            text(json, "waits"),
            text(json, "assignee"),
            json.path("order").asInt(-1)));
  }

  private static @Nullable String text(JsonNode json, String key) {
    JsonNode value = json.get(key);
    return value == null ? null : value.textValue();
  }

  private static @Nullable Instant instant(JsonNode json, String key) {
    JsonNode value = json.get(key);
    return value == null ? null : Instant.parse(value.textValue());
  }
}
