package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.SubWorkflows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a pause reaches besides the instance itself: the sub-workflows that its steps wait for, and
 * all messages that are still to be sent, those of sub-workflows that have ended too.
 */
final class Pausing {

  private final UnitOfWork work;

  Pausing(UnitOfWork work) {
    this.work = work;
  }

  /** Carries an effect out, if it is about a pause. */
  void run(InstanceUpdate working, Effect effect) {
    if (effect instanceof Effect.PauseMessages) {
      ofMessages(
          working,
          key -> work.engine().modules().instancePaused(work.transaction(), key, work.now()));
    } else if (effect instanceof Effect.ResumeMessages) {
      ofMessages(working, key -> work.engine().modules().instanceResumed(work.transaction(), key));
    } else if (effect instanceof Effect.PauseChildren pause) {
      children(working, pause.children(), InstanceState.ACTIVE)
          .forEach(
              child ->
                  work.handle(
                      child, new InstanceInput.Pause(Actor.ENGINE, InstanceInput.PAUSED_ABOVE)));
    } else if (effect instanceof Effect.ResumeChildren resume) {
      children(working, resume.children(), InstanceState.PAUSED)
          .filter(child -> InstanceInput.PAUSED_ABOVE.equals(child.snapshot().pausedFor()))
          .forEach(child -> work.handle(child, new InstanceInput.Resume(Actor.ENGINE)));
      children(working, resume.children(), InstanceState.DRAFT)
          .map(child -> child.snapshot().identity())
          .filter(queued -> queued.concurrencyKey() != null)
          .forEach(
              queued ->
                  work.releaseQueue(
                      queued.tenant(),
                      queued.workflow().key(),
                      String.valueOf(queued.concurrencyKey())));
    }
  }

  private Stream<InstanceUpdate> children(
      InstanceUpdate parent, List<InstanceId> children, InstanceState state) {
    return children.stream()
        .flatMap(
            child -> work.instances().find(new InstanceKey(parent.key().tenant(), child)).stream())
        .filter(child -> child.snapshot().state() == state);
  }

  /** Does it to the messages of the instance and of what its steps have waited for. */
  private void ofMessages(InstanceUpdate working, Consumer<InstanceKey> deed) {
    deed.accept(working.key());
    List<InstanceKey> ended =
        SubWorkflows.ended(working.snapshot().steps().values(), working.tree()).stream()
            .map(child -> new InstanceKey(working.key().tenant(), child))
            .toList();
    if (ended.isEmpty()) {
      return;
    }
    Set<InstanceKey> leftBehind =
        new LinkedHashSet<>(work.transaction().instances().unfinished(ended));
    List<InstanceRow> rows = work.transaction().instances().rows(ended);
    for (InstanceRow row : rows) {
      boolean above =
          row.progress().endedAt() != null && work.reach().mayHaveStarted(row, rows.size());
      Optional<InstanceUpdate> child = above ? work.instances().find(row.key()) : Optional.empty();
      if (child.isPresent()) {
        ofMessages(child.get(), deed);
      } else if (leftBehind.contains(row.key())) {
        deed.accept(row.key());
      }
    }
  }

  /** The paused instance whose step waits for another one. */
  Optional<InstanceId> pausedAbove(InstanceUpdate working) {
    InstanceSnapshot.Parent parent = working.snapshot().identity().parent();
    return parent == null
        ? Optional.empty()
        : work.instances()
            .load(new InstanceKey(working.key().tenant(), parent.instance()))
            .filter(above -> above.snapshot().state() == InstanceState.PAUSED)
            .filter(above -> waits(above, parent.step(), working.key().id()))
            .map(above -> above.key().id());
  }

  private static boolean waits(InstanceUpdate above, StepKey step, InstanceId child) {
    return SubWorkflows.awaiting(above.snapshot(), above.tree(), step, child)
        .filter(run -> child.equals(SubWorkflows.open(run, above.tree())))
        .isPresent();
  }

  /**
   * A sub-workflow of a paused instance does not continue before that is resumed.
   *
   * @throws IllegalTransitionException if it is one
   */
  void refuseBelowPaused(InstanceUpdate paused) {
    Optional<InstanceId> above =
        paused.snapshot().state() == InstanceState.PAUSED ? pausedAbove(paused) : Optional.empty();
    if (above.isPresent()) {
      throw new IllegalTransitionException(
          "instance "
              + paused.key().id()
              + " cannot be resumed: it is a sub-workflow of "
              + above.get()
              + ", which is PAUSED; resume that first");
    }
  }
}
