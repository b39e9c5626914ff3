package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.web.FormFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Translates a template of a matter into a workflow's document and back. Steps of equal order
 * become the branches of a {@code parallel}; the order that was written begins the id of each step.
 */
final class TemplateForms {

  /** The type of subject of all workflows of this group. */
  static final String MATTER = "matter";

  private static final int MOST_STEPS = 200;

  /** A step with the place at which it was written. */
  private record Written(int index, int order, StepForm step) {}

  private TemplateForms() {}

  /**
   * The document of a new template.
   *
   * @throws InvalidDefinitionException naming every problem at its place in the form
   */
  static WorkflowDefinition read(String key, JsonNode form) {
    ObjectNode empty = Json.object().put("key", key).put("name", "").put("subject", MATTER);
    if (form.isObject() && !form.has("steps")) {
      empty.putArray("steps");
    }
    return changed(empty, form, true);
  }

  /**
   * A template with the changes of a PATCH: what it does not name stays.
   *
   * @throws InvalidDefinitionException naming every problem at its place in the form
   */
  static WorkflowDefinition patched(ObjectNode document, JsonNode changes) {
    return changed(document, changes, false);
  }

  private static WorkflowDefinition changed(ObjectNode before, JsonNode form, boolean all) {
    Problems problems = Problems.none();
    FormFields fields = FormFields.of(form, problems, "name", "description", "steps");
    ObjectNode document = before.deepCopy();
    if (all || fields.has("name")) {
      document.put("name", fields.required("name", 200));
    }
    if (fields.has("description")) {
      String description = fields.text("description", 2_000);
      document.remove("description");
      if (description != null && !description.isBlank()) {
        document.put("description", description);
      }
    }
    List<Integer> written = new ArrayList<>();
    if (fields.has("steps")) {
      document.set("steps", steps(fields.list("steps"), problems.at("steps"), written));
    }
    problems.throwIfAny(list -> new InvalidDefinitionException("The template", list));
    try {
      return WorkflowDefinition.parse(document);
    } catch (InvalidDefinitionException e) {
      throw inForm(document, written, e);
    }
  }

  private static ArrayNode steps(ArrayNode forms, Problems problems, List<Integer> written) {
    if (forms.size() > MOST_STEPS) {
      problems.add("are " + forms.size() + "; a template has at most " + MOST_STEPS);
      return Json.array();
    }
    List<Written> all = new ArrayList<>();
    int next = 1;
    for (int i = 0; i < forms.size(); i++) {
      StepForm step = StepForm.read(forms.get(i), problems.at(i));
      int order = step.order() == null ? next : step.order();
      next = order + 1;
      all.add(new Written(i, order, step));
    }
    all.sort(Comparator.comparingInt(Written::order));
    all.forEach(one -> written.add(one.index));
    ArrayNode steps = Json.array();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < all.size(); ) {
      int end = i + 1;
      while (end < all.size() && all.get(end).order == all.get(i).order) {
        end++;
      }
      add(steps, all.subList(i, end), ids);
      i = end;
    }
    return steps;
  }

  private static void add(ArrayNode steps, List<Written> group, Set<String> ids) {
    if (group.size() == 1) {
      steps.add(step(group.get(0), ids));
      return;
    }
    ObjectNode together = steps.addObject().put("id", "together-" + group.get(0).order);
    ArrayNode branches = together.putArray("parallel");
    group.forEach(one -> branches.addObject().putArray("steps").add(step(one, ids)));
  }

  private static ObjectNode step(Written one, Set<String> ids) {
    String slug = one.order + "-" + Slugs.of(one.step.title(), "step");
    String id = Slugs.free(slug, ids::contains);
    ids.add(id);
    return one.step.toStep(id, Json.object());
  }

  /** The steps of a document in the form, as they were written. */
  static ArrayNode steps(JsonNode document) {
    ArrayNode steps = Json.array();
    DocumentStep.of(document).forEach(one -> steps.add(StepForm.write(one)));
    return steps;
  }

  /** The same problems at their places in the form, of a document whose steps are in order. */
  static InvalidDefinitionException inForm(ObjectNode document, InvalidDefinitionException e) {
    return inForm(document, List.of(), e);
  }

  private static InvalidDefinitionException inForm(
      ObjectNode document, List<Integer> written, InvalidDefinitionException e) {
    List<DocumentStep> steps = DocumentStep.of(document);
    List<Problem> problems =
        e.problems().stream()
            .map(one -> new Problem(place(steps, written, one.pointer()), one.message()))
            .toList();
    return new InvalidDefinitionException("The template", problems);
  }

  private static String place(List<DocumentStep> steps, List<Integer> written, String pointer) {
    for (int i = 0; i < steps.size(); i++) {
      String place = steps.get(i).place();
      if (pointer.equals(place) || pointer.startsWith(place + "/")) {
        int index = i < written.size() ? written.get(i) : i;
        return "/steps/" + index + stepPlace(pointer.substring(place.length()));
      }
    }
    return pointer;
  }

  /** A place inside a step of a document, in the words of the form. */
  static String stepPlace(String rest) {
    return rest.replaceFirst("^/name$", "/title")
        .replaceFirst("^/action$", "/actionType")
        .replaceFirst("^/config(?=/|$)", "/actionConfig")
        .replaceFirst("^/role$", "/roleScope");
  }
}
