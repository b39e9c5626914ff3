package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.ActorDirectory;
import java.util.Set;

/** Who may change the course of an instance. */
public final class OperatorRights {

  private OperatorRights() {}

  /**
   * An ADMIN, or whoever has the owner's role on the subject.
   *
   * @throws AccessDeniedException if the actor is neither
   */
  public static void requireEditor(
      EngineContext engine, InstanceSnapshot.Identity instance, Actor actor) {
    Persons.require(actor);
    Set<String> roles = ActorRoles.of(engine, instance, actor);
    String owner = engine.options().ownerRole();
    if (!roles.contains(ActorDirectory.ADMIN) && !roles.contains(owner)) {
      throw new AccessDeniedException(
          "instance "
              + instance.id()
              + " can be edited with the role "
              + ActorDirectory.ADMIN
              + " or "
              + owner
              + "; "
              + actor
              + " has "
              + roles);
    }
  }

  /**
   * An ADMIN.
   *
   * @param what what is to be done, such as "moved"
   * @throws AccessDeniedException if the actor is none
   */
  static void requireAdmin(
      EngineContext engine, InstanceSnapshot.Identity instance, Actor actor, String what) {
    Persons.require(actor);
    Set<String> roles = ActorRoles.of(engine, instance, actor);
    if (!roles.contains(ActorDirectory.ADMIN)) {
      throw new AccessDeniedException(
          "instance "
              + instance.id()
              + " can be "
              + what
              + " with the role "
              + ActorDirectory.ADMIN
              + "; "
              + actor
              + " has "
              + roles);
    }
  }
}
