package dev.workflow.testkit.simulation;

/**
 * Unwinds the thread of a node that is dead. Whatever the engine makes of it on the way, the node
 * reaches the store no more.
 */
final class Crashed extends Error {

  private static final long serialVersionUID = 1L;

  Crashed() {
    super("the simulated node is dead", null, false, false);
  }
}
