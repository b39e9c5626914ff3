package dev.workflow.definition;

import dev.workflow.internal.text.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a step stands among the steps of a document.
 *
 * @param around the step it is inside of; null: none
 * @param list which list of that step: the index of a branch; {@link #ON_FAILURE}
 * @param before the step before it in its list; null: it is the first
 */
record StepSpot(Step step, @Nullable StepSpot around, int list, @Nullable Step before) {

  static final int ON_FAILURE = -1;

  /** All of them by the ids of the steps. */
  static Map<String, StepSpot> of(List<Step> steps) {
    Map<String, StepSpot> spots = new HashMap<>();
    collect(steps, null, 0, spots);
    return spots;
  }

  private static void collect(
      List<Step> steps, @Nullable StepSpot around, int list, Map<String, StepSpot> into) {
    Step before = null;
    for (Step step : steps) {
      StepSpot spot = new StepSpot(step, around, list, before);
      into.putIfAbsent(step.id(), spot);
      for (int i = 0; i < step.nested().size(); i++) {
        collect(step.nested().get(i), spot, i, into);
      }
      collect(step.settings().failure().onFailure(), spot, ON_FAILURE, into);
      before = step;
    }
  }

  /** It and the steps around it, outermost first. */
  private List<StepSpot> path() {
    List<StepSpot> path = new ArrayList<>();
    for (StepSpot at = this; at != null; at = at.around) {
      path.add(0, at);
    }
    return path;
  }

  /** Why it cannot wait for another step; null: it can. */
  @Nullable String againstAfter(StepSpot other) {
    List<StepSpot> own = path();
    List<StepSpot> others = other.path();
    int common = 0;
    while (common < Math.min(own.size(), others.size())
        && own.get(common).equals(others.get(common))) {
      common++;
    }
    boolean branches =
        common > 0
            && common < own.size()
            && common < others.size()
            && own.get(common - 1).step instanceof Step.Parallel
            && own.get(common).list != others.get(common).list
            && own.get(common).list != ON_FAILURE
            && others.get(common).list != ON_FAILURE;
    if (!branches) {
      return Wording.quoted(other.step.id())
          + " does not stand in another branch of a \"parallel\" around this step; the steps of one"
          + " list come in their order anyway";
    }
    for (StepSpot spot : others.subList(common, others.size())) {
      boolean outer = spot != other;
      if (spot.list == ON_FAILURE) {
        return Wording.quoted(other.step.id()) + " answers a failure, and may never begin";
      } else if (outer && spot.isLoop()) {
        return Wording.quoted(other.step.id())
            + " stands in the loop "
            + Wording.quoted(spot.step.id())
            + ": wait for the loop";
      }
    }
    return null;
  }

  /** Why it cannot withdraw another step; null: it can. */
  @Nullable String againstCancelling(StepSpot other) {
    if (equals(other)) {
      return "a step does not withdraw itself";
    } else if (path().contains(other)) {
      return Wording.quoted(other.step.id())
          + " stands around this step, which it would end before it has completed";
    } else if (other.path().contains(this)) {
      return Wording.quoted(other.step.id()) + " stands inside this step, and ends before it";
    }
    return null;
  }

  private boolean isLoop() {
    return step instanceof Step.Loop;
  }

  /** The names that loops around it give to data. */
  Set<String> loopNames() {
    Set<String> names = new HashSet<>();
    for (StepSpot at = around; at != null; at = at.around) {
      if (at.step instanceof Step.Each each) {
        names.add(each.as());
        names.add("index");
      } else if (at.step instanceof Step.Repeat) {
        names.add("iteration");
      }
    }
    return names;
  }

  // The step alone tells where it stands: ids are unique.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepSpot spot && spot.step.id().equals(step.id());
  }

  @Override
  public int hashCode() {
    return Objects.hash(step.id());
  }
}
