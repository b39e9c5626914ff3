package dev.workflow.internal.decide;

import dev.workflow.InstanceId;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.StepSettings;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends an instance. */
final class InstanceEnding {

  private final DecisionBuilder decision;

  InstanceEnding(DecisionBuilder decision) {
    this.decision = decision;
  }

  /** Ends the instance and everything that is open in it. */
  void end(InstanceState state, InstanceOutcome outcome, @Nullable String reason) {
    for (StepRun run : decision.openRuns()) {
      skip(decision, run, reason == null ? outcome.text() : reason);
    }
    if (decision.around().tree().countsEarlier()) {
      new EarlierEvents(decision).close();
    }
    decision.moveInstance(state, outcome, reason);
    if (outcome == InstanceOutcome.EXITED || outcome == InstanceOutcome.CANCELED) {
      reachRest(reason == null ? outcome.text() : reason);
    }
    InstanceSnapshot.Identity identity = decision.identity();
    if (identity.parent() != null) {
      decision.effect(
          new Effect.TellParent(
              identity.parent(),
              state,
              InstanceSnapshot.output(identity.id(), state, outcome),
              reason));
    }
    if (identity.concurrencyKey() != null && mayQueue(identity.workflow().key())) {
      decision.effect(
          new Effect.ReleaseQueue(identity.workflow().key(), identity.concurrencyKey()));
    }
  }

  /** What waits may be of another version, with another policy, than what ends. */
  private boolean mayQueue(String workflow) {
    Concurrency.Policy own = decision.around().tree().definition().concurrency().policy();
    return own == Concurrency.Policy.QUEUE || decision.around().lookup().queues(workflow);
  }

  /**
   * Ends for good what is COMPLETED or has FAILED already: its messages are not sent, and it is not
   * retried. Nothing happens if that was so before.
   */
  void endSince(InstanceSnapshot instance, InstanceOutcome outcome, String reason) {
    if (!instance.over()) {
      decision.since(outcome, reason);
      reachRest(reason);
    }
  }

  /** What outlives the steps: messages that wait, and what sub-workflows have left behind. */
  private void reachRest(String reason) {
    decision.effect(new Effect.CancelMessages());
    List<InstanceId> children = SubWorkflows.ended(decision.runs(), decision.around().tree());
    if (!children.isEmpty()) {
      decision.effect(new Effect.EndSince(children, reason));
    }
  }

  /**
   * Ends one open step because a step around it has failed: after a retry it continues where it
   * was.
   */
  static void cutOff(DecisionBuilder decision, StepRun open, String reason) {
    skip(decision, open.cutOff(), reason);
  }

  /** Ends one open step without its work being done. */
  static void skip(DecisionBuilder decision, StepRun run, String reason) {
    cancelChild(decision, run, reason);
    decision.move(run, StepState.SKIPPED, reason);
  }

  /** Cancels the sub-workflow that a step waits for, if it does: nobody will hear of its end. */
  static void cancelChild(DecisionBuilder decision, StepRun run, String reason) {
    InstanceId child = SubWorkflows.open(run, decision.around().tree());
    if (child != null) {
      decision.effect(new Effect.CancelChild(child, reason));
    }
  }

  /** Undoes what was done, last first. Returns whether all of it is done. */
  boolean compensated() {
    List<StepRun> done =
        decision.runs().stream()
            .filter(run -> run.state() == StepState.COMPLETED && !run.key().undo())
            .filter(run -> compensation(run.key()) != null)
            .sorted(Comparator.comparingInt((StepRun run) -> run.memory().order()).reversed())
            .toList();
    for (StepRun run : done) {
      StepRun undo = decision.run(run.key().undoing());
      if (!undone(undo)) {
        return false;
      }
    }
    return true;
  }

  private StepSettings.@Nullable Compensation compensation(StepKey key) {
    return decision.around().tree().node(key).step().settings().failure().compensate();
  }

  private boolean undone(StepRun undo) {
    switch (undo.state()) {
      case COMPLETED, FAILED, SKIPPED -> {
        return true;
      }
      case IN_PROGRESS -> {
        Instant due = undo.dueAt();
        if (due != null && !due.isAfter(decision.now())) {
          decision.move(undo, StepState.FAILED, "timed out");
          return true;
        } else if (due != null) {
          decision.wakeAt(due);
        }
        return false;
      }
      case BLOCKED, READY -> {
        if (undo.dueAt() != null && undo.dueAt().isAfter(decision.now())) {
          decision.wakeAt(undo.dueAt());
          return false;
        }
        StepRun ready =
            undo.state() == StepState.READY ? undo : decision.move(undo, StepState.READY, null);
        return begin(ready);
      }
      default -> {
        return begin(decision.move(undo, StepState.READY, null));
      }
    }
  }

  private boolean begin(StepRun ready) {
    StepRun begun =
        decision.move(ready.attempt(ready.attempt() + 1).due(null), StepState.IN_PROGRESS, null);
    decision.effect(new Effect.Call(begun.key(), begun.attempt()));
    return false;
  }
}
