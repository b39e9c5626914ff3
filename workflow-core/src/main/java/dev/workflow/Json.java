package dev.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.workflow.internal.text.Limits;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own JSON reader and writer: decimal numbers keep their exact value, and documents
 * are bounded in depth and size. Thread-safe.
 */
public final class Json {

  /** The deepest nesting the engine accepts. */
  public static final int MAX_DEPTH = 500;

  /** The most characters of a number as it is written. */
  public static final int MAX_NUMBER = 1_000;

  /** The most characters of a key. */
  public static final int MAX_KEY = 50_000;

  /** More bits than any integer of {@link #MAX_NUMBER} digits has. */
  private static final int MAX_BITS = 3_400;

  /** A control character as it is written: a backslash, u, and four digits. */
  private static final int ESCAPED = 6;

  /**
   * Wider than what {@link #check} lets in: what is accepted stands inside documents of the
   * engine's own.
   */
  private static final StreamReadConstraints READ =
      StreamReadConstraints.builder()
          .maxNestingDepth(2 * MAX_DEPTH)
          .maxNumberLength(2 * MAX_NUMBER)
          .maxNameLength(2 * MAX_KEY)
          .maxStringLength(Integer.MAX_VALUE)
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder().streamReadConstraints(READ).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final ObjectReader READER = MAPPER.reader();
  private static final ObjectWriter WRITER = MAPPER.writer();

  private Json() {}

  /**
   * Reads JSON as the engine does, such as bytes, or several values in a row. Immutable: its {@code
   * with} methods give changed copies.
   */
  public static ObjectReader reader() {
    return READER;
  }

  /** Writes JSON as the engine does, such as to bytes. Immutable, as {@link #reader}. */
  public static ObjectWriter writer() {
    return WRITER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Reads what the engine wrote itself. */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String write(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A value as people read it: a text as it is, a number in digits (12345678.9, never
   * 1.23456789E7), what holds others as JSON; nothing for null and for what is not there.
   */
  public static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    boolean decimal = value.isDouble() || value.isFloat() || value.isBigDecimal();
    if (!decimal || !Double.isFinite(value.doubleValue())) {
      return value.isValueNode() ? value.asText() : write(value);
    }
    BigDecimal number =
        value.isBigDecimal() ? value.decimalValue() : new BigDecimal(value.asText());
    if (Math.abs((long) number.scale()) > MAX_NUMBER
        || number.unscaledValue().bitLength() > MAX_BITS) {
      return value.asText();
    }
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /**
   * Checks a tree against limits without recursion.
   *
   * @param maxBytes the size of its JSON text in UTF-8
   */
  public static void check(JsonNode json, long maxBytes, Problems problems) {
    Deque<Iterator<JsonNode>> stack = new ArrayDeque<>();
    stack.push(java.util.List.of(json).iterator());
    long bytes = 0;
    while (!stack.isEmpty()) {
      if (!stack.peek().hasNext()) {
        stack.pop();
        continue;
      }
      JsonNode node = stack.peek().next();
      String wrong = wrong(node);
      if (wrong != null) {
        problems.add(wrong);
        return;
      }
      bytes += sizeOfNode(node);
      if (bytes > maxBytes) {
        problems.add("is larger than " + maxBytes + " bytes");
        return;
      }
      if (node.isContainerNode()) {
        if (stack.size() > MAX_DEPTH) {
          problems.add("is nested deeper than " + MAX_DEPTH + " levels");
          return;
        }
        stack.push(node.elements());
      }
    }
  }

  /**
   * About how many bytes of UTF-8 the JSON text of a tree has: a little more than {@link #write}
   * gives. Without recursion.
   */
  public static long size(JsonNode json) {
    if (!json.isContainerNode()) {
      return sizeOfNode(json);
    }
    Deque<Iterator<JsonNode>> stack = new ArrayDeque<>();
    stack.push(json.elements());
    long bytes = sizeOfNode(json);
    while (!stack.isEmpty()) {
      if (!stack.peek().hasNext()) {
        stack.pop();
        continue;
      }
      JsonNode node = stack.peek().next();
      bytes += sizeOfNode(node);
      if (node.isContainerNode() && !node.isEmpty()) {
        stack.push(node.elements());
      }
    }
    return bytes;
  }

  /** What could not be written and read again. */
  private static @Nullable String wrong(JsonNode node) {
    if (node.isTextual()) {
      return halved(node.textValue());
    } else if (node.isNumber()) {
      return wrongNumber(node);
    } else if (node.isPojo()) {
      return "holds a Java object (" + pojo(node) + ") where JSON belongs";
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      String wrong =
          name.length() > MAX_KEY
              ? "has a key of " + name.length() + " characters; at most " + MAX_KEY + " are allowed"
              : halved(name);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static @Nullable String halved(String text) {
    return Limits.holdsHalfACharacter(text)
        ? "holds half a character: a surrogate without its pair"
        : null;
  }

  private static @Nullable String wrongNumber(JsonNode node) {
    if ((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())) {
      return "holds " + node.doubleValue() + ", which is not a number of JSON";
    }
    boolean tooLong =
        node.isBigInteger() && node.bigIntegerValue().bitLength() > MAX_BITS
            || node.isBigDecimal() && node.decimalValue().unscaledValue().bitLength() > MAX_BITS
            || (node.isBigInteger() || node.isBigDecimal()) && node.asText().length() > MAX_NUMBER;
    return tooLong
        ? "holds a number of more than " + MAX_NUMBER + " characters, which cannot be read again"
        : null;
  }

  private static String pojo(JsonNode node) {
    Object object = ((POJONode) node).getPojo();
    return object == null ? "null" : object.getClass().getName();
  }

  /** The node without what is in it, and the comma behind it. */
  private static long sizeOfNode(JsonNode node) {
    if (node.isObject()) {
      long bytes = 2;
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        bytes += size(names.next()) + 2;
      }
      return bytes;
    } else if (node.isTextual()) {
      return size(node.textValue()) + 1;
    } else if (node.isInt() || node.isLong() || node.isShort()) {
      return digits(node.longValue()) + 1;
    }
    return node.isArray() ? 2 : node.asText().length() + 3L;
  }

  private static int digits(long number) {
    int digits = number < 0 ? 2 : 1;
    for (long left = number / 10; left != 0; left /= 10) {
      digits++;
    }
    return digits;
  }

  /** A text as it is written: in quotes, with escapes, in UTF-8. */
  private static long size(String text) {
    long bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      } else if (c < ' ') {
        bytes += "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : ESCAPED;
      } else {
        bytes += c == '"' || c == '\\' ? 2 : 1;
      }
    }
    return bytes;
  }
}
