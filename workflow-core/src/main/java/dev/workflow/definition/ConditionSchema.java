package dev.workflow.definition;

import static dev.workflow.definition.SchemaNodes.either;
import static dev.workflow.definition.SchemaNodes.filled;
import static dev.workflow.definition.SchemaNodes.list;
import static dev.workflow.definition.SchemaNodes.ref;
import static dev.workflow.definition.SchemaNodes.type;
import static dev.workflow.definition.SchemaNodes.words;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.SchemaNodes.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The schema of conditions. */
final class ConditionSchema {

  static final List<String> OPERATORS =
      List.of(
          "eq",
          "equals",
          "==",
          "ne",
          "not_equals",
          "!=",
          "gt",
          "greater_than",
          ">",
          "gte",
          "greater_than_or_equal",
          ">=",
          "lt",
          "less_than",
          "<",
          "lte",
          "less_than_or_equal",
          "<=",
          "in",
          "not_in",
          "contains",
          "not_contains",
          "startswith",
          "starts_with",
          "endswith",
          "ends_with",
          "exists",
          "empty",
          "between",
          "matches",
          "before",
          "after",
          "within_last",
          "within_next",
          "changed",
          "changed_to",
          "changed_from");

  private ConditionSchema() {}

  static void addTo(ObjectNode parts) {
    ObjectNode always = type("object").put("maxProperties", 0);
    ObjectNode condition =
        either(
            ref("comparison"),
            single("and", "all of them hold", list(ref("condition"))),
            single("or", "one of them holds", list(ref("condition"))),
            single("not", "it does not hold", ref("condition")),
            always);
    parts.set("condition", condition);
    parts.set("comparison", comparison());
  }

  private static ObjectNode single(String key, String description, ObjectNode schema) {
    return new Shape(Set.of(key)).key(key, description, schema).require(key).schema();
  }

  private static ObjectNode comparison() {
    Set<String> keys = new LinkedHashSet<>(List.of("field", "operator", "value", "ignore_case"));
    return new Shape(keys)
        .key("field", "a path of the data, such as lead.owner.email", filled())
        .key("operator", "how to compare", words(OPERATORS.toArray(String[]::new)))
        .key("value", "what to compare with", JsonNodeFactory.instance.objectNode())
        .key("ignore_case", "whether upper and lower case are the same", type("boolean"))
        .require("field", "operator", "value")
        .schema();
  }
}
