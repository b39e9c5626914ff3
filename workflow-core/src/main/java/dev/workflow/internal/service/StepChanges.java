package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.Json;
import dev.workflow.Problems;

/**
 * The changes of an edit as JSON, in their order: those of steps and the name, which a draft and a
 * running instance have alike. Used by one thread.
 */
final class StepChanges {

  private static final int MOST = 1_000;

  private final ArrayNode changes = Json.array();

  /** The changes themselves, for further kinds. */
  ArrayNode json() {
    return changes;
  }

  void add(JsonNode step, Place at) {
    put("add", step, at);
  }

  void change(JsonNode step) {
    changes.addObject().set("change", step.deepCopy());
  }

  void remove(String step) {
    changes.addObject().put("remove", step);
  }

  void move(String step, Place to) {
    put("move", TextNode.valueOf(step), to);
  }

  void rename(String name) {
    changes.addObject().put("rename", name);
  }

  private void put(String key, JsonNode value, Place at) {
    ObjectNode change = changes.addObject();
    change.set(key, value.deepCopy());
    ObjectNode place = at.toJson();
    if (!place.isEmpty()) {
      change.set("at", place);
    }
  }

  /** Looks at their size and number. */
  void check(long mostBytes, Problems problems) {
    Json.check(changes, mostBytes, problems);
    if (changes.size() > MOST) {
      problems.add("are " + changes.size() + "; at most " + MOST + " at once");
    }
  }
}
