package dev.workflow.internal.text;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;

/**
 * Refuses the engine's own id where people act: what they do would be recorded as the engine's.
 * Stateless and thread-safe.
 */
public final class Persons {

  private Persons() {}

  /**
   * @throws AccessDeniedException if it is the engine's own id
   */
  public static void require(Actor actor) {
    if (actor.equals(Actor.ENGINE)) {
      throw new AccessDeniedException(wrong(actor));
    }
  }

  /** Why nobody may act under the engine's own id. */
  public static String wrong(Actor actor) {
    return "the actor id \"" + actor + "\" is the engine's own; a person needs another";
  }
}
