package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in one task besides those who may do it, and by what it is found. Immutable.
 *
 * @param helpers who sees it, may comment, attach and save, and cannot answer
 * @param declined who has declined its offer
 * @param acted when whoever has claimed it did something last; null: nothing depends on that
 * @param fields the values by which it is found, as they were when it became READY
 * @param end whose act has ended it; null: nobody's
 * @param warned whether whoever has claimed it was told since that the claim ends soon
 */
public record TaskParticipation(
    List<String> helpers,
    List<String> declined,
    @Nullable Instant acted,
    Map<String, String> fields,
    @Nullable End end,
    boolean warned) {

  static final TaskParticipation NONE =
      new TaskParticipation(List.of(), List.of(), null, Map.of(), null, false);

  /**
   * Whose act has ended a task.
   *
   * @param forWhom for whom a substitute has; null: for themselves
   * @param code by which the workflow tells why it has failed; null: there is none
   */
  public record End(String by, @Nullable String forWhom, @Nullable String code) {}

  public TaskParticipation {
    helpers = List.copyOf(helpers);
    declined = List.copyOf(declined);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  TaskParticipation helpers(Collection<String> add, Collection<String> remove) {
    Set<String> after = new LinkedHashSet<>(helpers);
    after.addAll(add);
    after.removeAll(remove);
    return new TaskParticipation(List.copyOf(after), declined, acted, fields, end, warned);
  }

  TaskParticipation declinedBy(String actor) {
    Set<String> after = new LinkedHashSet<>(declined);
    after.add(actor);
    return new TaskParticipation(helpers, List.copyOf(after), acted, fields, end, warned);
  }

  /** Offered to somebody again, or to everybody who has declined: null. */
  TaskParticipation offeredTo(@Nullable String actor) {
    List<String> after = new ArrayList<>(actor == null ? List.of() : declined);
    after.remove(actor);
    return new TaskParticipation(helpers, after, acted, fields, end, warned);
  }

  TaskParticipation acted(@Nullable Instant at) {
    return new TaskParticipation(helpers, declined, at, fields, end, false);
  }

  /** The clocks stood still: the claim ends later, and a warning has come all the same. */
  TaskParticipation putOff(Instant at) {
    return new TaskParticipation(helpers, declined, at, fields, end, warned);
  }

  TaskParticipation warnedOnce() {
    return new TaskParticipation(helpers, declined, acted, fields, end, true);
  }

  TaskParticipation fields(Map<String, String> values) {
    return new TaskParticipation(helpers, declined, acted, values, end, warned);
  }

  TaskParticipation ended(@Nullable End value) {
    return new TaskParticipation(helpers, declined, acted, fields, value, warned);
  }

  void write(ObjectNode json) {
    if (!helpers.isEmpty()) {
      ArrayNode names = json.putArray("helpers");
      helpers.forEach(names::add);
    }
    if (!declined.isEmpty()) {
      ArrayNode names = json.putArray("declined");
      declined.forEach(names::add);
    }
    if (acted != null) {
      json.put("acted", acted.toString());
    }
    if (!fields.isEmpty()) {
      ObjectNode values = json.putObject("fields");
      fields.forEach(values::put);
    }
    if (warned) {
      json.put("warned", true);
    }
    if (end != null) {
      ObjectNode one = json.putObject("end").put("by", end.by);
      if (end.forWhom != null) {
        one.put("for", end.forWhom);
      }
      if (end.code != null) {
        one.put("code", end.code);
      }
    }
  }

  static TaskParticipation read(JsonNode json) {
    Map<String, String> fields = new LinkedHashMap<>();
    json.path("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    String acted = json.path("acted").textValue();
    return new TaskParticipation(
        texts(json.path("helpers")),
        texts(json.path("declined")),
        acted == null ? null : Instant.parse(acted),
        fields,
        json.has("end") ? end(json.get("end")) : null,
        json.path("warned").booleanValue());
  }

  private static End end(JsonNode json) {
    return new End(
        json.path("by").asText(), json.path("for").textValue(), json.path("code").textValue());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
