package dev.workflow.definition;

import dev.workflow.Problems;
import dev.workflow.internal.DidYouMean;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that {@code steps.<id>} in conditions and expressions names a step there is. */
final class References {

  private final Problems problems;
  private final List<Step> steps;
  private final Set<String> ids;

  References(WorkflowDefinition definition, Problems problems) {
    this.problems = problems;
    this.steps = definition.allSteps();
    this.ids =
        steps.stream().map(Step::id).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  void check() {
    for (Step step : steps) {
      check(step, step.settings().when().fields());
      if (step instanceof Step.Action action) {
        check(step, action.config().paths());
      } else if (step instanceof Step.Branch branch) {
        branch.cases().forEach(option -> check(step, option.when().fields()));
      } else if (step instanceof Step.Repeat repeat) {
        check(step, repeat.condition().fields());
      } else if (step instanceof Step.Each each) {
        check(step, each.items().paths());
      } else if (step instanceof Step.SubWorkflow workflow) {
        check(step, workflow.input().paths());
      }
    }
  }

  private void check(Step step, Collection<String> paths) {
    for (String path : paths) {
      String[] segments = path.split("\\.", 3);
      if (segments.length > 1 && segments[0].equals("steps") && !ids.contains(segments[1])) {
        problems.add(
            "step \""
                + step.id()
                + "\" reads "
                + path
                + ", but there is no step \""
                + segments[1]
                + "\""
                + DidYouMean.suffix(segments[1], ids));
      }
    }
  }
}
