package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** The tree of a condition, as it was written. {@link Program} evaluates it. Immutable. */
sealed interface Node {

  /** The canonical form. */
  ObjectNode json();

  /** Names the paths of the data that are read. */
  void collectFields(Consumer<String> fields);

  /** {@code {}}. */
  enum Always implements Node {
    INSTANCE;

    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void collectFields(Consumer<String> fields) {}
  }

  /** {@code {"and": [..]}}. */
  record And(List<Node> children) implements Node {
    @Override
    public ObjectNode json() {
      return list("and", children);
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      children.forEach(child -> child.collectFields(fields));
    }
  }

  /** {@code {"or": [..]}}. */
  record Or(List<Node> children) implements Node {
    @Override
    public ObjectNode json() {
      return list("or", children);
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      children.forEach(child -> child.collectFields(fields));
    }
  }

  /** {@code {"not": ..}}. */
  record Not(Node child) implements Node {
    @Override
    public ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("not", child.json());
      return json;
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      child.collectFields(fields);
    }
  }

  /** {@code {"field": .., "operator": .., "value": ..}}; the check is compiled from the rest. */
  record Leaf(FieldPath field, Operator operator, RightSide right, boolean ignoreCase, Check check)
      implements Node {

    Leaf(FieldPath field, Operator operator, RightSide right, boolean ignoreCase) {
      this(field, operator, right, ignoreCase, Check.compile(field, operator, right, ignoreCase));
    }

    /** Whether the leaf by itself holds. */
    boolean test(JsonNode data, EvaluationContext context) {
      return field.namesMany()
          ? field.anyMatch(data, check, data, context)
          : check.test(field.find(data), data, context);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("field", field.toString());
      json.put("operator", operator.canonical());
      json.set("value", right.json().deepCopy());
      if (ignoreCase) {
        json.put("ignore_case", true);
      }
      return json;
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      fields.accept(field.toString());
      right.collectFields(fields);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Leaf leaf
          && leaf.field.equals(field)
          && leaf.operator == operator
          && leaf.ignoreCase == ignoreCase
          && leaf.right.equals(right);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * field.hashCode() + operator.canonical().hashCode()) + right.hashCode();
    }
  }

  private static ObjectNode list(String key, List<Node> children) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray(key);
    children.forEach(child -> list.add(child.json()));
    return json;
  }
}
