package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An action of a workflow's document, with the order in which a matter shows it.
 *
 * @param order equal for steps that are done side by side
 * @param place where it stands in the document, as a JSON pointer
 * @param step as the document has it
 */
record DocumentStep(int order, String place, ObjectNode step) {

  /** The order as it was written begins the step's id. */
  private static final Pattern ORDER = Pattern.compile("([0-9]{1,4})-.+");

  String id() {
    return step.path("id").asText();
  }

  /** Its id without the order. */
  String slug() {
    Matcher matcher = ORDER.matcher(id());
    return matcher.matches() ? id().substring(id().indexOf('-') + 1) : id();
  }

  /**
   * All actions of a document in its order. The order of each is the one that was written, as long
   * as that still is the order of the document; else its position, from 1.
   */
  static List<DocumentStep> of(JsonNode document) {
    List<List<DocumentStep>> groups = new ArrayList<>();
    walk(document.path("steps"), "/steps", groups);
    boolean written = inOrder(groups);
    List<DocumentStep> steps = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      for (DocumentStep one : groups.get(i)) {
        int order = written ? written(one) : i + 1;
        steps.add(new DocumentStep(order, one.place, one.step));
      }
    }
    return steps;
  }

  private static boolean inOrder(List<List<DocumentStep>> groups) {
    int last = -1;
    for (List<DocumentStep> group : groups) {
      int order = written(group.get(0));
      if (order <= last || group.stream().anyMatch(one -> written(one) != order)) {
        return false;
      }
      last = order;
    }
    return true;
  }

  private static int written(DocumentStep one) {
    Matcher matcher = ORDER.matcher(one.id());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private static void walk(JsonNode steps, String place, List<List<DocumentStep>> groups) {
    for (int i = 0; i < steps.size(); i++) {
      String here = place + "/" + i;
      if (steps.get(i) instanceof ObjectNode step) {
        List<DocumentStep> together = together(step, here);
        if (step.has("action")) {
          groups.add(List.of(new DocumentStep(0, here, step)));
        } else if (!together.isEmpty()) {
          groups.add(together);
        } else {
          inside(step, here, groups);
        }
      }
    }
  }

  /** The steps of a {@code parallel} whose branches have one action each; else none. */
  private static List<DocumentStep> together(ObjectNode step, String place) {
    List<DocumentStep> found = new ArrayList<>();
    JsonNode branches = step.path("parallel");
    for (int i = 0; i < branches.size(); i++) {
      JsonNode inner = branches.get(i).path("steps");
      if (inner.size() != 1 || !(inner.get(0) instanceof ObjectNode only) || !only.has("action")) {
        return List.of();
      }
      found.add(new DocumentStep(0, place + "/parallel/" + i + "/steps/0", only));
    }
    return found;
  }

  private static void inside(JsonNode parent, String place, List<List<DocumentStep>> groups) {
    if (parent.isArray()) {
      for (int i = 0; i < parent.size(); i++) {
        inside(parent.get(i), place + "/" + i, groups);
      }
    } else if (parent.isObject()) {
      parent
          .properties()
          .forEach(
              field -> {
                String here = place + "/" + field.getKey();
                if (field.getKey().equals("steps") || field.getKey().equals("onFailure")) {
                  walk(field.getValue(), here, groups);
                } else {
                  inside(field.getValue(), here, groups);
                }
              });
    }
  }
}
