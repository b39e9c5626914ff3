package dev.workflow.internal.decide;

import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heart: <em>(instance, stimulus, surroundings) -> decision</em>, without I/O, clock or
 * threads. A stimulus changes one thing; then the steps are walked as far as they go.
 *
 * <p>Stateless and thread-safe.
 */
public final class Decider {

  private Decider() {}

  /**
   * Decides.
   *
   * @throws IllegalTransitionException if the state does not allow what a person asks for; answers
   *     that come too late for their step are ignored instead, giving a decision without
   *     transitions
   */
  public static Decision decide(
      InstanceSnapshot instance, InstanceInput stimulus, DecisionContext around) {
    DecisionBuilder unfolding = new DecisionBuilder(instance, around, InputHandler.actor(stimulus));
    StepWalker walk = new StepWalker(unfolding);
    InputHandler reactions = new InputHandler(instance, unfolding, new StepStart(unfolding, walk));
    reactions.to(stimulus);
    if (unfolding.state() == InstanceState.ACTIVE && unfolding.mayBegin()) {
      walkOn(unfolding, walk);
    }
    return unfolding.decision();
  }

  private static void walkOn(DecisionBuilder unfolding, StepWalker walk) {
    InstanceEnding endings = new InstanceEnding(unfolding);
    switch (walk.list(unfolding.around().tree().definition().steps(), Scope.ROOT)) {
      case DONE -> endings.end(InstanceState.COMPLETED, "completed", null);
      case STOPPED -> stop(unfolding, endings, walk.reached());
      case FAILED -> {
        if (endings.compensated()) {
          endings.end(InstanceState.FAILED, "failed", failure(unfolding));
        }
      }
      case OPEN -> {}
    }
  }

  private static void stop(
      DecisionBuilder unfolding, InstanceEnding endings, Step.@Nullable Stop stop) {
    boolean failed = stop != null && stop.failed();
    String reason =
        stop == null || stop.reason() == null
            ? null
            : stop.reason()
                .evaluateLeniently(
                    unfolding.data(Scope.ROOT), unfolding.now(), unfolding.around().tenant().zone())
                .asText();
    endings.end(
        failed ? InstanceState.FAILED : InstanceState.COMPLETED,
        failed ? "failed" : "completed",
        reason);
  }

  private static @Nullable String failure(DecisionBuilder unfolding) {
    if (unfolding.overfull()) {
      return unfolding.fullReason();
    }
    return RetryFromFailure.of(unfolding).runs().stream()
        .filter(run -> run.state() == StepState.FAILED)
        .findFirst()
        .map(run -> "step \"" + run.key() + "\" failed: " + run.reason())
        .orElse(null);
  }

  /** Whether an event ends an instance, and by which exit. */
  static Optional<Exit> exit(DecisionBuilder unfolding, Event event) {
    return unfolding.around().tree().definition().exits().stream()
        .filter(exit -> exit.event().equals(event.type()))
        .filter(exit -> unfolding.holds(exit.when(), Scope.ROOT, event))
        .findFirst();
  }
}
