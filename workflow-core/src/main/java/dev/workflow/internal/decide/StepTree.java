package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.NotFoundException;
import dev.workflow.Problems;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.task.form.TaskForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A definition with a way from a step's id to its place. Made once per version. Immutable and
 * thread-safe.
 */
public final class StepTree {

  /**
   * Where a step stands.
   *
   * @param parent the step it is nested in; null: top level
   * @param onFailure whether it belongs to the parent's {@code onFailure} list
   * @param loops the {@code each} and {@code repeat} steps around it, outermost first
   */
  public record Place(Step step, @Nullable Step parent, boolean onFailure, List<Step> loops) {}

  private final WorkflowDefinition definition;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, TaskForm> forms = new ConcurrentHashMap<>();
  private boolean excluding;

  private StepTree(WorkflowDefinition definition) {
    this.definition = definition;
    add(definition.steps(), null, false, List.of());
  }

  public static StepTree of(WorkflowDefinition definition) {
    return new StepTree(definition);
  }

  private void add(List<Step> steps, @Nullable Step parent, boolean onFailure, List<Step> loops) {
    for (Step step : steps) {
      places.put(step.id(), new Place(step, parent, onFailure, loops));
      excluding |= !step.settings().performer().candidates().excluding().isEmpty();
      List<Step> inner = loops;
      if (step instanceof Step.Each || step instanceof Step.Repeat) {
        inner = new ArrayList<>(loops);
        inner.add(step);
      }
      for (List<Step> nested : step.nested()) {
        add(nested, step, onFailure, List.copyOf(inner));
      }
      add(step.settings().failure().onFailure(), step, true, loops);
    }
  }

  /** The form that the document gives for the answer to a step; null: it gives none. */
  public @Nullable TaskForm form(String step) {
    JsonNode written = place(step).step().settings().performer().form();
    return written == null ? null : forms.computeIfAbsent(step, any -> compiled(written));
  }

  private static TaskForm compiled(JsonNode written) {
    Problems problems = Problems.none();
    TaskForm form = TaskForm.compile(written, problems);
    if (form == null) {
      throw new IllegalStateException("a form that was published is none: " + problems.list());
    }
    return form;
  }

  /** Whether the answers of some steps exclude somebody from others. */
  public boolean excluding() {
    return excluding;
  }

  public WorkflowDefinition definition() {
    return definition;
  }

  /**
   * The place of a step.
   *
   * @throws NotFoundException naming the steps there are
   */
  public Place place(String stepId) {
    Place place = places.get(stepId);
    if (place == null) {
      throw new NotFoundException(
          definition.ref()
              + " has no step \""
              + stepId
              + "\"; it has "
              + String.join(", ", places.keySet()));
    }
    return place;
  }

  public Collection<Place> places() {
    return places.values();
  }
}
