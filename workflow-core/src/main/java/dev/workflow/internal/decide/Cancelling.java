package dev.workflow.internal.decide;

import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.List;

/**
 * Withdraws the steps that a step which has completed cancels: what is open of them ends SKIPPED,
 * and what is to come in the same rounds as well. What has ended stays as it is.
 */
final class Cancelling {

  private final DecisionBuilder decision;
  private final StepTree tree;
  private final StepKey by;
  private final String reason;

  Cancelling(DecisionBuilder decision, StepKey by) {
    this.decision = decision;
    this.tree = decision.around().tree();
    this.by = by;
    this.reason = "canceled by step \"" + by + "\"";
  }

  void cancel(List<String> steps) {
    for (String id : steps) {
      StepTree.Node node = tree.node(id);
      int shared = shared(node);
      List<Integer> rounds = by.rounds().subList(0, shared);
      List<StepRun> open =
          decision.openRuns().stream()
              .filter(run -> !run.key().undo() && within(run.key(), rounds))
              .toList();
      open.stream()
          .filter(run -> Containers.inside(tree, run.key(), node.step(), rounds))
          .forEach(run -> InstanceEnding.skip(decision, run, reason));
      open.stream()
          .filter(run -> run.key().id().equals(id))
          .forEach(run -> InstanceEnding.skip(decision, run, reason));
      if (shared == node.loops().size()) {
        toCome(decision.newest(new StepKey(id, rounds, false)));
      }
    }
  }

  private void toCome(StepRun run) {
    if (run.state() == StepState.PENDING) {
      decision.move(decision.move(run, StepState.READY, null), StepState.SKIPPED, reason);
    }
  }

  /** How many loops are around both. */
  private int shared(StepTree.Node node) {
    List<Step> own = tree.node(by).loops();
    int shared = 0;
    while (shared < Math.min(own.size(), node.loops().size())
        && own.get(shared).id().equals(node.loops().get(shared).id())) {
      shared++;
    }
    return Math.min(shared, by.rounds().size());
  }

  private static boolean within(StepKey key, List<Integer> rounds) {
    return key.rounds().size() >= rounds.size()
        && key.rounds().subList(0, rounds.size()).equals(rounds);
  }
}
