package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.List;

/** Conditions that are written at several places of a form, and of which all must hold. */
final class Conditions {

  private static final String EXAMPLE =
      "{\"field\": \"status\", \"operator\": \"equals\", \"value\": \"new\"}";

  /**
   * @param made whether it was made of a score
   */
  private record Written(JsonNode condition, String place, boolean made) {

    void putPlace(Places places, String document) {
      if (made) {
        places.putWhole(document, place);
      } else {
        places.put(document, place);
      }
    }
  }

  private final List<Written> all = new ArrayList<>();

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Adds a condition, or each of a list; nothing if there is none. */
  void add(JsonNode written, Problems problems) {
    if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        addOne(written.get(i), problems.at(i));
      }
    } else if (!written.isMissingNode() && !written.isNull()) {
      addOne(written, problems);
    }
  }

  private void addOne(JsonNode condition, Problems problems) {
    if (condition.isObject()) {
      all.add(new Written(condition, problems.pointer(), false));
    } else {
      problems.add("expected a condition such as " + EXAMPLE + ", found " + Part.kind(condition));
    }
  }

  /** Adds that a score is at least something; one that is missing counts as 0. */
  void atLeast(String field, JsonNode least, Problems problems) {
    boolean orMissing = least.decimalValue().signum() <= 0;
    all.add(new Written(score(field, "gte", least, orMissing), problems.pointer(), true));
  }

  /** Adds that a score is at most something; one that is missing counts as 0. */
  void atMost(String field, JsonNode most, Problems problems) {
    boolean orMissing = most.decimalValue().signum() >= 0;
    all.add(new Written(score(field, "lte", most, orMissing), problems.pointer(), true));
  }

  private static JsonNode score(String field, String operator, JsonNode value, boolean orMissing) {
    ObjectNode known = Json.object().put("field", field).put("operator", operator);
    known.set("value", value);
    if (!orMissing) {
      return known;
    }
    ObjectNode either = Json.object();
    either
        .putArray("or")
        .add(known)
        .add(Json.object().put("field", field).put("operator", "exists").put("value", false));
    return either;
  }

  /**
   * Writes them into a part of the document.
   *
   * @param at the pointer of that part
   */
  void write(ObjectNode part, String key, String at, Places places) {
    String place = at + "/" + key;
    if (all.size() == 1) {
      part.set(key, all.get(0).condition());
      all.get(0).putPlace(places, place);
    } else if (!all.isEmpty()) {
      places.put(place, all.get(0).place());
      ArrayNode and = part.putObject(key).putArray("and");
      for (Written one : all) {
        one.putPlace(places, place + "/and/" + and.size());
        and.add(one.condition());
      }
    }
  }
}
