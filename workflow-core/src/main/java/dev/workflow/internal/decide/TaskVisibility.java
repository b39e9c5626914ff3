package dev.workflow.internal.decide;

import dev.workflow.definition.TaskPolicy;
import dev.workflow.definition.TaskPolicy.Audience;
import dev.workflow.instance.StepState;
import java.util.Set;

/** Who sees one task of an instance. */
public final class TaskVisibility {

  private final InstanceSnapshot instance;
  private final StepRun run;
  private final Candidacy candidacy;
  private final TaskPolicy.Visibility visibility;

  public TaskVisibility(StepTree tree, InstanceSnapshot instance, StepKey key) {
    this.instance = instance;
    this.run = instance.step(key);
    this.candidacy = new Candidacy(tree, instance, key);
    this.visibility = tree.node(key).step().settings().performer().taskPolicy().visibility();
  }

  /** Whom it is shown as it is now. */
  public Audience audience() {
    if (run.state() == StepState.PENDING) {
      Audience upcoming = visibility.upcoming();
      return upcoming == null ? visibility.offered() : upcoming;
    }
    boolean free = run.state().open() && candidacy.holder() == null;
    return free ? visibility.offered() : visibility.claimed();
  }

  /** Whether somebody who is no ADMIN sees it. */
  public boolean sees(String actor, Set<String> roles) {
    return switch (audience()) {
      case ALL -> true;
      case CANDIDATES -> candidacy.hasToDo(actor, roles);
      case INVOLVED -> candidacy.hasToDo(actor, roles) || involved(actor);
    };
  }

  /** Whether somebody has, or had, a task of the instance. */
  public boolean involved(String actor) {
    return instance.steps().values().stream().anyMatch(other -> isOf(other, actor));
  }

  private static boolean isOf(StepRun run, String actor) {
    TaskState task = run.task();
    return (run.claimedBy() != null && run.claimedBy().id().equals(actor))
        || actor.equals(run.memory().assignee())
        || actor.equals(task.owner())
        || task.participation().helpers().contains(actor)
        || task.ballot().votes().stream().anyMatch(vote -> vote.actor().equals(actor));
  }
}
