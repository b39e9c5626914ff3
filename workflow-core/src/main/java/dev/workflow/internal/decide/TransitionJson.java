package dev.workflow.internal.decide;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Transitions as JSON text, one array per journal entry. Short, because there is an entry for every
 * step of every instance:
 *
 * <ul>
 *   <li>{@code s} a step and its move {@code m}, as two letters: from and to, of PENDING, READY,
 *       IN_PROGRESS, COMPLETED, FAILED, BLOCKED, SKIPPED
 *   <li>{@code i} the instance's move, likewise: DRAFT, ACTIVE, PAUSED, COMPLETED, FAILED, X for
 *       CANCELED
 *   <li>{@code turn} when the steps may begin, and how many limits were {@code passed}
 *   <li>{@code t} a task and its {@code act}, with its {@code detail}
 *   <li>{@code given} the step of a command, its {@code id}, {@code command} and {@code result}
 *   <li>{@code again} the visit of a step that is to run anew
 *   <li>{@code p} how often its steps became others, with the {@code edit} or the version it goes
 *       on {@code to}, and the runs that are {@code gone}
 *   <li>{@code read} records, as far as they have changed, with their {@code size}
 *   <li>{@code v} a variable and its {@code value}
 *   <li>times ({@code @} when it happened, {@code due}, {@code ready}, {@code ended}) in
 *       microseconds after the entry's own time; {@code @} is left out if it is 0
 *   <li>{@code by} who; left out for the engine
 * </ul>
 */
public final class TransitionJson {

  private TransitionJson() {}

  /**
   * @param at the entry's time
   */
  public static String write(List<Transition> transitions, Instant at) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = Json.writer().createGenerator(text)) {
      json.writeStartArray();
      for (Transition transition : transitions) {
        json.writeStartObject();
        body(json, transition, at);
        if (!transition.at().equals(at)) {
          time(json, "@", transition.at(), at);
        }
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

  private static void body(JsonGenerator json, Transition transition, Instant at)
      throws IOException {
    if (transition instanceof Transition.OfStep step) {
      json.writeStringField("s", step.after().key().toString());
      json.writeStringField("m", StateCodes.OF_STEP.move(step.from(), step.after().state()));
      run(json, step.after(), at);
    } else if (transition instanceof Transition.OfInstance instance) {
      json.writeStringField("i", StateCodes.OF_INSTANCE.move(instance.from(), instance.to()));
      text(json, "outcome", instance.outcome() == null ? null : instance.outcome().text());
      text(json, "why", instance.reason());
    } else if (transition instanceof Transition.OfStartPermit later) {
      time(json, "turn", later.permit().begins(), at);
      json.writeNumberField("passed", later.permit().passed());
      text(json, "why", later.reason());
    } else if (transition instanceof Transition.OfTask task) {
      json.writeStringField("t", task.step().toString());
      json.writeStringField("act", task.act());
      tree(json, "detail", task.detail());
    } else if (transition instanceof Transition.OfCommand given) {
      json.writeStringField("given", given.step().toString());
      json.writeStringField("id", given.id());
      json.writeStringField("command", given.command());
      tree(json, "result", given.result());
    } else if (transition instanceof Transition.OfVisit visit) {
      json.writeStringField("again", visit.step().toString());
    } else if (transition instanceof Transition.OfPlan plan) {
      PlanJson.write(json, plan);
    } else if (transition instanceof Transition.OfRecords records) {
      json.writeObjectFieldStart("read");
      for (Map.Entry<String, RecordFact> one : records.read().entrySet()) {
        json.writeObjectFieldStart(one.getKey());
        json.writeStringField("type", one.getValue().record().type());
        json.writeStringField("id", one.getValue().record().id());
        tree(json, "is", one.getValue().value());
        json.writeEndObject();
      }
      json.writeEndObject();
      if (records.bytes() != 0) {
        json.writeNumberField("size", records.bytes());
      }
      text(json, "why", records.fault());
    } else if (transition instanceof Transition.OfVariable variable) {
      json.writeStringField("v", variable.name());
      tree(json, "value", variable.value());
    }
  }

  private static void run(JsonGenerator json, StepRun run, Instant at) throws IOException {
    if (run.attempt() != 0) {
      json.writeNumberField("attempt", run.attempt());
    }
    time(json, "due", run.dueAt(), at);
    time(json, "ready", run.readyAt(), at);
    time(json, "ended", run.endedAt(), at);
    text(json, "why", run.reason());
    text(json, "claimed", run.claimedBy());
    tree(json, "out", run.output());
    StepRun.Memory memory = run.memory();
    if (memory.position() != -1) {
      json.writeNumberField("choice", memory.position());
    }
    tree(json, "items", memory.items());
    text(json, "waits", memory.waitingFor());
    tree(json, "answer", memory.answer());
    text(json, "assignee", memory.assignee());
    if (memory.order() >= 0) {
      json.writeNumberField("order", memory.order());
    }
    if (memory.cut()) {
      json.writeBooleanField("cut", true);
    }
    if (memory.task() != null) {
      tree(json, "task", memory.task().toJson());
    }
    if (memory.held()) {
      json.writeBooleanField("held", true);
    }
    if (memory.lock() != null) {
      tree(json, "lock", memory.lock().toJson());
    }
  }

  private static void time(JsonGenerator json, String key, @Nullable Instant value, Instant at)
      throws IOException {
    if (value != null) {
      json.writeNumberField(key, micros(at, value));
    }
  }

  /** {@link ChronoUnit} counts by nanoseconds, of which a long holds no more than 292 years. */
  private static long micros(Instant from, Instant to) {
    long seconds = to.getEpochSecond() - from.getEpochSecond();
    long nanos = (long) to.getNano() - from.getNano();
    return seconds * 1_000_000 + nanos / 1_000;
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
      json.writeTree(value);
    }
  }

  /**
   * @param at the entry's time
   */
  public static List<Transition> read(String text, Instant at) {
    try {
      ArrayNode array = (ArrayNode) Json.reader().readTree(text);
      List<Transition> transitions = new ArrayList<>(array.size());
      for (JsonNode json : array) {
        transitions.add(read(json, at));
      }
      return transitions;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Transition read(JsonNode json, Instant entry) {
    Instant own = time(json, "@", entry);
    Instant at = own == null ? entry : own;
    Actor actor = json.has("by") ? Actor.of(json.get("by").textValue()) : Actor.ENGINE;
    if (json.has("s")) {
      String move = json.get("m").textValue();
      return new Transition.OfStep(
          StateCodes.OF_STEP.state(move.charAt(0)),
          run(json, StateCodes.OF_STEP.state(move.charAt(1)), entry),
          actor,
          at);
    } else if (json.has("i")) {
      String move = json.get("i").textValue();
      String outcome = text(json, "outcome");
      return new Transition.OfInstance(
          StateCodes.OF_INSTANCE.state(move.charAt(0)),
          StateCodes.OF_INSTANCE.state(move.charAt(1)),
          actor,
          at,
          outcome == null ? null : InstanceOutcome.of(outcome),
          text(json, "why"));
    }
    if (json.has("t")) {
      return new Transition.OfTask(
          StepKey.parse(json.get("t").textValue()),
          json.get("act").textValue(),
          json.path("detail"),
          actor,
          at);
    }
    if (json.has("given")) {
      return new Transition.OfCommand(
          StepKey.parse(json.get("given").textValue()),
          json.get("id").textValue(),
          json.get("command").textValue(),
          json.get("result"),
          actor,
          at);
    }
    if (json.has("again")) {
      return new Transition.OfVisit(StepKey.parse(json.get("again").textValue()), actor, at);
    }
    if (json.has("p")) {
      return PlanJson.read(json, actor, at);
    }
    if (json.has("read")) {
      Map<String, RecordFact> read = new LinkedHashMap<>();
      json.get("read").properties().forEach(one -> read.put(one.getKey(), record(one.getValue())));
      return new Transition.OfRecords(
          read, json.path("size").longValue(), text(json, "why"), actor, at);
    }
    Instant begins = time(json, "turn", entry);
    if (begins != null) {
      StartPermit permit = new StartPermit(json.get("passed").intValue(), begins);
      return new Transition.OfStartPermit(permit, actor, at, json.get("why").textValue());
    }
    return new Transition.OfVariable(json.get("v").textValue(), json.get("value"), actor, at);
  }

  private static RecordFact record(JsonNode json) {
    return new RecordFact(
        SubjectRef.of(json.get("type").textValue(), json.get("id").textValue()), json.get("is"));
  }

  private static StepRun run(JsonNode json, StepState state, Instant at) {
    String claimed = text(json, "claimed");
    return new StepRun(
        StepKey.parse(json.get("s").textValue()),
        state,
        json.path("attempt").asInt(0),
        time(json, "due", at),
        time(json, "ready", at),
        time(json, "ended", at),
        text(json, "why"),
        claimed == null ? null : Actor.of(claimed),
        json.get("out"),
        new StepRun.Memory(
            json.path("choice").asInt(-1),
            json.get("items"),
            text(json, "waits"),
            text(json, "assignee"),
            json.path("order").asInt(-1),
            json.path("cut").asBoolean(false),
            json.get("answer"),
            json.has("task") ? TaskState.of(json.get("task")) : null,
            StepLock.of(json.get("lock")),
            json.path("held").asBoolean(false)));
  }

  private static @Nullable String text(JsonNode json, String key) {
    JsonNode value = json.get(key);
    return value == null ? null : value.textValue();
  }

  private static @Nullable Instant time(JsonNode json, String key, Instant at) {
    JsonNode value = json.get(key);
    return value == null ? null : at.plus(value.longValue(), ChronoUnit.MICROS);
  }
}
