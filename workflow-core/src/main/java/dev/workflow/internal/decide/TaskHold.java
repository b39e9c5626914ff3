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
 * Who has to do with holding one task, and by what it is found. Immutable.
 *
 * @param helpers who sees it, may comment, attach and save, and cannot answer
 * @param declined who has declined its offer
 * @param acted when whoever has claimed it did something last; null: nothing depends on that
 * @param fields the values by which it is found, as they were when it became READY
 */
public record TaskHold(
    List<String> helpers,
    List<String> declined,
    @Nullable Instant acted,
    Map<String, String> fields) {

  static final TaskHold NONE = new TaskHold(List.of(), List.of(), null, Map.of());

  public TaskHold {
    helpers = List.copyOf(helpers);
    declined = List.copyOf(declined);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  TaskHold helpers(Collection<String> add, Collection<String> remove) {
    Set<String> after = new LinkedHashSet<>(helpers);
    after.addAll(add);
    after.removeAll(remove);
    return new TaskHold(List.copyOf(after), declined, acted, fields);
  }

  TaskHold declinedBy(String actor) {
    Set<String> after = new LinkedHashSet<>(declined);
    after.add(actor);
    return new TaskHold(helpers, List.copyOf(after), acted, fields);
  }

  /** Offered to somebody again, or to everybody who has declined: null. */
  TaskHold offeredTo(@Nullable String actor) {
    List<String> after = new ArrayList<>(actor == null ? List.of() : declined);
    after.remove(actor);
    return new TaskHold(helpers, after, acted, fields);
  }

  TaskHold acted(@Nullable Instant at) {
    return new TaskHold(helpers, declined, at, fields);
  }

  TaskHold fields(Map<String, String> values) {
    return new TaskHold(helpers, declined, acted, values);
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
  }

  static TaskHold read(JsonNode json) {
    Map<String, String> fields = new LinkedHashMap<>();
    json.path("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    String acted = json.path("acted").textValue();
    return new TaskHold(
        texts(json.path("helpers")),
        texts(json.path("declined")),
        acted == null ? null : Instant.parse(acted),
        fields);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
