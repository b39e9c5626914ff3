package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Sorts problems by their place, as an author goes through the document. */
final class DocumentOrder implements Comparator<List<Integer>> {

  private final JsonNode document;
  private final IdentityHashMap<JsonNode, Map<String, Integer>> positions = new IdentityHashMap<>();

  private DocumentOrder(JsonNode document) {
    this.document = document;
  }

  static List<Problem> sort(List<Problem> problems, JsonNode document) {
    DocumentOrder order = new DocumentOrder(document);
    IdentityHashMap<Problem, List<Integer>> places = new IdentityHashMap<>();
    problems.forEach(problem -> places.put(problem, order.place(problem.pointer())));
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparing(places::get, order));
    return sorted;
  }

  private List<Integer> place(String pointer) {
    List<Integer> place = new ArrayList<>();
    JsonNode node = document;
    String[] segments = pointer.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      String key = segments[i].replace("~1", "/").replace("~0", "~");
      if (node.isArray()) {
        place.add(Integer.valueOf(key));
        node = node.path(Integer.parseInt(key));
      } else {
        place.add(positions.computeIfAbsent(node, DocumentOrder::keys).getOrDefault(key, -1));
        node = node.path(key);
      }
    }
    return place;
  }

  private static Map<String, Integer> keys(JsonNode object) {
    Map<String, Integer> keys = new HashMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      keys.put(names.next(), keys.size());
    }
    return keys;
  }

  @Override
  public int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = Integer.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
