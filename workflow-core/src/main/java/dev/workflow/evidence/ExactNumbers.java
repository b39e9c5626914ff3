package dev.workflow.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * Numbers that a double does not hold exactly, as tagged decimal text: {@code {"$decimal":
 * "0.10000000000000000001"}}. What looks like that already is wrapped: {@code {"$escaped": {…}}}.
 */
final class ExactNumbers {

  private static final String DECIMAL = "$decimal";
  private static final String ESCAPED = "$escaped";

  private ExactNumbers() {}

  static JsonNode tagged(JsonNode json) {
    if (json.isNumber()) {
      BigDecimal exact = json.decimalValue();
      return isDouble(exact)
          ? json
          : JsonNodeFactory.instance.objectNode().put(DECIMAL, exact.toString());
    } else if (json.isArray()) {
      ArrayNode tagged = JsonNodeFactory.instance.arrayNode();
      json.forEach(element -> tagged.add(tagged(element)));
      return tagged;
    } else if (json.isObject()) {
      ObjectNode tagged = JsonNodeFactory.instance.objectNode();
      json.properties().forEach(field -> tagged.set(field.getKey(), tagged(field.getValue())));
      boolean alike = json.size() == 1 && (json.has(DECIMAL) || json.has(ESCAPED));
      return alike ? JsonNodeFactory.instance.objectNode().set(ESCAPED, tagged) : tagged;
    }
    return json;
  }

  /** Whether the number that the canonical form writes is this one. */
  private static boolean isDouble(BigDecimal exact) {
    double nearest = exact.doubleValue();
    return !Double.isInfinite(nearest)
        && new BigDecimal(CanonicalJson.number(nearest)).compareTo(exact) == 0;
  }

  /** Reads what {@link #tagged} makes. */
  static JsonNode untagged(JsonNode json) {
    if (json.isArray()) {
      ArrayNode plain = JsonNodeFactory.instance.arrayNode();
      json.forEach(element -> plain.add(untagged(element)));
      return plain;
    } else if (!json.isObject()) {
      return json;
    } else if (json.size() == 1 && json.path(DECIMAL).isTextual()) {
      return DecimalNode.valueOf(new BigDecimal(json.path(DECIMAL).textValue()));
    }
    JsonNode fields = json.size() == 1 && json.path(ESCAPED).isObject() ? json.get(ESCAPED) : json;
    ObjectNode plain = JsonNodeFactory.instance.objectNode();
    fields.properties().forEach(field -> plain.set(field.getKey(), untagged(field.getValue())));
    return plain;
  }
}
