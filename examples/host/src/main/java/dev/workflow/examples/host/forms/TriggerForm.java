package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import java.util.List;

/** Translates the triggers of the CRM form. */
final class TriggerForm {

  private static final List<String> KEYS =
      List.of("id", "trigger_type", "trigger_config", "conditions");
  private static final List<String> CONFIG =
      List.of("min_score", "max_score", "conditions", "schedule", "timezone");
  private static final String SCORE = "lead_score";

  private final Draft draft;
  private final ArrayNode triggers;
  private final EventTypes types;

  TriggerForm(Draft draft, EventTypes types) {
    this.draft = draft;
    this.triggers = draft.document().putArray("triggers");
    this.types = types;
  }

  void add(JsonNode written, Problems problems) {
    Part part = Part.of(written, problems, KEYS);
    if (part == null) {
      return;
    }
    draft.id(part, "triggers");
    String type =
        part.required(
            "trigger_type", "the event such as \"lead_created\", or \"scheduled\" or \"manual\"");
    ObjectNode configuration = part.config("trigger_config");
    Part config =
        configuration == null ? null : Part.of(configuration, part.at("trigger_config"), CONFIG);
    if (type == null || config == null) {
      return;
    }
    switch (type) {
      case "manual" -> manual(part, config);
      case "scheduled" -> scheduled(part, config);
      default -> event(types.of(type), part, config);
    }
  }

  private void manual(Part part, Part config) {
    refuse(config, "is for the trigger_type \"scheduled\"", "schedule", "timezone");
    if (!conditions(part, config).isEmpty()) {
      String note = "its conditions are not tested: it is started by hand";
      draft.notes().addAll(List.of(new Problem(part.problems().pointer(), note)));
    }
  }

  private void scheduled(Part part, Part config) {
    String without = "tests an event, and a schedule has none; give an action the condition";
    refuse(config, without, "min_score", "max_score", "conditions");
    refuse(part, without, "conditions");
    String place = draft.place(triggers, "triggers", part.problems());
    ObjectNode trigger = Json.object();
    if (config.required("schedule", "a cron expression such as \"0 9 * * *\"") != null) {
      trigger.set("schedule", config.get("schedule"));
      if (config.has("timezone")) {
        trigger.set("timezone", config.get("timezone"));
      }
      draft.places().put(place, config.problems().pointer());
      triggers.add(trigger);
    }
  }

  private void event(String event, Part part, Part config) {
    refuse(config, "is for the trigger_type \"scheduled\"", "schedule", "timezone");
    String place = draft.place(triggers, "triggers", part.problems());
    draft.places().put(place + "/event", part.at("trigger_type").pointer());
    ObjectNode trigger = Json.object().put("event", event);
    conditions(part, config).write(trigger, "when", place, draft.places());
    triggers.add(trigger);
  }

  private static Conditions conditions(Part part, Part config) {
    Conditions conditions = new Conditions();
    JsonNode least = number(config, "min_score");
    JsonNode most = number(config, "max_score");
    if (least.isNumber()) {
      conditions.atLeast(SCORE, least, config.at("min_score"));
    }
    if (most.isNumber()) {
      conditions.atMost(SCORE, most, config.at("max_score"));
    }
    if (least.isNumber()
        && most.isNumber()
        && least.decimalValue().compareTo(most.decimalValue()) > 0) {
      config.at("max_score").add("is less than min_score, so that no score fits");
    }
    conditions.add(config.get("conditions"), config.at("conditions"));
    conditions.add(part.get("conditions"), part.at("conditions"));
    return conditions;
  }

  private static JsonNode number(Part config, String key) {
    JsonNode value = config.get(key);
    if (config.has(key) && !value.isNumber()) {
      config.at(key).add("expected a number, found " + Part.kind(value));
    }
    return value;
  }

  private static void refuse(Part part, String why, String... keys) {
    for (String key : keys) {
      boolean nothing = part.get(key).isArray() && part.get(key).isEmpty();
      if (part.has(key) && !nothing) {
        part.at(key).add(why);
      }
    }
  }
}
