package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A few names of many, for evidence. Used by one thread. */
final class Samples {

  private static final int MOST = 5;

  private final List<String> names = new ArrayList<>();

  void add(String name) {
    if (names.size() < MOST && !names.contains(name)) {
      names.add(name);
    }
  }

  ArrayNode json() {
    return json(names);
  }

  static ArrayNode json(Collection<String> names) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    names.forEach(list::add);
    return list;
  }
}
