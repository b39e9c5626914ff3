package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of JSON Schema that the schema of workflows is made of. */
final class SchemaNodes {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SchemaNodes() {}

  /** An object in the making; every key the reader knows must be described. */
  static final class Shape {

    private final Set<String> keys;
    private final Map<String, JsonNode> properties = new LinkedHashMap<>();
    private final ObjectNode more = NODES.objectNode();

    Shape(Set<String> keys) {
      this.keys = keys;
    }

    Shape key(String key, String description, ObjectNode schema) {
      if (!keys.contains(key)) {
        throw new IllegalStateException("the reader does not know the key " + key);
      }
      ObjectNode described = NODES.objectNode().put("description", description);
      properties.put(key, described.setAll(schema));
      return this;
    }

    Shape require(String... required) {
      more.set("required", strings(required));
      return this;
    }

    /** A key that is allowed only together with another. */
    Shape beside(String other, String... dependent) {
      for (String key : dependent) {
        more.withObject("/dependentRequired").set(key, strings(other));
      }
      return this;
    }

    Shape oneOf(ObjectNode... forms) {
      more.set("oneOf", array(forms));
      return this;
    }

    Shape anyOf(ObjectNode... forms) {
      more.set("anyOf", array(forms));
      return this;
    }

    ObjectNode schema() {
      ObjectNode schema = type("object");
      ObjectNode described = schema.putObject("properties");
      for (String key : keys) {
        JsonNode property = properties.get(key);
        if (property == null) {
          throw new IllegalStateException("the schema does not describe the key " + key);
        }
        described.set(key, property);
      }
      schema.put("additionalProperties", false);
      return schema.setAll(more);
    }
  }

  static ObjectNode type(String type) {
    return NODES.objectNode().put("type", type);
  }

  static ObjectNode text() {
    return type("string").put("maxLength", Fields.MAX_TEXT);
  }

  static ObjectNode filled() {
    return text().put("pattern", "\\S");
  }

  static ObjectNode label(int most) {
    return type("string").put("pattern", "\\S").put("maxLength", most);
  }

  static ObjectNode pattern(Pattern pattern) {
    return type("string").put("pattern", "^(?:" + pattern.pattern() + ")$");
  }

  static ObjectNode flag(boolean otherwise) {
    return type("boolean").put("default", otherwise);
  }

  static ObjectNode integer(int least, int most) {
    return type("integer").put("minimum", least).put("maximum", most);
  }

  static ObjectNode number(int least, int most) {
    return type("number").put("minimum", least).put("maximum", most);
  }

  static <E extends Enum<E>> ObjectNode choice(Class<E> type) {
    return words(Fields.choices(type).toArray(String[]::new));
  }

  static ObjectNode words(String... words) {
    ObjectNode schema = NODES.objectNode();
    schema.set("enum", strings(words));
    return schema;
  }

  static ObjectNode ref(String name) {
    return NODES.objectNode().put("$ref", "#/$defs/" + name);
  }

  static ObjectNode list(ObjectNode element) {
    ObjectNode schema = type("array");
    schema.set("items", element);
    return schema;
  }

  static ObjectNode list(ObjectNode element, int least, int most) {
    return list(element).put("minItems", least).put("maxItems", most);
  }

  static ObjectNode either(ObjectNode... forms) {
    ObjectNode schema = NODES.objectNode();
    schema.set("oneOf", array(forms));
    return schema;
  }

  static ObjectNode has(String... keys) {
    ObjectNode schema = NODES.objectNode();
    schema.set("required", strings(keys));
    return schema;
  }

  /** Has a key, and none of the others. */
  static ObjectNode hasWithout(String key, String... others) {
    ObjectNode schema = has(key);
    ArrayNode forms = schema.putObject("not").putArray("anyOf");
    for (String other : others) {
      forms.add(has(other));
    }
    return schema;
  }

  static ArrayNode strings(String... values) {
    ArrayNode array = NODES.arrayNode();
    for (String value : values) {
      array.add(value);
    }
    return array;
  }

  private static ArrayNode array(ObjectNode... nodes) {
    ArrayNode array = NODES.arrayNode();
    for (ObjectNode node : nodes) {
      array.add(node);
    }
    return array;
  }
}
