package dev.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * How the engine reads and writes JSON: decimal numbers keep their exact value, and documents are
 * bounded in depth and size. Thread-safe.
 */
public final class Json {

  /** The deepest nesting the engine accepts. */
  public static final int MAX_DEPTH = 500;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH + 100).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private Json() {}

  /** The shared mapper. Do not configure it. */
  public static ObjectMapper mapper() {
    return MAPPER;
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
   * Checks a tree against limits without recursion.
   *
   * @param maxBytes the size of its JSON text, roughly
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
      bytes += size(node);
      if (bytes > maxBytes) {
        problems.add("is larger than " + maxBytes + " bytes");
        return;
      }
      if (holdsHalfACharacter(node)) {
        problems.add("holds half a character: a surrogate without its pair");
        return;
      }
      if (node.isPojo()) {
        problems.add("holds a Java object (" + pojo(node) + ") where JSON belongs");
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

  /** Half a character cannot be encoded, so no database keeps it. */
  private static boolean holdsHalfACharacter(JsonNode node) {
    if (node.isTextual()) {
      return holdsHalfACharacter(node.textValue());
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (holdsHalfACharacter(names.next())) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsHalfACharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static String pojo(JsonNode node) {
    Object object = ((POJONode) node).getPojo();
    return object == null ? "null" : object.getClass().getName();
  }

  private static long size(JsonNode node) {
    if (node.isObject()) {
      long bytes = 2;
      for (Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
          fields.hasNext(); ) {
        bytes += fields.next().getKey().length() + 4L;
      }
      return bytes;
    }
    return node.isTextual() ? node.textValue().length() + 3L : node.isContainerNode() ? 2 : 6;
  }
}
