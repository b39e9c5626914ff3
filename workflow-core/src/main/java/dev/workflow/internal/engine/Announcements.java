package dev.workflow.internal.engine;

import dev.workflow.definition.Step;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.EngineListener;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets listeners hear what has become durable. Thread-safe. */
final class Announcements {

  private final Listeners listeners;

  Announcements(Listeners listeners) {
    this.listeners = listeners;
  }

  /**
   * What a transaction did, except to the instances that this node holds: those are told of one by
   * one.
   */
  void tell(UnitOfWork work) {
    work.answers()
        .forEach(
            one -> listeners.tell(listener -> listener.eventAccepted(one.event(), one.receipt())));
    for (InstanceUpdate working : work.instances().all()) {
      if (working.access() != InstanceUpdate.Access.LEASED) {
        tell(working);
      }
    }
  }

  /** The moves of an instance. */
  void tell(InstanceUpdate working) {
    if (!listeners.any()) {
      return;
    }
    for (Transition transition : working.transitions()) {
      if (transition instanceof Transition.OfInstance move && move.from() != move.to()) {
        listeners.tell(listener -> listener.instanceMoved(move(working, move)));
      } else if (transition instanceof Transition.OfStep move && move.from() != move.to()) {
        listeners.tell(listener -> listener.stepMoved(move(working, move)));
      }
    }
    for (FindingChanges.Change change : FindingChanges.of(working)) {
      listeners.tell(listener -> listener.findingChanged(FindingChanges.told(working, change)));
    }
  }

  private static EngineListener.InstanceMove move(
      InstanceUpdate working, Transition.OfInstance move) {
    var identity = working.snapshot().identity();
    return new EngineListener.InstanceMove(
        identity.tenant(),
        identity.id(),
        identity.workflow(),
        move.from(),
        move.to(),
        move.outcome());
  }

  private static EngineListener.StepMove move(InstanceUpdate working, Transition.OfStep move) {
    var identity = working.snapshot().identity();
    var step = working.tree().node(move.after().key()).step();
    String action = step instanceof Step.Action named ? named.type() : step.kind();
    Instant ready = move.after().readyAt();
    return new EngineListener.StepMove(
        identity.tenant(),
        identity.id(),
        identity.workflow(),
        move.after().key().toString(),
        action,
        move.from(),
        move.to(),
        ready == null ? null : Duration.between(ready, move.at()),
        move.after().claimedBy() != null,
        sinceBegun(move));
  }

  /** Who answers at once has not been at it. */
  private static @Nullable Duration sinceBegun(Transition.OfStep move) {
    Instant begun = move.after().task().times().begun();
    return begun == null || move.to().open() || !begun.isBefore(move.at())
        ? null
        : Duration.between(begun, move.at());
  }
}
