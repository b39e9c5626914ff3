package dev.workflow.condition;

import com.fasterxml.jackson.core.util.InternCache;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of a value in JSON data: {@code lead.owner.email}, {@code items.0.sku}, {@code
 * items.*.sku}.
 *
 * <p>On an object a segment is a key; where a key that itself holds dots exists literally, the
 * longest such key wins. On an array a segment of digits is an index and {@code *} is any element.
 * Immutable.
 */
final class FieldPath {

  static final int MAX_LENGTH = 1_000;
  static final int MAX_SEGMENTS = 64;

  /** Up to so many segments the keys that hold dots are joined once, when the path is read. */
  private static final int MAX_JOINED = 6;

  private static final int NO_INDEX = -1;
  private static final int ANY = -2;

  private final String text;
  private final String[] segments;
  private final String[][] joined;
  private final int[] indexes;
  private final boolean many;

  private FieldPath(String text, List<String> segments) {
    this.text = text;
    // JSON parsers and literals give the same object for the same key, which a map finds at once.
    this.segments = segments.stream().map(InternCache.instance::intern).toArray(String[]::new);
    this.indexes = new int[this.segments.length];
    boolean any = false;
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = index(this.segments[i]);
      any |= indexes[i] == ANY;
    }
    this.many = any;
    this.joined = indexes.length <= MAX_JOINED ? joinAll() : new String[0][];
  }

  /** Reads a path, or reports what is wrong with it and gives null. */
  static @Nullable FieldPath parse(String text, Problems problems) {
    if (text.length() > MAX_LENGTH) {
      problems.add("a path has at most " + MAX_LENGTH + " characters");
      return null;
    }
    if (text.isEmpty()) {
      problems.add("a path is empty; write the field's name, or a.b for one inside another");
      return null;
    }
    List<String> segments = split(text);
    if (segments.contains("")) {
      problems.add(
          "a segment of " + Texts.quote(text) + " is empty; write a.b, and \\. for a dot in a key");
      return null;
    }
    if (segments.size() > MAX_SEGMENTS) {
      problems.add("a path has at most " + MAX_SEGMENTS + " segments");
      return null;
    }
    return new FieldPath(text, segments);
  }

  private static List<String> split(String text) {
    if (text.indexOf('.') < 0) {
      return List.of(text);
    }
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        segments.add(segment.toString());
        segment.setLength(0);
      } else if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '.') {
        segment.append('.');
        i++;
      } else {
        segment.append(c);
      }
    }
    segments.add(segment.toString());
    return segments;
  }

  /** Whether a {@code *} is in it, so that it can name many values. */
  boolean namesMany() {
    return many;
  }

  /** The number of segments. */
  int length() {
    return segments.length;
  }

  /** So many segments from the beginning. */
  List<String> first(int count) {
    return Arrays.asList(segments).subList(0, count);
  }

  /** The value at this place, or a missing node. Not for a path that names many. */
  JsonNode find(JsonNode data) {
    JsonNode node = data;
    for (int at = 0; at < segments.length; ) {
      JsonNode next;
      int end = at + 1;
      if (node instanceof ObjectNode object && joined.length > 0) {
        String[] keys = joined[at];
        end = keys.length;
        do {
          next = object.get(keys[--end]);
        } while (next == null && end > 0);
        end += at + 1;
      } else {
        end = node.isObject() ? keyEnd(node, at) : end;
        next = step(node, at, end);
      }
      if (next == null) {
        return MissingNode.getInstance();
      }
      node = next;
      at = end;
    }
    return node;
  }

  /**
   * Whether one of the values at this place passes. No element of an empty array does; what stands
   * for an array without being one is missing.
   */
  boolean anyMatch(JsonNode data, Check check, JsonNode root, EvaluationContext context) {
    return anyMatch(data, 0, check, root, context);
  }

  private boolean anyMatch(
      JsonNode from, int start, Check check, JsonNode root, EvaluationContext context) {
    JsonNode node = from;
    for (int at = start; at < segments.length; ) {
      if (indexes[at] == ANY && node.isArray()) {
        Effort.spend(8L * node.size());
        for (int i = 0, size = node.size(); i < size; i++) {
          if (anyMatch(node.get(i), at + 1, check, root, context)) {
            return true;
          }
        }
        return false;
      }
      int end = node.isObject() ? keyEnd(node, at) : at + 1;
      JsonNode next = step(node, at, end);
      if (next == null) {
        return check.test(MissingNode.getInstance(), root, context);
      }
      node = next;
      at = end;
    }
    return check.test(node, root, context);
  }

  /** Whether a value of a type stands on the way to this place, so that nothing is beyond it. */
  boolean passes(JsonNode data, Class<? extends JsonNode> type) {
    return passes(data, 0, type);
  }

  private boolean passes(JsonNode from, int start, Class<? extends JsonNode> type) {
    JsonNode node = from;
    for (int at = start; at < segments.length; ) {
      if (type.isInstance(node)) {
        return true;
      }
      if (indexes[at] == ANY && node.isArray()) {
        for (JsonNode element : node) {
          if (passes(element, at + 1, type)) {
            return true;
          }
        }
        return false;
      }
      int end = node.isObject() ? keyEnd(node, at) : at + 1;
      JsonNode next = step(node, at, end);
      if (next == null) {
        return false;
      }
      node = next;
      at = end;
    }
    return type.isInstance(node);
  }

  private @Nullable JsonNode step(JsonNode node, int at, int end) {
    int index = indexes[at];
    if (node.isObject()) {
      return index == ANY ? null : node.get(key(at, end));
    }
    return index >= 0 && node.isArray() ? node.get(index) : null;
  }

  /** Where the longest key that exists ends; the next segment if none does. */
  private int keyEnd(JsonNode object, int at) {
    int end = at + 1;
    while (end < segments.length && indexes[end] != ANY) {
      end++;
    }
    while (end > at + 1 && object.get(key(at, end)) == null) {
      end--;
    }
    return end;
  }

  /** The key that some segments make together. */
  String key(int from, int to) {
    return joined.length > 0 ? joined[from][to - from - 1] : join(from, to);
  }

  private String[][] joinAll() {
    String[][] keys = new String[segments.length][];
    for (int from = 0; from < keys.length; from++) {
      keys[from] = new String[keys.length - from];
      for (int to = from + 1; to <= keys.length; to++) {
        keys[from][to - from - 1] = join(from, to);
      }
    }
    return keys;
  }

  private String join(int from, int to) {
    if (to == from + 1) {
      return segments[from];
    }
    StringBuilder key = new StringBuilder(segments[from]);
    for (int i = from + 1; i < to; i++) {
      key.append('.').append(segments[i]);
    }
    return key.toString();
  }

  private static int index(String segment) {
    if (segment.equals("*")) {
      return ANY;
    }
    if (segment.length() > 9) {
      return NO_INDEX;
    }
    int index = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c < '0' || c > '9') {
        return NO_INDEX;
      }
      index = index * 10 + (c - '0');
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath path && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
