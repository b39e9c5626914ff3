package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A compiled node of a configuration. Immutable. */
sealed interface ConfigPart {

  JsonNode evaluate(Rendering rendering);

  /** A subtree without expressions. */
  record Constant(JsonNode value) implements ConfigPart {
    @Override
    public JsonNode evaluate(Rendering rendering) {
      return value;
    }
  }

  /**
   * A text with expressions, and where it stands.
   *
   * @param typed whether a text that is exactly one expression becomes a value of its type
   */
  record Text(Template template, String pointer, boolean typed) implements ConfigPart {
    @Override
    public JsonNode evaluate(Rendering rendering) {
      try {
        return typed ? template.evaluate(rendering) : template.write(rendering);
      } catch (ExpressionException e) {
        if (rendering.skipsMissing() && e.missing() != null) {
          return new MissingText(template.text(), e.missing()).node();
        }
        throw pointer.isEmpty() ? e : e.at(pointer);
      }
    }
  }

  /** An object. */
  record Fields(List<String> names, List<ConfigPart> values) implements ConfigPart {
    @Override
    public JsonNode evaluate(Rendering rendering) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < names.size(); i++) {
        object.set(names.get(i), values.get(i).evaluate(rendering));
      }
      return object;
    }

    ObjectNode evaluate(
        Rendering rendering, Function<String, Escaping> escaping, Predicate<String> skipsMissing) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < names.size(); i++) {
        rendering.escaping(escaping.apply(names.get(i)));
        rendering.skipsMissing(skipsMissing.test(names.get(i)));
        object.set(names.get(i), values.get(i).evaluate(rendering));
      }
      return object;
    }
  }

  /** An array. */
  record Elements(List<ConfigPart> elements) implements ConfigPart {
    @Override
    public JsonNode evaluate(Rendering rendering) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
      for (int i = 0; i < elements.size(); i++) {
        array.add(elements.get(i).evaluate(rendering));
      }
      return array;
    }
  }
}
