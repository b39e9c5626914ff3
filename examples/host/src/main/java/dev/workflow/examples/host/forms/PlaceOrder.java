package dev.workflow.examples.host.forms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Puts problems into the order in which their places are written. */
final class PlaceOrder {

  private PlaceOrder() {}

  static List<Problem> sort(List<Problem> problems, JsonNode written) {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparing(problem -> path(problem.pointer(), written), PlaceOrder::compare))
        .toList();
  }

  private static List<Integer> path(String pointer, JsonNode written) {
    List<Integer> path = new ArrayList<>();
    JsonNode node = written;
    for (String escaped : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String key = escaped.replace("~1", "/").replace("~0", "~");
      path.add(position(node, key));
      node = node.isArray() ? node.path(path.get(path.size() - 1)) : node.path(key);
    }
    return path;
  }

  private static int position(JsonNode node, String key) {
    if (node.isArray()) {
      return key.matches("\\d{1,9}") ? Integer.parseInt(key) : 0;
    }
    int position = 0;
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); position++) {
      if (keys.next().equals(key)) {
        return position;
      }
    }
    return position;
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
