package dev.workflow.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.task.form.TaskForm;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Puts the values of parameters into their places. Used once. */
final class TemplateFilling {

  private static final Pattern IN_EXPRESSION =
      Pattern.compile("[A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*+");

  private final WorkflowTemplate template;
  private final ObjectNode schema;
  private final Problems problems = Problems.none();
  private ObjectNode values = Json.object();

  TemplateFilling(WorkflowTemplate template) {
    this.template = template;
    this.schema = template.parameters();
  }

  ObjectNode fill(ObjectNode given) {
    values = given.deepCopy();
    schema
        .path("properties")
        .properties()
        .forEach(
            one -> {
              if (!values.has(one.getKey()) && one.getValue().has("default")) {
                values.set(one.getKey(), one.getValue().get("default").deepCopy());
              }
            });
    Problems place = problems.at("parameters");
    Json.check(values, WorkflowTemplate.MAX_BYTES, place);
    throwIfAny();
    ObjectNode form = schema.isEmpty() ? Json.object().put("type", "object") : schema;
    TaskForm compiled = Objects.requireNonNull(TaskForm.compile(form, Problems.none()));
    place.addAll(compiled.check(values).list());
    throwIfAny();
    JsonNode filled = filled(template.workflow(), "");
    throwIfAny();
    return (ObjectNode) filled;
  }

  private void throwIfAny() {
    problems.throwIfAny(
        list ->
            new InvalidInputException("The workflow template \"" + template.key() + "\"", list));
  }

  /**
   * @param key of the object in which the value stands; "" in a list
   */
  private JsonNode filled(JsonNode value, String key) {
    if (Placeholders.isWhole(value)) {
      String name = value.get(Placeholders.PARAMETER).textValue();
      return put(values.path(name), isExpression(name), key);
    } else if (value.isTextual()) {
      return TextNode.valueOf(text(value.textValue(), key));
    } else if (value.isArray()) {
      ArrayNode list = Json.array();
      value.forEach(one -> list.add(filled(one, key)));
      return list;
    } else if (value.isObject()) {
      ObjectNode object = Json.object();
      for (Map.Entry<String, JsonNode> one : value.properties()) {
        object.set(one.getKey(), filled(one.getValue(), one.getKey()));
      }
      return object;
    }
    return value;
  }

  private boolean isExpression(String name) {
    return schema.path("properties").path(name).path("x-expression").asBoolean();
  }

  /** A value as a whole: every text in it stands for itself. */
  private static JsonNode put(JsonNode value, boolean expression, String key) {
    if (expression) {
      return value.deepCopy();
    } else if (value.isTextual()) {
      return TextNode.valueOf(
          new LiteralText().literal(inPlace(value.textValue(), key)).toString());
    } else if (value.isArray()) {
      ArrayNode list = Json.array();
      value.forEach(one -> list.add(put(one, false, key)));
      return list;
    } else if (value.isObject()) {
      ObjectNode object = Json.object();
      value
          .properties()
          .forEach(one -> object.set(one.getKey(), put(one.getValue(), false, one.getKey())));
      return object;
    }
    return value;
  }

  private String text(String text, String key) {
    LiteralText filled = new LiteralText();
    String last = "";
    for (TextPlaces.Part part : TextPlaces.of(text).parts()) {
      String value = part.kind().isParameter() ? Json.text(values.path(part.text())) : part.text();
      last = part.kind().isParameter() ? part.text() : last;
      switch (part.kind()) {
        case LITERAL -> filled.literal(value);
        case EXPRESSION -> filled.expression(value);
        case PARAMETER_IN_EXPRESSION -> {
          checkInExpression(part.text(), value);
          filled.expression(value);
        }
        case PARAMETER -> {
          if (isExpression(part.text())) {
            filled.expression(value);
          } else {
            filled.literal(inPlace(value, key));
          }
        }
      }
    }
    String whole = filled.toString();
    if (filled.isImpossible()) {
      problems
          .at("parameters")
          .at(last)
          .add("puts a single brace right before an expression, where none can stand");
    }
    return whole;
  }

  private void checkInExpression(String name, String value) {
    if (isExpression(name) || !IN_EXPRESSION.matcher(value).matches() || isSecret(value)) {
      problems
          .at("parameters")
          .at(name)
          .add(
              "stands within an expression, where it can be a number or a path of the data, of"
                  + " letters, digits, _ and dots");
    }
  }

  private static boolean isSecret(String path) {
    return path.equals("secret") || path.startsWith("secret.");
  }

  /** As the place needs it. */
  private static String inPlace(String value, String key) {
    return key.equals("html")
        ? value
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;")
        : value;
  }
}
