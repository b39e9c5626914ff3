package dev.workflow.testkit.simulation;

import dev.workflow.WorkflowEngine;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node of the simulation: an engine that may stand still or die at every suspension point. */
final class SimulatedNode {

  private final String name;
  private final Chaos chaos;
  private @Nullable WorkflowEngine engine;
  private boolean dead;
  private Instant pausedUntil = Instant.MIN;

  SimulatedNode(String name, Chaos chaos) {
    this.name = name;
    this.chaos = chaos;
  }

  String name() {
    return name;
  }

  void engine(WorkflowEngine value) {
    engine = value;
  }

  WorkflowEngine engine() {
    return Objects.requireNonNull(engine, "the node's engine");
  }

  boolean dead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  void pauseUntil(Instant time) {
    pausedUntil = time;
  }

  Instant pausedUntil() {
    return pausedUntil;
  }

  /** A dead node does nothing. */
  void check() {
    if (dead) {
      throw new Crashed();
    }
  }

  /** A suspension point: others may continue first, and the node may not come back. */
  void reach(String where) {
    check();
    chaos.reach(this, where);
    check();
  }

  /** A place where the node may die and cannot be suspended: the store may be locked. */
  void mayDie(String where) {
    check();
    if (chaos.dies(this, where)) {
      dead = true;
    }
    check();
  }

  /** Whether something goes wrong here. */
  boolean drop(String what) {
    check();
    return chaos.drop(this, what);
  }
}
