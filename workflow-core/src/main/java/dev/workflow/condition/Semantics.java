package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of each operator for two values, in its plain form. {@link Check} has faster forms of
 * the common ones. Never throws: a value of the wrong type makes the comparison false.
 */
final class Semantics {

  private Semantics() {}

  /** Whether an operator other than the {@code changed} ones holds. */
  static boolean holds(
      Operator operator,
      JsonNode actual,
      JsonNode expected,
      boolean ignoreCase,
      EvaluationContext context) {
    return switch (operator) {
      case EQ -> Values.equal(actual, expected, ignoreCase);
      case NE -> !Values.equal(actual, expected, ignoreCase);
      case GT -> Values.order(actual, expected) == 1;
      case GTE -> isOneOf(Values.order(actual, expected), 0, 1);
      case LT -> Values.order(actual, expected) == -1;
      case LTE -> isOneOf(Values.order(actual, expected), -1, 0);
      case BETWEEN -> isBetween(actual, expected);
      case IN -> Values.contains(expected, actual, ignoreCase);
      case NOT_IN -> !Values.contains(expected, actual, ignoreCase);
      case CONTAINS -> contains(actual, expected, ignoreCase);
      case NOT_CONTAINS -> !contains(actual, expected, ignoreCase);
      case STARTSWITH -> affix(actual, expected, ignoreCase, true);
      case ENDSWITH -> affix(actual, expected, ignoreCase, false);
      case EXISTS -> expected.isBoolean() && Values.isNothing(actual) != expected.booleanValue();
      case EMPTY -> expected.isBoolean() && isEmpty(actual) == expected.booleanValue();
      case MATCHES -> matches(actual, expected, ignoreCase);
      case BEFORE -> compareInstants(actual, expected, context) == -1;
      case AFTER -> compareInstants(actual, expected, context) == 1;
      case WITHIN_LAST, WITHIN_NEXT ->
          expected instanceof TextNode text
              && within(operator, actual, Span.parse(text.textValue()), context);
      case CHANGED, CHANGED_TO, CHANGED_FROM -> throw new AssertionError(operator);
    };
  }

  private static boolean isOneOf(int order, int a, int b) {
    return order == a || order == b;
  }

  private static boolean isBetween(JsonNode actual, JsonNode ends) {
    return ends.isArray()
        && ends.size() == 2
        && isOneOf(Values.order(actual, ends.get(0)), 0, 1)
        && isOneOf(Values.order(actual, ends.get(1)), -1, 0);
  }

  private static boolean contains(JsonNode actual, JsonNode expected, boolean ignoreCase) {
    if (actual instanceof TextNode && expected instanceof TextNode) {
      String text = actual.textValue();
      String part = expected.textValue();
      return ignoreCase
          ? Texts.contains(Texts.fold(text), Texts.fold(part))
          : Texts.contains(text, part);
    }
    return Values.contains(actual, expected, ignoreCase);
  }

  private static boolean affix(
      JsonNode actual, JsonNode expected, boolean ignoreCase, boolean start) {
    if (!(actual instanceof TextNode) || !(expected instanceof TextNode)) {
      return false;
    }
    String text = ignoreCase ? Texts.fold(actual.textValue()) : actual.textValue();
    String part = ignoreCase ? Texts.fold(expected.textValue()) : expected.textValue();
    return start ? text.startsWith(part) : text.endsWith(part);
  }

  private static boolean isEmpty(JsonNode value) {
    return Values.isNothing(value)
        || value.isContainerNode() && value.isEmpty()
        || value instanceof TextNode && value.textValue().isEmpty();
  }

  private static boolean matches(JsonNode actual, JsonNode expected, boolean ignoreCase) {
    if (!(actual instanceof TextNode) || !(expected instanceof TextNode)) {
      return false;
    }
    String text = expected.textValue();
    if (text.length() > Patterns.MAX_LENGTH) {
      return false;
    }
    return Patterns.matches(text, ignoreCase, null, actual.textValue());
  }

  /** -1, 0, 1, or {@link Values#UNORDERED} unless both are moments. */
  private static int compareInstants(JsonNode a, JsonNode b, EvaluationContext context) {
    if (!(a instanceof TextNode) || !(b instanceof TextNode)) {
      return Values.UNORDERED;
    }
    long left = Instants.second(a.textValue(), context.zone());
    long right = Instants.second(b.textValue(), context.zone());
    if (left == Instants.NONE || right == Instants.NONE) {
      return Values.UNORDERED;
    }
    return left != right
        ? Long.compare(left, right)
        : Integer.compare(Instants.nano(a.textValue()), Instants.nano(b.textValue()));
  }

  /** Whether a moment lies no further from now than the span, and on the operator's side. */
  static boolean within(
      Operator operator, JsonNode actual, @Nullable Span span, EvaluationContext context) {
    if (span == null || !(actual instanceof TextNode)) {
      return false;
    }
    long second = Instants.second(actual.textValue(), context.zone());
    if (second == Instants.NONE) {
      return false;
    }
    Instant moment = Instant.ofEpochSecond(second, Instants.nano(actual.textValue()));
    Instant now = context.now();
    return operator == Operator.WITHIN_LAST
        ? !moment.isAfter(now) && !moment.isBefore(span.before(now, context.zone()))
        : !moment.isBefore(now) && !moment.isAfter(span.after(now, context.zone()));
  }
}
