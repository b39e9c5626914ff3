package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Translates the actions of the CRM and of the rules form into steps, in their order. */
final class ActionForm {

  /** Ten years. */
  private static final int LONGEST_DELAY = 10 * 365 * 24 * 60 * 60;

  private record Ordered(int order, Part part) {}

  private final Draft draft;
  private final ArrayNode steps;
  private final String config;
  private final String order;
  private final List<String> keys;

  private ActionForm(Draft draft, String config, String order) {
    this.draft = draft;
    this.steps = draft.document().putArray("steps");
    draft.places().put("/steps", "/actions");
    this.config = config;
    this.order = order;
    this.keys =
        List.of("id", "action_type", config, order, "delay_seconds", "allow_failure", "conditions");
  }

  static ActionForm ofCrm(Draft draft) {
    return new ActionForm(draft, "action_config", "order");
  }

  static ActionForm ofRules(Draft draft) {
    return new ActionForm(draft, "config", "ordering");
  }

  /** Adds them all; one without an order comes after the one that is written before it. */
  void addAll(List<JsonNode> actions, Problems problems) {
    List<Ordered> ordered = new ArrayList<>();
    int last = Integer.MIN_VALUE;
    for (int i = 0; i < actions.size(); i++) {
      Part part = Part.of(actions.get(i), problems.at(i), keys);
      if (part != null) {
        Integer own = part.whole(order, Integer.MIN_VALUE, Integer.MAX_VALUE);
        last = own == null ? last : own;
        ordered.add(new Ordered(last, part));
      }
    }
    ordered.sort(Comparator.comparingInt(Ordered::order));
    ordered.forEach(action -> add(action.part()));
  }

  private void add(Part part) {
    String place = draft.place(steps, "steps", part.problems());
    ObjectNode step = Json.object().put("id", draft.id(part, "actions"));
    String type = part.required("action_type", "the name of an action, such as \"create_task\"");
    ObjectNode configuration = part.config(config);
    boolean readable = type != null && configuration != null;
    if (type != null && configuration != null) {
      step.put("action", type).set("config", configuration);
      draft.places().put(place + "/action", part.at("action_type").pointer());
      draft.places().put(place + "/config", part.at(config).pointer());
    }
    delay(part, step, readable);
    if (part.has("allow_failure")) {
      step.set("allowFailure", part.get("allow_failure"));
      draft.places().put(place + "/allowFailure", part.at("allow_failure").pointer());
    }
    Conditions conditions = new Conditions();
    conditions.add(part.get("conditions"), part.at("conditions"));
    conditions.write(step, "when", place, draft.places());
    steps.add(step);
  }

  /** A step that cannot be read becomes a delay, so that the rest of the document is looked at. */
  private static void delay(Part part, ObjectNode step, boolean readable) {
    Integer seconds = part.whole("delay_seconds", 0, LONGEST_DELAY);
    if (seconds != null && seconds > 0 || !readable) {
      step.put("delay", "PT" + (seconds == null ? 0 : seconds) + "S");
    }
  }
}
