package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How a workflow is written. */
public enum Form {
  /** As the engine's own document. */
  DOCUMENT,
  /** As a rule: one event, conditions, actions. */
  RULES,
  /** As the CRM writes it: triggers and actions, each with its configuration. */
  CRM;

  private static final List<String> OF_CRM = List.of("action_config", "order");
  private static final List<String> OF_RULES = List.of("config", "ordering");
  private static final List<String> OF_DOCUMENT = List.of("event", "schedule", "every");

  /**
   * The form in which something is written, told by its keys.
   *
   * @param otherwise the form if it has no key that only one of them has
   */
  public static Form of(ObjectNode written, Form otherwise) {
    if (written.has("steps") || written.has("$schema") || any(written, "triggers", OF_DOCUMENT)) {
      return DOCUMENT;
    }
    if (written.has("triggers")) {
      return CRM;
    }
    if (written.has("event_type") || written.has("conditions")) {
      return RULES;
    }
    if (any(written, "actions", OF_CRM)) {
      return CRM;
    }
    return any(written, "actions", OF_RULES) ? RULES : otherwise;
  }

  private static boolean any(ObjectNode written, String list, List<String> keys) {
    for (JsonNode part : written.path(list)) {
      if (keys.stream().anyMatch(part::has)) {
        return true;
      }
    }
    return false;
  }
}
