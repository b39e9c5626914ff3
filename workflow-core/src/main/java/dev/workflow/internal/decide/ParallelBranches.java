package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Rest;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.StepWalker.Progress;

/** The branches of a parallel step. */
final class ParallelBranches {

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final Containers containers;

  ParallelBranches(DecisionBuilder decision, StepWalker walk, Containers containers) {
    this.decision = decision;
    this.walk = walk;
    this.containers = containers;
  }

  Progress proceed(Step.Parallel step, Scope scope, StepRun run) {
    if (run.memory().joinLost()) {
      return containers.lost(step, scope, run, "branches");
    }
    JoinRule rule = new JoinRule.AtLeast(step.join());
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    int failed = 0;
    boolean open = false;
    for (int i = 0; i < step.branches().size() && completed.size() < step.join(); i++) {
      Progress branch = walk.list(step.branches().get(i).steps(), scope);
      if (branch == Progress.STOPPED) {
        return containers.ended(run, branch, null);
      }
      if (branch == Progress.DONE) {
        completed.add(name(step, i));
      }
      failed += branch == Progress.FAILED ? 1 : 0;
      open |= branch == Progress.OPEN;
    }
    return switch (rule.of(
        new JoinRule.Tally(step.branches().size(), completed.size(), failed, false))) {
      case ENOUGH -> enough(step, scope, run, completed);
      case POSSIBLE -> Progress.OPEN;
      case IMPOSSIBLE ->
          letsOthersFinish(step) && open && !decision.overfull()
              ? Progress.OPEN
              : containers.lost(step, scope, run, "branches");
    };
  }

  /** Where all branches are wanted, they continue to their ends: a retry needs what they do. */
  private static boolean letsOthersFinish(Step.Parallel step) {
    return step.join() == step.branches().size() && step.rest() == Rest.CANCEL;
  }

  private static String name(Step.Parallel step, int branch) {
    String name = step.branches().get(branch).name();
    return name == null ? String.valueOf(branch) : name;
  }

  private Progress enough(Step.Parallel step, Scope scope, StepRun run, ArrayNode completed) {
    boolean all = completed.size() == step.branches().size();
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.set("completed", completed);
    return all
        ? containers.ended(run, Progress.DONE, output)
        : containers.enough(step, scope, run, step.rest(), output);
  }

  /** Walks the branches of one that has completed and whose others go on. */
  Progress unheeded(Step.Parallel step, Scope scope) {
    boolean open = false;
    for (Step.Parallel.Branch branch : step.branches()) {
      Progress progress = walk.list(branch.steps(), scope);
      if (progress == Progress.STOPPED) {
        return progress;
      }
      open |= progress == Progress.OPEN;
    }
    return open ? Progress.OPEN : Progress.DONE;
  }
}
