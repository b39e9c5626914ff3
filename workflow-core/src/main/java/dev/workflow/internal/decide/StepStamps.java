package dev.workflow.internal.decide;

import dev.workflow.Actor;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run keeps, and what it is given, when its step changes state. Of one decision. */
final class StepStamps {

  private final DecisionBuilder decision;
  private @Nullable StepKey answered;
  private @Nullable String code;

  StepStamps(DecisionBuilder decision) {
    this.decision = decision;
  }

  /** The end of this step, if it ends now, is the act of whoever decides; null: of no step. */
  void answered(@Nullable StepKey step) {
    answered(step, null);
  }

  /**
   * The same.
   *
   * @param failure by which the workflow tells why it cannot be done; null: there is none
   */
  void answered(@Nullable StepKey step, @Nullable String failure) {
    answered = decision.actor().equals(Actor.ENGINE) ? null : step;
    code = failure;
  }

  StepRun stamped(StepState from, StepRun next, StepRuns runs) {
    return switch (next.state()) {
      case READY -> from == StepState.PENDING ? next.ready(decision.now()) : open(next.ended(null));
      case COMPLETED, FAILED, SKIPPED -> {
        StepRun.Memory memory =
            next.memory().waitingFor(null).answer(null).lock(null).order(runs.nextOrder());
        StepRun ended =
            next.ended(decision.now())
                .due(memory.cut() ? next.dueAt() : null)
                .memory(keepsItems(next) ? memory : memory.items(null));
        yield next.key().equals(answered) ? endedBySomebody(ended) : ended;
      }
      case IN_PROGRESS ->
          next.claimedBy() == null
              ? next
              : next.task(next.task().times(next.task().times().begun(decision.now())));
      default -> next;
    };
  }

  private static StepRun open(StepRun again) {
    TaskParticipation hold = again.task().participation();
    return hold.end() == null ? again : again.task(again.task().participation(hold.ended(null)));
  }

  private StepRun endedBySomebody(StepRun ended) {
    TaskParticipation hold =
        ended
            .task()
            .participation()
            .ended(new TaskParticipation.End(decision.actor().id(), decision.forWhom(), code));
    return ended.task(ended.task().participation(hold));
  }

  /** The elements of a loop stay as long as a retry or a compensation inside may need them. */
  private boolean keepsItems(StepRun ended) {
    return ended.memory().items() != null
        && (ended.state() == StepState.FAILED
            || ended.memory().cut()
            || ended.memory().unheeded()
            || undoesInside(decision.around().tree().node(ended.key()).step()));
  }

  /** A step that had completed before what is in it, when nothing inside goes on any more. */
  StepRun settled(StepRun run) {
    StepRun settled = run.memory(run.memory().joinOpen());
    return keepsItems(settled) ? settled : settled.memory(settled.memory().items(null));
  }

  private static boolean undoesInside(Step step) {
    return step.nested().stream()
        .flatMap(List::stream)
        .anyMatch(inner -> inner.settings().failure().compensate() != null || undoesInside(inner));
  }
}
