package dev.workflow.internal.decide;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why an event that could have ended or answered an instance does neither. */
public final class NearMisses {

  /**
   * An exit or a wait for the event's type whose condition is false.
   *
   * @param step the step that waits; null: an exit of the workflow
   * @param because one line: the clause that fails, with what it found
   */
  public record Miss(@Nullable StepKey step, String because) {}

  private NearMisses() {}

  /** The misses of an open instance; none where the event ends it. */
  public static List<Miss> of(InstanceSnapshot instance, DecisionContext around, Event event) {
    DecisionBuilder decision = new DecisionBuilder(instance, around, Actor.ENGINE);
    List<Miss> misses = new ArrayList<>();
    boolean aboutSubject =
        instance.identity().subject() != null
            && instance.identity().subject().equals(event.subject());
    if (Decider.exit(decision, event, aboutSubject).isPresent()) {
      return List.of();
    }
    for (Exit exit : around.tree().definition().exits()) {
      if (Decider.concerns(decision, exit, event, aboutSubject)) {
        misses.add(new Miss(null, decision.conditions().why(exit.when(), Scope.ROOT, event)));
      }
    }
    for (StepRun run : instance.steps().values()) {
      if (run.state() == StepState.IN_PROGRESS
          && around.tree().node(run.key()).step() instanceof Step.Wait wait
          && wait.event().equals(event.type())
          && WaitKeys.of(event).contains(run.memory().waitingFor())) {
        Scope scope = Scope.of(around.tree(), instance, run.key());
        if (!decision.conditions().holds(wait.when(), scope, event)) {
          misses.add(new Miss(run.key(), decision.conditions().why(wait.when(), scope, event)));
        }
      }
    }
    return misses;
  }
}
