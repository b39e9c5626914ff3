package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.SubjectRef;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heart: <em>(instance, input, context) -> decision</em>, without I/O, clock or threads. A
 * input changes one thing; then the steps are walked as far as they go.
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
      InstanceSnapshot instance, InstanceInput input, DecisionContext around) {
    DecisionBuilder decision = new DecisionBuilder(instance, around, InputHandler.actor(input));
    StepWalker walk = new StepWalker(decision);
    InputHandler reactions = new InputHandler(instance, decision, new StepStart(decision, walk));
    reactions.to(input);
    boolean goesOn = !(input instanceof InstanceInput.Reshape);
    if (goesOn && decision.state() == InstanceState.ACTIVE && decision.mayBegin()) {
      walkOn(decision, walk);
    }
    return decision.decision();
  }

  private static void walkOn(DecisionBuilder decision, StepWalker walk) {
    InstanceEnding endings = new InstanceEnding(decision);
    try {
      walkOn(decision, walk, endings);
    } catch (RecordGate.ExitReached exit) {
      endings.end(InstanceState.COMPLETED, InstanceOutcome.EXITED, exit.reason());
    }
  }

  private static void walkOn(DecisionBuilder decision, StepWalker walk, InstanceEnding endings) {
    walk.begin();
    switch (walk.all()) {
      case DONE -> endings.end(InstanceState.COMPLETED, InstanceOutcome.COMPLETED, null);
      case STOPPED -> stop(decision, endings, walk.reached());
      case FAILED -> {
        if (walk.cutOffUnheeded() && endings.compensated()) {
          endings.end(InstanceState.FAILED, InstanceOutcome.FAILED, failure(decision));
        }
      }
      case OPEN -> {}
    }
  }

  private static void stop(
      DecisionBuilder decision, InstanceEnding endings, Step.@Nullable Stop stop) {
    boolean failed = stop != null && stop.failed();
    String reason =
        stop == null || stop.reason() == null
            ? null
            : stop.reason()
                .evaluateLeniently(
                    decision.data(Scope.ROOT), decision.now(), decision.around().tenant().zone())
                .asText();
    endings.end(
        failed ? InstanceState.FAILED : InstanceState.COMPLETED,
        failed ? InstanceOutcome.FAILED : InstanceOutcome.COMPLETED,
        reason);
  }

  private static @Nullable String failure(DecisionBuilder decision) {
    if (decision.overfull()) {
      return decision.fullReason();
    }
    return RetryFromFailure.of(decision).runs().stream()
        .filter(run -> run.state() == StepState.FAILED)
        .findFirst()
        .map(run -> "step \"" + run.key() + "\" failed: " + run.reason())
        .orElse(null);
  }

  /**
   * Whether an event ends an instance, and by which exit.
   *
   * @param aboutSubject whether the event is about the instance's subject
   */
  static Optional<Exit> exit(DecisionBuilder decision, Event event, boolean aboutSubject) {
    return decision.around().tree().definition().exits().stream()
        .filter(exit -> concerns(decision, exit, event, aboutSubject))
        .filter(exit -> decision.conditions().holds(exit.when(), Scope.ROOT, event))
        .findFirst();
  }

  /** Whether an event is one that an exit of an instance looks for. */
  static boolean concerns(DecisionBuilder decision, Exit exit, Event event, boolean aboutSubject) {
    SubjectRef subject = decision.identity().subject();
    if (!event.type().equals(exit.event()) || subject == null) {
      return false;
    } else if (exit.correlation() == null) {
      return aboutSubject;
    }
    ObjectNode data =
        InstanceData.ofEvent(
            decision.identity().tenant(),
            decision.around().tenant(),
            event.subject(),
            event.toJson());
    return subject.equals(
        ExitSubjects.of(decision.around().tree().definition(), exit, data, decision.rendering()));
  }
}
