package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.expression.InvalidExpressionException;
import dev.workflow.expression.Template;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code value} of a leaf and checks that its operator can take it. */
final class RightSideReader {

  private static final int MAX_DEPTH = 64;

  private final Operator operator;
  private final String written;

  /**
   * @param written the operator's name as the author wrote it
   */
  RightSideReader(Operator operator, String written) {
    this.operator = operator;
    this.written = written;
  }

  /** The right side, or null after reporting what is wrong with it. */
  @Nullable RightSide read(JsonNode json, Problems problems) {
    boolean list = operator.takes() == Operator.Takes.LIST;
    boolean elements = json.isArray() && (list || operator.takes() == Operator.Takes.PAIR);
    RightSide right = elements ? elements(json, problems) : single(json, problems);
    if (right instanceof RightSide.Constant constant) {
      String fault = fault(constant.value());
      if (fault != null) {
        problems.add("\"" + written + "\" takes " + fault);
        return null;
      }
    }
    return right;
  }

  private static @Nullable RightSide single(JsonNode json, Problems problems) {
    JsonNode ref = json.isObject() && json.size() == 1 ? json.get("ref") : null;
    if (ref != null) {
      return reference(ref, problems.at("ref"));
    }
    return json.isTextual() && Template.containsExpression(json.textValue())
        ? template(json.textValue(), problems)
        : constant(json, problems);
  }

  private static @Nullable RightSide reference(JsonNode ref, Problems problems) {
    if (!ref.isTextual()) {
      problems.add("\"ref\" takes the path of another field; found " + JsonPreview.line(ref));
      return null;
    }
    FieldPath path = FieldPath.parse(ref.textValue(), problems);
    if (path != null && path.namesMany()) {
      problems.add("\"*\" names many values and a \"ref\" one; use an index: items.0.sku");
      return null;
    }
    return path == null ? null : new RightSide.Reference(path);
  }

  private static @Nullable RightSide template(String text, Problems problems) {
    try {
      Template template = Template.parse(text);
      if (!template.secrets().isEmpty()) {
        problems.add("a condition cannot read a secret; secrets belong into action configuration");
        return null;
      }
      return template.isConstant()
          ? new RightSide.Constant(constantOf(template), TextNode.valueOf(text))
          : new RightSide.Computed(template);
    } catch (InvalidExpressionException e) {
      for (Problem problem : e.problems()) {
        problems.add(problem.message());
      }
      return null;
    }
  }

  private static JsonNode constantOf(Template template) {
    return template.evaluateLeniently(
        JsonNodeFactory.instance.objectNode(), Instant.EPOCH, ZoneOffset.UTC);
  }

  private @Nullable RightSide elements(JsonNode list, Problems problems) {
    List<RightSide> elements = new ArrayList<>(list.size());
    boolean constant = true;
    for (int i = 0; i < list.size(); i++) {
      RightSide element = single(list.get(i), problems.at(i));
      if (element == null) {
        return null;
      }
      constant &= element instanceof RightSide.Constant;
      elements.add(element);
    }
    return constant ? constantList(elements) : checkedPair(elements, problems);
  }

  private static RightSide constantList(List<RightSide> elements) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode(elements.size());
    ArrayNode json = JsonNodeFactory.instance.arrayNode(elements.size());
    for (RightSide element : elements) {
      RightSide.Constant constant = (RightSide.Constant) element;
      values.add(constant.value());
      json.add(constant.json());
    }
    return new RightSide.Constant(values, json);
  }

  private @Nullable RightSide checkedPair(List<RightSide> elements, Problems problems) {
    boolean fits =
        operator.takes() == Operator.Takes.LIST
            || elements.size() == 2
                && elements.stream()
                    .noneMatch(
                        e -> e instanceof RightSide.Constant c && c.value().isContainerNode());
    if (!fits) {
      problems.add("\"" + written + "\" takes [low, high]");
      return null;
    }
    return new RightSide.Elements(List.copyOf(elements));
  }

  private static @Nullable RightSide constant(JsonNode json, Problems problems) {
    if (Values.isDeeper(json, MAX_DEPTH)) {
      problems.add("a value nests lists and objects at most " + MAX_DEPTH + " deep");
      return null;
    }
    if (!isJson(json)) {
      problems.add("the value is not JSON: " + JsonPreview.line(json));
      return null;
    }
    JsonNode copy = json.deepCopy();
    return new RightSide.Constant(copy, copy);
  }

  private static boolean isJson(JsonNode value) {
    if (value.isContainerNode()) {
      for (JsonNode child : value) {
        if (!isJson(child)) {
          return false;
        }
      }
      return true;
    }
    boolean number = value.isNumber() && Numbers.isNumber(value);
    return number || value.isTextual() || value.isBoolean() || value.isNull();
  }

  /** What the operator takes, if the value is not that. */
  private @Nullable String fault(JsonNode value) {
    return switch (operator.takes()) {
      case ANY -> null;
      case SCALAR -> value.isContainerNode() ? "a number or a text" + found(value) : null;
      case LIST -> value.isArray() ? null : "a list" + found(value);
      case PAIR -> isPair(value) ? null : "[low, high]";
      case TEXT -> value.isTextual() ? null : "a text" + found(value);
      case BOOLEAN -> value.isBoolean() ? null : "true or false" + found(value);
      case PATTERN -> value.isTextual() ? pattern(value.textValue()) : "a text" + found(value);
      case INSTANT -> instant(value);
      case DURATION ->
          value.isTextual() && Span.parse(value.textValue()) != null
              ? null
              : "an ISO-8601 duration such as \"P30D\" or \"PT5M\"" + found(value);
    };
  }

  private static String found(JsonNode value) {
    return "; found " + JsonPreview.line(value);
  }

  private static boolean isPair(JsonNode value) {
    return value.isArray()
        && value.size() == 2
        && !value.get(0).isContainerNode()
        && !value.get(1).isContainerNode();
  }

  private static @Nullable String pattern(String text) {
    String fault = Patterns.fault(text);
    return fault == null
        ? null
        : "a regular expression in RE2 syntax, without back-references and look-around; " + fault;
  }

  private static @Nullable String instant(JsonNode value) {
    boolean fits =
        value.isTextual() && Instants.second(value.textValue(), ZoneOffset.UTC) != Instants.NONE;
    return fits
        ? null
        : "a date such as \"2026-06-10\" or an instant with its offset such as"
            + " \"2026-06-10T09:30:00Z\""
            + found(value);
  }
}
