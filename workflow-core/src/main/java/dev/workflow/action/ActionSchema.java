package dev.workflow.action;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.Locale;

/** The description of an action as JSON Schema, as far as JSON Schema can say it. */
final class ActionSchema {

  private static final String EXPRESSION = "\\{\\{";

  private ActionSchema() {}

  static ObjectNode of(ActionSpec spec) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", spec.type());
    schema.put("description", spec.summary());
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (ActionKey key : spec.keys()) {
      properties.set(key.name(), property(key));
      if (key.required()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    if (!spec.example().isEmpty()) {
      schema.putArray("examples").add(Json.read(spec.example()));
    }
    if (!spec.rules().isEmpty()) {
      ArrayNode rules = schema.putArray("x-rules");
      spec.rules().forEach(rules::add);
    }
    if (!spec.output().isEmpty()) {
      schema.put("x-output", spec.output());
    }
    return schema;
  }

  private static ObjectNode property(ActionKey key) {
    ObjectNode property = JsonNodeFactory.instance.objectNode();
    property.put("description", key.description());
    property.put("x-kind", key.type().name().toLowerCase(Locale.ROOT));
    if (key.allowed().isEmpty()) {
      type(key.type(), property);
    } else {
      ArrayNode either = property.putArray("anyOf");
      ArrayNode values = either.addObject().put("type", "string").putArray("enum");
      key.allowed().forEach(values::add);
      either.addObject().put("type", "string").put("pattern", EXPRESSION);
    }
    return property;
  }

  private static void type(KeyType type, ObjectNode property) {
    switch (type) {
      case TEXT, LINE, EMAIL, WORDS, HTML, WORKFLOW, EVENT_TYPE, NAME, DATE ->
          property.put("type", "string");
      case ID -> property.putArray("type").add("string").add("number");
      case LINES, EMAILS, PHONES, ADDRESSES -> {
        ArrayNode either = property.putArray("anyOf");
        either.addObject().put("type", "string");
        texts(either.addObject());
      }
      case TEXT_LIST -> {
        ArrayNode either = property.putArray("anyOf");
        texts(either.addObject());
        either.addObject().put("type", "string").put("pattern", EXPRESSION);
      }
      case OBJECT, RECIPIENTS -> orExpression(property, "object");
      case LIST -> orExpression(property, "array");
      case ANY -> {
        // anything is an empty schema
      }
    }
  }

  private static void texts(ObjectNode schema) {
    schema.put("type", "array").putObject("items").put("type", "string");
  }

  private static void orExpression(ObjectNode property, String type) {
    ArrayNode either = property.putArray("anyOf");
    either.addObject().put("type", type);
    either.addObject().put("type", "string").put("pattern", EXPRESSION);
  }
}
