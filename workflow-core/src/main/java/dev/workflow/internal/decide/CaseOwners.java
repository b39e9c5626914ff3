package dev.workflow.internal.decide;

import dev.workflow.definition.Performer;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepState;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** To whom the tasks of an instance fall that have one role, where its document says so. */
final class CaseOwners {

  private CaseOwners() {}

  /** Whoever has taken the first task for one of the roles; null: nobody yet. */
  static @Nullable String of(StepTree tree, InstanceSnapshot instance, Collection<String> roles) {
    for (StepRun run : instance.steps().values()) {
      String owner = run.task().hands().first();
      if (owner != null && shares(tree, run, roles)) {
        return owner;
      }
    }
    return null;
  }

  private static boolean shares(StepTree tree, StepRun run, Collection<String> roles) {
    return performer(tree, run).candidates().roles().stream().anyMatch(roles::contains);
  }

  private static Performer performer(StepTree tree, StepRun run) {
    return tree.node(run.key()).step().settings().performer();
  }

  /**
   * A step that somebody takes: if it is the first of its roles, the others that are open and free
   * are theirs too.
   */
  static StepRun taken(DecisionBuilder decision, StepRun run, String by) {
    StepTree tree = decision.around().tree();
    Performer performer = performer(tree, run);
    Collection<String> roles = performer.candidates().roles();
    if (tree.definition().caseOwner() == WorkflowDefinition.CaseOwner.NONE
        || roles.isEmpty()
        || performer.quorum() != null) {
      return run;
    }
    InstanceSnapshot instance = decision.snapshot();
    if (of(tree, instance, roles) != null) {
      return run;
    }
    for (StepRun other : decision.openRuns()) {
      boolean free =
          other.state() == StepState.READY
              && other.claimedBy() == null
              && other.memory().assignee() == null;
      if (free
          && !other.key().equals(run.key())
          && !other.key().undo()
          && performer(tree, other).quorum() == null
          && shares(tree, other, roles)
          && !new Candidacy(tree, instance, other.key()).excluded().contains(by)) {
        decision.note(
            other.assignee(by).task(other.task().hands(other.task().hands().allocated(by))));
      }
    }
    return run.task(run.task().hands(run.task().hands().first(by)));
  }
}
