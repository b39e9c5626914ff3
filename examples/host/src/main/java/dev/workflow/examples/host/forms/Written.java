package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;

/**
 * A workflow as it was written; in the rules and the CRM form each action, and each trigger, has
 * the {@code id} that it keeps.
 */
public record Written(Form form, ObjectNode json) {

  /** The triggers or actions. */
  public ArrayNode parts(String list) {
    return json.path(list) instanceof ArrayNode parts ? parts : Json.array();
  }

  /** As it reads back: a rule has no ids but those of its actions one by one. */
  public ObjectNode shown() {
    ObjectNode shown = json.deepCopy();
    if (form == Form.RULES) {
      for (JsonNode action : shown.path("actions")) {
        ((ObjectNode) action).remove("id");
      }
    }
    return shown;
  }
}
