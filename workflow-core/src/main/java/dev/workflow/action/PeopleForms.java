package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;

/** The forms of the answers to the actions that people do, as JSON Schema (draft 2020-12). */
final class PeopleForms {

  private static final JsonNode APPROVAL =
      Json.read(
          """
          {"type": "object", "title": "Approval", "properties": {
            "approved": {"type": "boolean", "title": "Approved"},
            "comment": {"type": ["string", "null"], "title": "Comment"}},
           "required": ["approved"]}""");

  private PeopleForms() {}

  static JsonNode approval(JsonNode config) {
    return APPROVAL.deepCopy();
  }

  /** Every item ticked, as an object or as a list. */
  static JsonNode checklist(JsonNode config) {
    ObjectNode form = Json.object().put("type", "object").put("title", "Checklist");
    ObjectNode items = form.putObject("properties").putObject("items").put("title", "Items");
    JsonNode listed = config.path("items");
    if (listed.isEmpty()) {
      items.putArray("type").add("object").add("array").add("null");
      items.putObject("additionalProperties").put("const", true);
      items.putObject("items").put("type", "string");
      return form;
    }
    form.putArray("required").add("items");
    ObjectNode ticked = Json.object().put("title", "ticked").put("type", "object");
    ObjectNode named = Json.object().put("title", "named").put("type", "array");
    items.putArray("anyOf").add(ticked).add(named);
    ObjectNode ticks = ticked.putObject("properties");
    listed.forEach(item -> ticks.putObject(item.asText()).put("const", true));
    ticked.set("required", texts(listed));
    named.putObject("items").set("enum", texts(listed));
    named.putArray("allOf");
    listed.forEach(
        item ->
            named.withArray("allOf").addObject().putObject("contains").put("const", item.asText()));
    return form;
  }

  private static JsonNode texts(JsonNode items) {
    ArrayNode texts = Json.array();
    items.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
