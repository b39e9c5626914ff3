package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.expression.Template;
import java.util.List;
import java.util.function.Consumer;

/** The right side of a leaf: the value that its field is compared with. Immutable. */
sealed interface RightSide {

  /** The value for this data; null where it is missing. */
  JsonNode resolve(JsonNode data, EvaluationContext context);

  /** The value as it is in the condition. */
  JsonNode json();

  /** Names the paths of the data it reads. */
  void collectFields(Consumer<String> fields);

  /** A value that is the same for all data. */
  record Constant(JsonNode value, JsonNode json) implements RightSide {
    @Override
    public JsonNode resolve(JsonNode data, EvaluationContext context) {
      return value;
    }

    @Override
    public void collectFields(Consumer<String> fields) {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Constant constant && Values.equal(json, constant.json, false);
    }

    @Override
    public int hashCode() {
      return Values.hash(json);
    }
  }

  /** The value of another field: {@code {"ref": "quote.amount"}}. */
  record Reference(FieldPath path) implements RightSide {
    @Override
    public JsonNode resolve(JsonNode data, EvaluationContext context) {
      return path.find(data);
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance.objectNode().put("ref", path.toString());
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      fields.accept(path.toString());
    }
  }

  /** The value of an expression: {@code "{{today-30}}"}. */
  record Computed(Template template) implements RightSide {
    @Override
    public JsonNode resolve(JsonNode data, EvaluationContext context) {
      return template.evaluateLeniently(data, context.now(), context.zone());
    }

    @Override
    public JsonNode json() {
      return JsonNodeFactory.instance.textNode(template.text());
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      template.paths().forEach(fields);
    }
  }

  /** A list of which an element is not constant: {@code ["{{today-30}}", "{{today}}"]}. */
  record Elements(List<RightSide> elements) implements RightSide {
    @Override
    public JsonNode resolve(JsonNode data, EvaluationContext context) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode(elements.size());
      for (RightSide element : elements) {
        list.add(element.resolve(data, context));
      }
      return list;
    }

    @Override
    public JsonNode json() {
      ArrayNode list = JsonNodeFactory.instance.arrayNode(elements.size());
      elements.forEach(element -> list.add(element.json()));
      return list;
    }

    @Override
    public void collectFields(Consumer<String> fields) {
      elements.forEach(element -> element.collectFields(fields));
    }
  }
}
