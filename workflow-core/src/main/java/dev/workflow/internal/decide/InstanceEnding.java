package dev.workflow.internal.decide;

import dev.workflow.InstanceId;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.StepSettings;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an instance comes to its end. */
final class InstanceEnding {

  private final DecisionBuilder unfolding;

  InstanceEnding(DecisionBuilder unfolding) {
    this.unfolding = unfolding;
  }

  /** Ends the instance and everything that is open in it. */
  void end(InstanceState state, String outcome, @Nullable String reason) {
    for (StepRun run : unfolding.openRuns()) {
      skip(unfolding, run, reason == null ? outcome : reason);
    }
    unfolding.moveInstance(state, outcome, reason);
    if (outcome.equals("exited") || outcome.equals("canceled")) {
      reachRest(reason == null ? outcome : reason);
    }
    InstanceSnapshot.Identity identity = unfolding.identity();
    if (identity.parent() != null) {
      unfolding.effect(
          new Effect.TellParent(
              identity.parent(),
              state,
              InstanceSnapshot.output(identity.id(), state, outcome),
              reason));
    }
    Concurrency concurrency = unfolding.around().tree().definition().concurrency();
    if (identity.concurrencyKey() != null && concurrency.policy() == Concurrency.Policy.QUEUE) {
      unfolding.effect(
          new Effect.ReleaseQueue(identity.workflow().key(), identity.concurrencyKey()));
    }
  }

  /**
   * Ends for good what is COMPLETED or has FAILED already: its messages are not sent, and it is not
   * retried. Nothing happens if that was so before.
   */
  void endSince(InstanceSnapshot instance, String outcome, String reason) {
    if (!instance.over()) {
      unfolding.since(outcome, reason);
      reachRest(reason);
    }
  }

  /** What outlives the steps: messages that wait, and what sub-workflows have left behind. */
  private void reachRest(String reason) {
    unfolding.effect(new Effect.CancelMessages());
    List<InstanceId> children = SubWorkflows.ended(unfolding.runs(), unfolding.around().tree());
    if (!children.isEmpty()) {
      unfolding.effect(new Effect.EndSince(children, reason));
    }
  }

  /**
   * Ends one open step because a step around it has failed: after a retry it goes on where it was.
   */
  static void cutOff(DecisionBuilder unfolding, StepRun open, String reason) {
    skip(unfolding, open.cutOff(), reason);
  }

  /** Ends one open step without its work being done. */
  static void skip(DecisionBuilder unfolding, StepRun run, String reason) {
    cancelChild(unfolding, run, reason);
    unfolding.move(run, StepState.SKIPPED, reason);
  }

  /** Cancels the sub-workflow that a step waits for, if it does: nobody will hear of its end. */
  static void cancelChild(DecisionBuilder unfolding, StepRun run, String reason) {
    InstanceId child = SubWorkflows.open(run, unfolding.around().tree());
    if (child != null) {
      unfolding.effect(new Effect.CancelChild(child, reason));
    }
  }

  /** Undoes what was done, last first. Returns whether all of it is done. */
  boolean compensated() {
    List<StepRun> done =
        unfolding.runs().stream()
            .filter(run -> run.state() == StepState.COMPLETED && !run.key().undo())
            .filter(run -> compensation(run.key()) != null)
            .sorted(Comparator.comparingInt((StepRun run) -> run.memory().order()).reversed())
            .toList();
    for (StepRun run : done) {
      StepRun undo = unfolding.run(new StepKey(run.key().id(), run.key().rounds(), true));
      if (!undone(undo)) {
        return false;
      }
    }
    return true;
  }

  private StepSettings.@Nullable Compensation compensation(StepKey key) {
    return unfolding.around().tree().place(key.id()).step().settings().failure().compensate();
  }

  private boolean undone(StepRun undo) {
    switch (undo.state()) {
      case COMPLETED, FAILED, SKIPPED -> {
        return true;
      }
      case IN_PROGRESS -> {
        Instant due = undo.dueAt();
        if (due != null && !due.isAfter(unfolding.now())) {
          unfolding.move(undo, StepState.FAILED, "timed out");
          return true;
        } else if (due != null) {
          unfolding.wakeAt(due);
        }
        return false;
      }
      case BLOCKED, READY -> {
        if (undo.dueAt() != null && undo.dueAt().isAfter(unfolding.now())) {
          unfolding.wakeAt(undo.dueAt());
          return false;
        }
        StepRun ready =
            undo.state() == StepState.READY ? undo : unfolding.move(undo, StepState.READY, null);
        return begin(ready);
      }
      default -> {
        return begin(unfolding.move(undo, StepState.READY, null));
      }
    }
  }

  private boolean begin(StepRun ready) {
    StepRun begun =
        unfolding.move(ready.attempt(ready.attempt() + 1).due(null), StepState.IN_PROGRESS, null);
    unfolding.effect(new Effect.Call(begun.key(), begun.attempt()));
    return false;
  }
}
