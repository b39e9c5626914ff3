package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says of a condition's JSON what it means, as simply as possible and with none of the code tested.
 */
final class Reference {

  private final JsonNode data;
  private final EvaluationContext context;

  private Reference(JsonNode data, EvaluationContext context) {
    this.data = data;
    this.context = context;
  }

  static boolean holds(JsonNode condition, JsonNode data, EvaluationContext context) {
    return new Reference(data, context).holds(condition);
  }

  private boolean holds(JsonNode condition) {
    if (condition.has("and")) {
      return elements(condition.get("and")).stream().allMatch(this::holds);
    }
    if (condition.has("or")) {
      return elements(condition.get("or")).stream().anyMatch(this::holds);
    }
    if (condition.has("not")) {
      return !holds(condition.get("not"));
    }
    return condition.isEmpty() || leafHolds(condition);
  }

  private boolean leafHolds(JsonNode leaf) {
    String field = leaf.get("field").textValue();
    JsonNode right = leaf.get("value");
    JsonNode expected =
        right.isObject() && right.has("ref") ? one(right.get("ref").textValue()) : right;
    boolean fold = leaf.path("ignore_case").asBoolean(false);
    String operator = leaf.get("operator").textValue();
    return values(data, List.of(field.split("\\."))).stream()
        .anyMatch(value -> holds(operator, field, value, expected, fold));
  }

  private JsonNode one(String path) {
    return values(data, List.of(path.split("\\."))).get(0);
  }

  private boolean holds(
      String operator, String field, JsonNode value, JsonNode expected, boolean fold) {
    return switch (operator) {
      case "eq" -> same(value, expected, fold);
      case "ne" -> !same(value, expected, fold);
      case "gt" -> ordered(value, expected, order -> order > 0);
      case "gte" -> ordered(value, expected, order -> order >= 0);
      case "lt" -> ordered(value, expected, order -> order < 0);
      case "lte" -> ordered(value, expected, order -> order <= 0);
      case "between" ->
          expected.size() == 2
              && ordered(value, expected.get(0), order -> order >= 0)
              && ordered(value, expected.get(1), order -> order <= 0);
      case "in" -> elements(expected).stream().anyMatch(each -> same(value, each, fold));
      case "not_in" -> elements(expected).stream().noneMatch(each -> same(value, each, fold));
      case "contains" -> contains(value, expected, fold);
      case "not_contains" -> !contains(value, expected, fold);
      case "startswith" ->
          texts(value, expected) && fold(value, fold).startsWith(fold(expected, fold));
      case "endswith" -> texts(value, expected) && fold(value, fold).endsWith(fold(expected, fold));
      case "matches" ->
          texts(value, expected) && Pattern.matches(expected.textValue(), value.textValue());
      case "exists" -> expected.booleanValue() != value.isNull();
      case "empty" -> expected.booleanValue() == isEmpty(value);
      case "before" -> instants(value, expected, (a, b) -> a.isBefore(b));
      case "after" -> instants(value, expected, (a, b) -> a.isAfter(b));
      case "within_last" -> within(value, Duration.parse(expected.textValue()).negated());
      case "within_next" -> within(value, Duration.parse(expected.textValue()));
      case "changed" -> changed(field, value) == expected.booleanValue();
      case "changed_to" -> changed(field, value) && same(value, expected, false);
      case "changed_from" -> changed(field, value) && same(before(field), expected, false);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static List<JsonNode> values(JsonNode node, List<String> path) {
    if (path.isEmpty()) {
      return List.of(node);
    }
    String segment = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (node.isArray() && segment.equals("*")) {
      return elements(node).stream().flatMap(each -> values(each, rest).stream()).toList();
    }
    if (node.isArray() && segment.matches("[0-9]+") && Integer.parseInt(segment) < node.size()) {
      return values(node.get(Integer.parseInt(segment)), rest);
    }
    for (int end = path.size(); node.isObject() && end > 0; end--) {
      String key = String.join(".", path.subList(0, end));
      boolean literal = end == 1 || !path.subList(0, end).contains("*");
      if (literal && !segment.equals("*") && node.has(key)) {
        return values(node.get(key), path.subList(end, path.size()));
      }
    }
    return List.of(NullNode.getInstance());
  }

  private boolean changed(String field, JsonNode value) {
    return context.previous() != null && !same(before(field), value, false);
  }

  private JsonNode before(String field) {
    return values(context.previous(), List.of(field.split("\\."))).get(0);
  }

  private static boolean same(JsonNode a, JsonNode b, boolean fold) {
    if (a.isNumber() && b.isNumber()) {
      return decimal(a).compareTo(decimal(b)) == 0;
    }
    if (texts(a, b)) {
      return fold(a, fold).equals(fold(b, fold));
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i), fold)) {
          return false;
        }
      }
      return true;
    }
    if (a.isObject() && b.isObject() && a.size() == b.size()) {
      return a.properties().stream()
          .allMatch(
              each -> b.has(each.getKey()) && same(each.getValue(), b.get(each.getKey()), fold));
    }
    boolean scalars = !a.isContainerNode() && !a.isNumber() && !a.isTextual();
    return scalars && a.equals(b);
  }

  private static BigDecimal decimal(JsonNode number) {
    return number.isDouble() ? BigDecimal.valueOf(number.doubleValue()) : number.decimalValue();
  }

  private static boolean ordered(JsonNode a, JsonNode b, Predicate<Integer> test) {
    if (a.isNumber() && b.isNumber()) {
      return test.test(decimal(a).compareTo(decimal(b)));
    }
    return texts(a, b)
        && test.test(
            Arrays.compare(
                a.textValue().codePoints().toArray(), b.textValue().codePoints().toArray()));
  }

  private static boolean contains(JsonNode value, JsonNode expected, boolean fold) {
    return texts(value, expected)
        ? fold(value, fold).contains(fold(expected, fold))
        : value.isArray() && elements(value).stream().anyMatch(e -> same(e, expected, fold));
  }

  private static boolean texts(JsonNode a, JsonNode b) {
    return a.isTextual() && b.isTextual();
  }

  private static String fold(JsonNode text, boolean fold) {
    return fold
        ? text.textValue().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)
        : text.textValue();
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty();
  }

  private interface Moments {
    boolean test(Instant a, Instant b);
  }

  private boolean instants(JsonNode a, JsonNode b, Moments test) {
    Instant left = instant(a);
    Instant right = instant(b);
    return left != null && right != null && test.test(left, right);
  }

  private Instant instant(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    try {
      return value.textValue().contains("T")
          ? OffsetDateTime.parse(value.textValue()).toInstant()
          : LocalDate.parse(value.textValue()).atStartOfDay(context.zone()).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private boolean within(JsonNode value, Duration span) {
    Instant moment = instant(value);
    Instant end = context.now().plus(span);
    Instant from = span.isNegative() ? end : context.now();
    Instant to = span.isNegative() ? context.now() : end;
    return moment != null && !moment.isBefore(from) && !moment.isAfter(to);
  }

  private static List<JsonNode> elements(JsonNode list) {
    List<JsonNode> elements = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(elements::add);
    }
    return elements;
  }
}
