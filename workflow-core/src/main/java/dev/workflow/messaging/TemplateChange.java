package dev.workflow.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two versions of a template. The trees are shared and must not be changed.
 *
 * @param pointer where it is, as a JSON pointer into {@link MessageTemplate#toJson()}
 * @param before what stood there; null: nothing
 * @param after what is there; null: nothing
 */
public record TemplateChange(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {

  /** What changed from one template to another, in the order of their documents. */
  public static List<TemplateChange> between(MessageTemplate before, MessageTemplate after) {
    List<TemplateChange> changes = new ArrayList<>();
    compare(before.toJson(), after.toJson(), Problems.none(), changes);
    return List.copyOf(changes);
  }

  private static void compare(
      @Nullable JsonNode before,
      @Nullable JsonNode after,
      Problems place,
      List<TemplateChange> changes) {
    if (before != null && after != null && before.isObject() && after.isObject()) {
      Set<String> keys = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(keys::add);
      after.fieldNames().forEachRemaining(keys::add);
      keys.forEach(key -> compare(before.get(key), after.get(key), place.at(key), changes));
    } else if (before == null || !before.equals(after)) {
      changes.add(new TemplateChange(place.pointer(), before, after));
    }
  }
}
