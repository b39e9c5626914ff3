package dev.workflow.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds where in a part of a document a path of the data is written. */
public final class TextPlaces {

  /** Where conditions name a path without braces. */
  private static final Set<String> OF_CONDITIONS = Set.of("field", "ref");

  private TextPlaces() {}

  /** The first expression or condition that names the path; the part itself if none does. */
  public static Problems of(String path, JsonNode part, Problems problems) {
    Problems found = find(path, part, "", problems);
    return found == null ? problems : found;
  }

  private static @Nullable Problems find(
      String path, JsonNode json, String key, Problems problems) {
    if (json.isTextual()) {
      String text = json.textValue();
      boolean field = OF_CONDITIONS.contains(key) && text.equals(path);
      return field || (text.contains("{{") && names(text, path)) ? problems : null;
    }
    int index = 0;
    for (JsonNode element : json.isArray() ? json : List.<JsonNode>of()) {
      Problems found = find(path, element, "", problems.at(index++));
      if (found != null) {
        return found;
      }
    }
    for (Iterator<Map.Entry<String, JsonNode>> all = json.properties().iterator();
        all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      Problems found = find(path, field.getValue(), field.getKey(), problems.at(field.getKey()));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether the path is in the text as a whole, and not as a part of a longer one. */
  private static boolean names(String text, String path) {
    for (int at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
      int end = at + path.length();
      boolean begins = at == 0 || !goesOn(text.charAt(at - 1));
      if (begins && (end == text.length() || !goesOn(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean goesOn(char c) {
    return Character.isLetterOrDigit(c) || "_-.\\".indexOf(c) >= 0;
  }
}
