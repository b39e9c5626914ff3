package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import java.util.Set;

/**
 * Changes triggers of a document, each by its position:
 *
 * <ul>
 *   <li>{@code {"addTrigger": trigger}}
 *   <li>{@code {"changeTrigger": position, "to": trigger}}
 *   <li>{@code {"moveTrigger": position, "to": position}}
 *   <li>{@code {"removeTrigger": position}}
 * </ul>
 */
final class TriggerEdits {

  private static final Set<String> KINDS =
      Set.of("addTrigger", "changeTrigger", "moveTrigger", "removeTrigger");

  private final ObjectNode document;

  TriggerEdits(ObjectNode document) {
    this.document = document;
  }

  static boolean is(JsonNode change) {
    return KINDS.stream().anyMatch(change::has);
  }

  void make(JsonNode change, Problems place) {
    ArrayNode triggers = document.withArray("triggers");
    if (change.has("addTrigger")) {
      triggers.add(change.get("addTrigger").deepCopy());
    } else if (change.has("changeTrigger")) {
      int position = position(triggers, change, "changeTrigger", place);
      if (position >= 0) {
        triggers.set(position, change.path("to").deepCopy());
      }
    } else if (change.has("removeTrigger")) {
      int position = position(triggers, change, "removeTrigger", place);
      if (position >= 0) {
        triggers.remove(position);
      }
    } else {
      int position = position(triggers, change, "moveTrigger", place);
      int to = position(triggers, change, "to", place);
      if (position >= 0 && to >= 0) {
        triggers.insert(to, triggers.remove(position));
      }
    }
    if (triggers.isEmpty()) {
      document.remove("triggers");
    }
  }

  /** -1 (and a problem) if there is none. */
  private static int position(ArrayNode triggers, JsonNode change, String key, Problems place) {
    int position = change.path(key).asInt(-1);
    if (position >= 0 && position < triggers.size()) {
      return position;
    }
    String there =
        triggers.isEmpty()
            ? "there are no triggers"
            : "there are triggers 0 to " + (triggers.size() - 1);
    place.at(key).add("there is no trigger " + position + "; " + there);
    return -1;
  }
}
