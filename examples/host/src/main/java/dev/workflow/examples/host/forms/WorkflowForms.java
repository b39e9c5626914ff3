package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.trigger.EventCatalog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates what is written in any of the three forms. Thread-safe. */
public final class WorkflowForms {

  /** As many as the document may have steps. */
  private static final int MOST_PARTS = 1_000;

  private static final List<String> CRM =
      List.of("id", "key", "name", "description", "enabled", "priority", "triggers", "actions");
  private static final List<String> RULES =
      List.of(
          "id",
          "key",
          "name",
          "description",
          "enabled",
          "priority",
          "event_type",
          "conditions",
          "actions");

  private final EventTypes types;

  /**
   * @param catalog the types of events by which {@code lead_created} is known
   */
  public WorkflowForms(EventCatalog catalog) {
    this.types = new EventTypes(catalog);
  }

  /**
   * Translates a workflow.
   *
   * @param written with all its mistakes
   * @param before what it replaces, for the ids of its parts; null: nothing
   * @param key its key; null: what is written, or else made from its name
   */
  public Translation read(
      ObjectNode written, Form form, @Nullable Written before, @Nullable String key) {
    ObjectNode own = written.deepCopy();
    Problems problems = Problems.none();
    Draft draft = new Draft();
    switch (form) {
      case CRM -> crm(own, before, key, draft, problems);
      case RULES -> rule(own, before, key, draft, problems);
      case DOCUMENT -> document(own, key, draft, problems);
    }
    return new Translation(new Written(form, own), draft, problems.list());
  }

  /**
   * Whether a workflow is started by something.
   *
   * @param type {@code scheduled}, or an event as a trigger of the CRM form has it
   */
  public boolean isTriggered(WorkflowDefinition definition, String type) {
    String event = types.of(type);
    return definition.triggers().stream()
        .anyMatch(
            trigger ->
                trigger instanceof Trigger.OnEvent on
                    ? on.event().equals(event)
                    : type.equals("scheduled"));
  }

  private void crm(
      ObjectNode own, @Nullable Written before, @Nullable String key, Draft draft, Problems at) {
    giveIds(own, "triggers", "trigger_type", before, at);
    giveIds(own, "actions", "action_type", before, at);
    Part form = head(own, CRM, key, draft, at);
    TriggerForm triggers = new TriggerForm(draft, types);
    List<JsonNode> list = form.list("triggers");
    for (int i = 0; i < list.size(); i++) {
      triggers.add(list.get(i), form.at("triggers").at(i));
    }
    ActionForm.ofCrm(draft).addAll(form.list("actions"), form.at("actions"));
  }

  private void rule(
      ObjectNode own, @Nullable Written before, @Nullable String key, Draft draft, Problems at) {
    giveIds(own, "actions", "action_type", before, at);
    Part form = head(own, RULES, key, draft, at);
    String event = form.required("event_type", "an event such as \"deal.stage_changed\"");
    Conditions conditions = new Conditions();
    conditions.add(form.get("conditions"), form.at("conditions"));
    if (event != null) {
      ArrayNode triggers = draft.document().putArray("triggers");
      draft.places().put("/triggers", form.at("event_type").pointer());
      String place = draft.place(triggers, "triggers", form.problems());
      draft.places().put(place + "/event", form.at("event_type").pointer());
      conditions.write(triggers.addObject().put("event", event), "when", place, draft.places());
    }
    ActionForm.ofRules(draft).addAll(form.list("actions"), form.at("actions"));
  }

  private static void document(
      ObjectNode own, @Nullable String key, Draft draft, Problems problems) {
    WorkflowKey.give(own, key, draft, problems);
    own.properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals("id") && !entry.getKey().equals("key")) {
                draft.document().set(entry.getKey(), entry.getValue());
              }
            });
  }

  private static Part head(
      ObjectNode own, List<String> keys, @Nullable String key, Draft draft, Problems problems) {
    Part form = Objects.requireNonNull(Part.of(own, problems, keys));
    WorkflowKey.give(own, key, draft, problems);
    String name = form.required("name", "what people call it, such as \"Lead Scoring Workflow\"");
    if (name != null) {
      draft.document().put("name", name);
    }
    draft.copy(form, "description", "enabled", "priority");
    return form;
  }

  private static void giveIds(
      ObjectNode own, String list, String type, @Nullable Written before, Problems problems) {
    ArrayNode parts = new Written(Form.CRM, own).parts(list);
    if (parts.size() > MOST_PARTS) {
      problems
          .at(list)
          .add("has " + parts.size() + " elements; at most " + MOST_PARTS + " are allowed");
      own.remove(list);
    } else {
      PartIds.give(parts, before == null ? Json.array() : before.parts(list), type);
    }
  }
}
