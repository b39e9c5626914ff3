package dev.workflow.internal.decide;

import dev.workflow.Actor;
import dev.workflow.condition.Condition;
import dev.workflow.condition.Explanation;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.definition.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a branch takes a case. */
public final class BranchExplanation {

  /** So many cases before the one that is taken are told. */
  private static final int MOST = 10;

  private BranchExplanation() {}

  /**
   * In one line.
   *
   * @param before the instance at the moment before
   * @param chosen the run with the case it takes
   * @return empty: the steps have become others since, so that nobody can tell
   */
  public static Optional<String> of(
      InstanceSnapshot before, DecisionContext around, StepRun chosen) {
    int taken = chosen.memory().branch();
    if (!around.tree().has(chosen.key())
        || !(around.tree().node(chosen.key()).step() instanceof Step.Branch branch)
        || taken >= branch.cases().size()) {
      return Optional.empty();
    }
    DecisionBuilder decision = new DecisionBuilder(before, around, Actor.ENGINE);
    Scope scope = Scope.of(around.tree(), before, chosen.key());
    List<String> told = new ArrayList<>();
    try {
      if (!branch.cases().get(taken).otherwise()) {
        told.add(line(decision, branch.cases().get(taken).when(), scope));
      }
      for (int i = 0; i < Math.min(taken, MOST); i++) {
        told.add(
            "case "
                + i
                + " does not hold, "
                + decision.conditions().why(branch.cases().get(i).when(), scope));
      }
    } catch (NotEvaluableException e) {
      return Optional.empty();
    }
    return told.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", told));
  }

  private static String line(DecisionBuilder decision, Condition when, Scope scope) {
    Explanation explanation =
        when.explain(decision.data(scope), decision.conditions().evaluation());
    return explanation.toString().replaceAll("\\s*\\n\\s*", " ");
  }
}
