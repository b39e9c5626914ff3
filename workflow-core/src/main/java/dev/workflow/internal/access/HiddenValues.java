package dev.workflow.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that a principal may not see: no text shows them either. A value is found where it
 * stands as a word of its own; of a long one its beginning is enough, as texts are cut. Booleans,
 * numbers of one or two digits and single characters are too common to be looked for. Used by one
 * thread.
 */
final class HiddenValues {

  private static final int SHORTEST_TEXT = 2;
  private static final int SHORTEST_NUMBER = 3;

  /** How much of a value has to be there. */
  private static final int BEGINNING = 24;

  /** The longest first, so that one within another does not spoil it. */
  private final Map<String, String> masks =
      new TreeMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo));

  void add(JsonNode value, String mask) {
    if (value.isContainerNode()) {
      value.forEach(part -> add(part, mask));
    } else if (value.isNumber() && value.asText().length() >= SHORTEST_NUMBER) {
      masks.putIfAbsent(value.asText(), mask);
    } else if (value.isTextual()) {
      value
          .textValue()
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST_TEXT)
          .forEach(line -> masks.putIfAbsent(line, mask));
    }
  }

  void addAll(@Nullable HiddenValues others) {
    if (others != null) {
      others.masks.forEach(masks::putIfAbsent);
    }
  }

  boolean isEmpty() {
    return masks.isEmpty();
  }

  /** A text with masks for them; the same if there is none in it. */
  String in(String text) {
    String seen = text;
    for (Map.Entry<String, String> one : masks.entrySet()) {
      seen = without(seen, one.getKey(), one.getValue());
    }
    return seen;
  }

  private static String without(String text, String value, String mask) {
    String beginning = value.length() > BEGINNING ? value.substring(0, BEGINNING) : value;
    int at = text.indexOf(beginning);
    if (at < 0) {
      return text;
    }
    StringBuilder seen = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      int end = at + beginning.length();
      while (end < text.length()
          && end - at < value.length()
          && text.charAt(end) == value.charAt(end - at)) {
        end++;
      }
      boolean word =
          isEdge(text, at - 1, at) && (end - at < value.length() || isEdge(text, end, end - 1));
      if (word) {
        seen.append(text, from, at).append(mask);
        from = end;
      }
      at = text.indexOf(beginning, word ? end : at + 1);
    }
    return from == 0 ? text : seen.append(text, from, text.length()).toString();
  }

  /** Whether a word ends between a place outside it and the one inside. */
  private static boolean isEdge(String text, int outside, int inside) {
    return outside < 0
        || outside >= text.length()
        || !Character.isLetterOrDigit(text.charAt(outside))
        || !Character.isLetterOrDigit(text.charAt(inside));
  }
}
