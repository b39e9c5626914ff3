package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * JSON values as the conditions compare them: deep, by value, without coercion, and at any depth
 * (the nesting of the data must not cost stack).
 */
final class Values {

  /** What {@link #order} gives for values that have no order. */
  static final int UNORDERED = 2;

  private Values() {}

  static boolean isNothing(JsonNode value) {
    return value.isNull() || value.isMissingNode();
  }

  /** -1, 0, 1, or {@link #UNORDERED} unless both are numbers or both are strings. */
  static int order(JsonNode a, JsonNode b) {
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Integer.signum(Numbers.compare(a, b));
    }
    if (a instanceof TextNode && b instanceof TextNode) {
      return Texts.compare(a.textValue(), b.textValue());
    }
    return UNORDERED;
  }

  /** Whether two values are equal; a missing one is null. */
  static boolean equal(JsonNode a, JsonNode b, boolean ignoreCase) {
    if (!a.isContainerNode() || !b.isContainerNode()) {
      return equalScalars(a, b, ignoreCase);
    }
    return new Comparison(ignoreCase).equal(a, b);
  }

  private static boolean equalScalars(JsonNode a, JsonNode b, boolean ignoreCase) {
    if (a instanceof TextNode && b instanceof TextNode) {
      return equalTexts(a.textValue(), b.textValue(), ignoreCase);
    }
    if (a.isNumber() && b.isNumber()) {
      return equalNumbers(a, b);
    }
    return switch (a.getNodeType()) {
      case NULL, MISSING -> isNothing(b);
      case BOOLEAN -> b.isBoolean() && a.booleanValue() == b.booleanValue();
      case BINARY -> b.isBinary() && Arrays.equals(binary(a), binary(b));
      case POJO -> b instanceof POJONode other && ((POJONode) a).getPojo() == other.getPojo();
      default -> false;
    };
  }

  private static boolean equalTexts(String a, String b, boolean ignoreCase) {
    if (a.length() == b.length()) {
      Effort.glance(a);
    }
    return a.equals(b) || ignoreCase && Texts.fold(a).equals(Texts.fold(b));
  }

  private static boolean equalNumbers(JsonNode a, JsonNode b) {
    return Numbers.isNumber(a) && Numbers.isNumber(b)
        ? Numbers.compare(a, b) == 0
        : Double.compare(a.doubleValue(), b.doubleValue()) == 0;
  }

  private static byte[] binary(JsonNode node) {
    return ((BinaryNode) node).binaryValue();
  }

  /** Whether a list holds an equal element; false for what is no list. */
  static boolean contains(JsonNode list, JsonNode value, boolean ignoreCase) {
    if (list.isArray()) {
      Effort.spend(2L * list.size());
      for (int i = 0, size = list.size(); i < size; i++) {
        if (equal(list.get(i), value, ignoreCase)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the value nests lists and objects deeper than so many levels. */
  static boolean isDeeper(JsonNode value, int levels) {
    if (!value.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode child : value) {
      if (isDeeper(child, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Equal for values that are {@link #equal}; the value must be of bounded depth. */
  static int hash(JsonNode value) {
    int hash = 1;
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        hash += entry.getKey().hashCode() ^ hash(entry.getValue());
      }
      return hash;
    }
    if (value.isArray()) {
      for (JsonNode element : value) {
        hash = 31 * hash + hash(element);
      }
      return hash;
    }
    return value.isNumber()
        ? Numbers.hash(value)
        : value instanceof TextNode ? value.textValue().hashCode() : value.getNodeType().hashCode();
  }

  /** The type of a value, as a message names it. */
  static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "list";
      case OBJECT -> "object";
      case STRING -> "text";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case NULL, MISSING -> "null";
      case BINARY -> "binary";
      case POJO -> "object outside JSON";
    };
  }

  /** A comparison of containers with its pairs still to be compared, instead of recursion. */
  private static final class Comparison {

    private final Deque<JsonNode> pending = new ArrayDeque<>();
    private final boolean ignoreCase;

    Comparison(boolean ignoreCase) {
      this.ignoreCase = ignoreCase;
    }

    boolean equal(JsonNode left, JsonNode right) {
      pending.push(left);
      pending.push(right);
      while (!pending.isEmpty()) {
        JsonNode b = pending.pop();
        JsonNode a = pending.pop();
        boolean same =
            a.isArray() && b.isArray()
                ? pushElements(a, b)
                : a.isObject() && b.isObject() ? pushFields(a, b) : equalScalars(a, b, ignoreCase);
        if (!same) {
          return false;
        }
      }
      return true;
    }

    private boolean pushElements(JsonNode a, JsonNode b) {
      if (a.size() != b.size()) {
        return false;
      }
      Effort.spend(4L * a.size());
      for (int i = a.size() - 1; i >= 0; i--) {
        push(a.get(i), b.get(i));
      }
      return true;
    }

    private boolean pushFields(JsonNode a, JsonNode b) {
      if (a.size() != b.size()) {
        return false;
      }
      Effort.spend(8L * a.size());
      for (Map.Entry<String, JsonNode> entry : a.properties()) {
        JsonNode other = b.get(entry.getKey());
        if (other == null) {
          return false;
        }
        push(entry.getValue(), other);
      }
      return true;
    }

    private void push(JsonNode a, JsonNode b) {
      pending.push(a);
      pending.push(b);
    }
  }
}
