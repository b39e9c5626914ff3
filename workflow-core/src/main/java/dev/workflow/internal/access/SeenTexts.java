package dev.workflow.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.InstanceId;
import dev.workflow.TaskId;
import dev.workflow.evidence.EvidencePack;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What services answer, without the values that a principal may not see in its texts. What belongs
 * to an instance is looked through for what is hidden of that. Names by which things are asked for
 * again stay as they are. Immutable.
 */
final class SeenTexts {

  private static final Set<String> NAMES =
      Set.of(
          "id",
          "key",
          "workflow",
          "step",
          "action",
          "channel",
          "type",
          "role",
          "cursor",
          "next",
          "language",
          "category",
          "kind",
          "state",
          "act");

  private final Map<InstanceId, HiddenValues> instances;

  SeenTexts(Map<InstanceId, HiddenValues> instances) {
    this.instances = instances;
  }

  /** The instances that an answer is about. */
  static Set<InstanceId> instances(@Nullable Object answer) {
    Set<InstanceId> found = new LinkedHashSet<>();
    collect(answer, found);
    return found;
  }

  private static void collect(@Nullable Object value, Set<InstanceId> found) {
    if (value instanceof InstanceId id) {
      found.add(id);
    } else if (value instanceof TaskId task) {
      found.add(task.instance());
    } else if (value instanceof Collection<?> all) {
      all.forEach(one -> collect(one, found));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(one -> collect(one, found));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(one -> collect(one, found));
    } else if (value instanceof Record record && Records.isAnswer(record)) {
      Records.values(record).forEach(one -> collect(one, found));
    }
  }

  /**
   * @param hidden what is hidden around it
   */
  @Nullable Object of(@Nullable Object value, HiddenValues hidden) {
    if (value instanceof String text) {
      return hidden.in(text);
    } else if (value instanceof JsonNode json) {
      return hidden.isEmpty() ? json : json(json, hidden);
    } else if (value instanceof EvidencePack pack) {
      return pack.without((name, held) -> json(held, hidden) != held);
    } else if (value instanceof List<?> list) {
      return list(list, hidden);
    } else if (value instanceof Map<?, ?> map) {
      return map(map, hidden);
    } else if (value instanceof Optional<?> optional) {
      return optional.map(one -> of(one, hidden));
    } else if (value instanceof Record record && Records.isAnswer(record)) {
      return record(record, hidden);
    }
    return value;
  }

  private List<Object> list(List<?> list, HiddenValues hidden) {
    List<Object> seen = new ArrayList<>(list.size());
    list.forEach(one -> seen.add(of(one, hidden)));
    return Collections.unmodifiableList(seen);
  }

  private Map<Object, @Nullable Object> map(Map<?, ?> map, HiddenValues hidden) {
    Map<Object, @Nullable Object> seen = new LinkedHashMap<>();
    map.forEach((key, one) -> seen.put(key, of(one, hidden)));
    return Collections.unmodifiableMap(seen);
  }

  private static JsonNode json(JsonNode json, HiddenValues hidden) {
    if (json instanceof ObjectNode object) {
      ObjectNode copy = null;
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode seen = json(field.getValue(), hidden);
        if (seen != field.getValue()) {
          copy = copy == null ? object.objectNode().setAll(object) : copy;
          copy.set(field.getKey(), seen);
        }
      }
      return copy == null ? object : copy;
    } else if (json instanceof ArrayNode array) {
      ArrayNode copy = null;
      for (int i = 0; i < array.size(); i++) {
        JsonNode seen = json(array.get(i), hidden);
        if (seen != array.get(i)) {
          copy = copy == null ? array.arrayNode().addAll(array) : copy;
          copy.set(i, seen);
        }
      }
      return copy == null ? array : copy;
    } else if (json.isTextual() || json.isNumber()) {
      String text = json.asText();
      String seen = hidden.in(text);
      return seen.equals(text) ? json : TextNode.valueOf(seen);
    }
    return json;
  }

  private Object record(Record record, HiddenValues around) {
    List<@Nullable Object> values = Records.values(record);
    HiddenValues hidden = around;
    for (InstanceId id : own(values)) {
      HiddenValues both = new HiddenValues();
      both.addAll(hidden);
      both.addAll(instances.get(id));
      hidden = both;
    }
    RecordComponent[] parts = record.getClass().getRecordComponents();
    List<@Nullable Object> seen = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < parts.length; i++) {
      Object value = values.get(i);
      boolean name = value instanceof String && NAMES.contains(parts[i].getName());
      Object one = name ? value : of(value, hidden);
      changed |= one != value && (one == null || !one.equals(value));
      seen.add(one);
    }
    return changed ? Records.copy(record, seen) : record;
  }

  /** The instances that stand in a record, or in one of its parts. */
  private static Set<InstanceId> own(List<@Nullable Object> values) {
    Set<InstanceId> found = new LinkedHashSet<>();
    for (Object value : values) {
      if (value instanceof InstanceId id) {
        found.add(id);
      } else if (value instanceof TaskId task) {
        found.add(task.instance());
      } else if (value instanceof Record part && Records.isAnswer(part)) {
        for (Object inner : Records.values(part)) {
          if (inner instanceof InstanceId id) {
            found.add(id);
          } else if (inner instanceof TaskId task) {
            found.add(task.instance());
          }
        }
      }
    }
    return found;
  }
}
