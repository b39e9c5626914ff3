package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document taken apart into its steps, each without the steps nested in it. */
final class StepPlaces {

  /** The kinds that hold a list of branches, each with steps. */
  static final List<String> WITH_BRANCHES = List.of("branch", "parallel", "split");

  private static final List<String> WITH_BODY = List.of("each", "repeat");

  /**
   * @param list names the list it is in: the step around it, and which list of that step
   */
  record LocatedStep(String id, String pointer, String list, ObjectNode json) {}

  private final ObjectNode workflow;
  private final Map<String, LocatedStep> places = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();

  StepPlaces(ObjectNode document) {
    workflow = document.deepCopy();
    take(workflow, "steps", "", "");
  }

  /** The document without its steps. */
  ObjectNode workflow() {
    return workflow;
  }

  /** The steps by id, in document order. */
  Map<String, LocatedStep> steps() {
    return places;
  }

  /** The ids of the steps of each list by its name. */
  Map<String, List<String>> lists() {
    return lists;
  }

  /** The ids of the steps of one list; none if there is no such list. */
  List<String> ids(String list) {
    return lists.getOrDefault(list, List.of());
  }

  /** The name of the list of steps of one branch. */
  static String branch(String step, String kind, int index) {
    return step + "/" + kind + "/" + index;
  }

  private void take(ObjectNode holder, String key, String list, String pointer) {
    JsonNode steps = holder.remove(key);
    if (steps == null) {
      return;
    }
    List<String> ids = new ArrayList<>();
    lists.put(list, ids);
    for (int i = 0; i < steps.size(); i++) {
      ObjectNode step = (ObjectNode) steps.get(i);
      String id = step.path("id").textValue();
      ids.add(id);
      String place = pointer + "/" + key + "/" + i;
      places.put(id, new LocatedStep(id, place, list, step));
      nested(step, id, place);
    }
  }

  private void nested(ObjectNode step, String id, String pointer) {
    for (String kind : WITH_BRANCHES) {
      JsonNode branches = step.path(kind);
      for (int i = 0; i < branches.size(); i++) {
        ObjectNode branch = (ObjectNode) branches.get(i);
        take(branch, "steps", branch(id, kind, i), pointer + "/" + kind + "/" + i);
      }
    }
    for (String kind : WITH_BODY) {
      if (step.get(kind) instanceof ObjectNode body) {
        take(body, "steps", id + "/" + kind, pointer + "/" + kind);
      }
    }
    take(step, "onFailure", id + "/onFailure", pointer);
  }
}
