package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.Wording;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a JSON tree into the one form that reading its text would give, so that equal documents
 * are equal wherever they come from, and refuses what no store could keep: a tree too large or too
 * deep, numbers beyond reason, NUL and halves of characters.
 */
final class CanonicalTree {

  /** The size of a document in characters, about. */
  static final int MAX_SIZE = 1 << 20;

  /** Deep enough for 64 steps within each other with the deepest condition inside. */
  static final int MAX_DEPTH = 500;

  static final int MAX_DIGITS = 100;

  private static final int MAX_EXPONENT = 400;
  private static final int MAX_KEY = 128;
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final Problems root;
  private final Deque<Object> path = new ArrayDeque<>();
  private long size;
  private boolean refused;

  private CanonicalTree(Problems root) {
    this.root = root;
  }

  /** The copy; null (and a problem) if the tree as a whole is refused. */
  static @Nullable JsonNode of(JsonNode json, Problems problems) {
    CanonicalTree tree = new CanonicalTree(problems);
    JsonNode copy = tree.copy(json);
    return tree.refused ? null : copy;
  }

  private JsonNode copy(JsonNode json) {
    charge(json.isTextual() ? json.textValue().length() + 2 : 2);
    if (path.size() > MAX_DEPTH) {
      refuse("is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (refused) {
      return NullNode.instance;
    }
    return switch (json.getNodeType()) {
      case OBJECT -> object(json);
      case ARRAY -> array(json);
      case NUMBER -> number(json);
      case STRING -> {
        check(json.textValue(), false);
        yield json;
      }
      case BOOLEAN, NULL, MISSING -> json;
      default -> {
        here().add("expected JSON, found a Java object");
        yield NullNode.instance;
      }
    };
  }

  private ObjectNode object(JsonNode json) {
    ObjectNode copy = NODES.objectNode();
    for (Iterator<Map.Entry<String, JsonNode>> all = json.properties().iterator();
        all.hasNext() && !refused; ) {
      Map.Entry<String, JsonNode> field = all.next();
      String key = field.getKey();
      charge(key.length() + 3);
      if (key.length() > MAX_KEY) {
        here()
            .add(
                "the key "
                    + Wording.quoted(key)
                    + " "
                    + DocumentWording.tooLong(key.length(), MAX_KEY));
        continue;
      }
      check(key, true);
      path.addLast(key);
      copy.set(key, copy(field.getValue()));
      path.removeLast();
    }
    return copy;
  }

  private ArrayNode array(JsonNode json) {
    ArrayNode copy = NODES.arrayNode();
    for (int i = 0; i < json.size() && !refused; i++) {
      path.addLast(i);
      copy.add(copy(json.get(i)));
      path.removeLast();
    }
    return copy;
  }

  private JsonNode number(JsonNode json) {
    if (json.isIntegralNumber()) {
      return integer(json);
    }
    double value = json.doubleValue();
    if ((json.isDouble() || json.isFloat()) && !Double.isFinite(value)) {
      here().add(value + " is not a number of JSON");
      return NODES.numberNode(0);
    }
    BigDecimal exact = json.isFloat() ? new BigDecimal(json.asText()) : json.decimalValue();
    if (exact.precision() > MAX_DIGITS || Math.abs((long) exact.scale()) > MAX_EXPONENT) {
      return outOfRange();
    }
    if (exact.scale() == 0) {
      return integer(NODES.numberNode(exact.toBigInteger()));
    }
    return exact.toString().length() > MAX_DIGITS ? outOfRange() : NODES.numberNode(exact);
  }

  private JsonNode integer(JsonNode json) {
    if (json.canConvertToInt()) {
      return NODES.numberNode(json.intValue());
    }
    if (json.canConvertToLong()) {
      return NODES.numberNode(json.longValue());
    }
    BigInteger exact = json.bigIntegerValue();
    return exact.bitLength() > MAX_EXPONENT || exact.toString().length() > MAX_DIGITS
        ? outOfRange()
        : NODES.numberNode(exact);
  }

  private JsonNode outOfRange() {
    here().add("the number has too many digits; at most " + MAX_DIGITS + " are allowed");
    return NODES.numberNode(0);
  }

  private void check(String text, boolean key) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        String what = key ? "the key " + Wording.quoted(text) + " " : "";
        here().add(what + String.format("holds U+%04X, which is no character of a text", (int) c));
        return;
      }
    }
  }

  private void charge(int characters) {
    size += characters;
    if (size > MAX_SIZE) {
      refuse("is larger than " + MAX_SIZE + " characters");
    }
  }

  private void refuse(String message) {
    if (!refused) {
      refused = true;
      root.add(message);
    }
  }

  private Problems here() {
    Problems place = root;
    for (Object step : path) {
      place = step instanceof Integer index ? place.at(index) : place.at((String) step);
    }
    return place;
  }
}
