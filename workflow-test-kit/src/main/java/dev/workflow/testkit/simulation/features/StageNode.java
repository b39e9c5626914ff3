package dev.workflow.testkit.simulation.features;

import dev.workflow.WorkflowEngine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One engine on the stage, which may die or stand still at every place it comes to. */
final class StageNode {

  /** More places than one act can lead to, unless it never comes to rest. */
  private static final int PLACES_AT_MOST = 5_000;

  private final String name;
  private final Runnable meanwhile;
  private @Nullable WorkflowEngine engine;
  private Fault fault = Fault.NONE;
  private boolean dead;
  private boolean busy;
  private boolean stale;
  private boolean restless;
  private int places;
  private int calls;

  /**
   * @param meanwhile what happens while the node stands still
   */
  StageNode(String name, Runnable meanwhile) {
    this.name = name;
    this.meanwhile = meanwhile;
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

  /** Begins an act. */
  void begin(Fault value) {
    fault = value;
    places = 0;
    calls = 0;
    busy = true;
    stale = false;
  }

  void finish() {
    fault = Fault.NONE;
    busy = false;
  }

  /** It is taken out of service. */
  void stop() {
    dead = true;
  }

  boolean busy() {
    return busy;
  }

  boolean dead() {
    return dead;
  }

  /** Whether it stood still during its act, so that it may not know how things are. */
  boolean stale() {
    return stale;
  }

  /** Whether an act did not come to rest. */
  boolean restless() {
    return restless;
  }

  void check() {
    if (dead) {
      throw new NodeIsDead();
    }
  }

  private boolean now(Fault.Kind kind) {
    return fault.kind() == kind && fault.at() == places;
  }

  /** A place where the node may die or stand still. */
  void place() {
    check();
    if (++places > PLACES_AT_MOST) {
      restless = true;
      dead = true;
    } else if (now(Fault.Kind.DIES)) {
      dead = true;
    } else if (now(Fault.Kind.STANDS_STILL)) {
      standStill();
    }
    check();
  }

  private void standStill() {
    fault = Fault.NONE;
    stale = true;
    meanwhile.run();
  }

  /** A handler or a sender is called, and has not done anything yet. */
  void call() {
    place();
    calls++;
  }

  /** It has done what it does, and has not told anybody. */
  void called() {
    if (fault.kind() == Fault.Kind.STANDS_IN_CALL && fault.at() == calls) {
      standStill();
    }
    place();
  }

  /** Whether this goes wrong here. */
  boolean goesWrong(Fault.Kind kind) {
    return now(kind);
  }

  /** Unwinds whatever a dead node was doing. */
  static final class NodeIsDead extends Error {

    private static final long serialVersionUID = 1L;

    NodeIsDead() {
      super("the node of the story is dead", null, false, false);
    }
  }
}
