package dev.workflow.instance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepSettings;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an instance comes to its end. */
final class Endings {

  private final Unfolding unfolding;

  Endings(Unfolding unfolding) {
    this.unfolding = unfolding;
  }

  /** Ends the instance and everything that is open in it. */
  void end(InstanceState state, String outcome, @Nullable String reason) {
    for (StepRun run : unfolding.runs()) {
      if (run.state().open()) {
        skip(unfolding, run, reason == null ? outcome : reason);
      }
    }
    if (unfolding.state() == InstanceState.DRAFT || unfolding.state() == InstanceState.PAUSED) {
      throughActive(state, reason == null ? outcome : reason);
    }
    unfolding.moveInstance(state, outcome, reason);
    if (outcome.equals("exited") || outcome.equals("canceled")) {
      unfolding.effect(new Effect.CancelMessages());
    }
    InstanceSnapshot.Identity identity = unfolding.identity();
    if (identity.parent() != null) {
      unfolding.effect(
          new Effect.TellParent(identity.parent(), state, output(state, outcome), reason));
    }
    Concurrency concurrency = unfolding.around().tree().definition().concurrency();
    if (identity.concurrencyKey() != null && concurrency.policy() == Concurrency.Policy.QUEUE) {
      unfolding.effect(
          new Effect.ReleaseQueue(identity.workflow().key(), identity.concurrencyKey()));
    }
  }

  /**
   * Nothing but a start leads out of DRAFT, and only a cancellation from PAUSED to an end: what
   * else ends there, such as a queued instance that is cancelled or an exit during a pause, is
   * ACTIVE for an instant.
   */
  private void throughActive(InstanceState end, String reason) {
    if (!StateMachine.INSTANCE.allows(unfolding.state(), end)) {
      unfolding.moveInstance(InstanceState.ACTIVE, null, reason);
    }
  }

  private ObjectNode output(InstanceState state, String outcome) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("instance", unfolding.identity().id().toString())
        .put("state", state.name())
        .put("outcome", outcome);
  }

  /**
   * Ends one open step because a step around it has failed: after a retry it goes on where it was.
   */
  static void cutOff(Unfolding unfolding, StepRun open, String reason) {
    skip(unfolding, open.cutOff(), reason);
  }

  /** Ends one open step without its work being done. */
  static void skip(Unfolding unfolding, StepRun run, String reason) {
    cancelChild(unfolding, run, reason);
    unfolding.move(run, StepState.SKIPPED, reason);
  }

  /** Cancels the sub-workflow that a step waits for, if it does: nobody will hear of its end. */
  static void cancelChild(Unfolding unfolding, StepRun run, String reason) {
    String child = run.memory().waitingFor();
    Step step = unfolding.around().tree().place(run.key().id()).step();
    if (child != null && step instanceof Step.SubWorkflow) {
      unfolding.effect(new Effect.CancelChild(InstanceId.parse(child), reason));
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
