package dev.workflow.internal.decide;

import dev.workflow.NotFoundException;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
