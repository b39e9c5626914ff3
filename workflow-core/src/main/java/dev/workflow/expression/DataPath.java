package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.internal.text.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The place of one value in JSON data: {@code lead.owner.email}, {@code items.0.sku}.
 *
 * <p>A dot separates segments and {@code \.} is a dot within one. On an object a segment is a key;
 * where a key that itself holds dots exists literally, the longest such key wins. On an array a
 * segment of digits is an index. There is no wildcard.
 *
 * <p>Immutable and thread-safe. Two paths are equal if their texts are.
 */
final class DataPath {

  private static final int MAX_LENGTH = 500;
  private static final int MAX_SEGMENTS = 32;

  /** Up to so many segments the keys that hold dots are joined once, when the path is read. */
  private static final int MAX_JOINED = 6;

  private final String text;
  private final List<String> segments;
  private final String[][] joined;
  private final int[] indexes;

  private DataPath(String text, List<String> segments) {
    this.text = text;
    this.segments = List.copyOf(segments);
    this.joined = segments.size() <= MAX_JOINED ? joinAll(this.segments) : new String[0][];
    this.indexes = segments.stream().mapToInt(DataPath::index).toArray();
  }

  /**
   * Reads a path.
   *
   * @throws InvalidExpressionException for an empty segment, a {@code *}, more than 32 segments or
   *     more than 500 characters
   */
  public static DataPath parse(String text) {
    Faults faults = new Faults();
    DataPath path = parse(text, 0, faults);
    faults.throwIfAny("The path \"" + Wording.clip(text) + "\"");
    return path;
  }

  /** Reads a path that is at an offset of a longer text. A path with faults is of no use. */
  static DataPath parse(String text, int offset, Faults faults) {
    if (text.length() > MAX_LENGTH) {
      faults.add(offset, "a path has at most " + MAX_LENGTH + " characters");
      return new DataPath("", List.of());
    }
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        check(text.substring(start, i), offset + start, faults);
        segments.add(segment.toString());
        segment.setLength(0);
        start = i + 1;
      } else if (text.startsWith("\\.", i)) {
        segment.append('.');
        i++;
      } else {
        segment.append(text.charAt(i));
      }
    }
    if (segments.size() > MAX_SEGMENTS) {
      faults.add(offset, "a path has at most " + MAX_SEGMENTS + " segments");
    }
    return new DataPath(text, segments);
  }

  private static void check(String segment, int offset, Faults faults) {
    if (segment.isEmpty()) {
      faults.add(offset, "a path segment is empty; write a.b, and \\. for a dot within a key");
    } else if (segment.equals("*")) {
      faults.add(offset, "\"*\" names many values, a path names one; use an index: items.0.sku");
    }
  }

  /** The value at this place, or a missing node (never null) where there is none. */
  public JsonNode find(JsonNode data) {
    JsonNode node = data;
    int at = 0;
    int size = segments.size();
    while (at < size) {
      JsonNode next = null;
      if (node.isObject()) {
        int end = size;
        do {
          next = node.get(key(at, end));
        } while (next == null && --end > at);
        at = end;
      } else if (node.isArray() && indexes[at] >= 0) {
        next = node.get(indexes[at]);
        at++;
      }
      if (next == null) {
        return MissingNode.getInstance();
      }
      node = next;
    }
    return node;
  }

  /** The segments with their escapes resolved. */
  public List<String> segments() {
    return segments;
  }

  /** What finding costs, in steps of work: literal keys with dots make it quadratic. */
  int cost() {
    return segments.size() <= MAX_JOINED ? 0 : segments.size() * segments.size() / 4;
  }

  private String key(int from, int to) {
    return joined.length > 0 ? joined[from][to - from - 1] : join(segments, from, to);
  }

  private static String[][] joinAll(List<String> segments) {
    String[][] keys = new String[segments.size()][];
    for (int from = 0; from < keys.length; from++) {
      keys[from] = new String[keys.length - from];
      for (int to = from + 1; to <= keys.length; to++) {
        keys[from][to - from - 1] = join(segments, from, to);
      }
    }
    return keys;
  }

  private static String join(List<String> segments, int from, int to) {
    return to == from + 1 ? segments.get(from) : String.join(".", segments.subList(from, to));
  }

  private static int index(String segment) {
    if (segment.isEmpty() || segment.length() > 9) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      index = index * 10 + (c - '0');
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataPath path && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
