package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.Tasks.Reason;
import dev.workflow.Tasks.Refusal;
import dev.workflow.WorkflowException;
import dev.workflow.definition.Step;
import dev.workflow.definition.StepSettings;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.spi.ActorDirectory;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an actor may give a command: first the kind of step and the states, then who they are,
 * then who holds the step. The one place for all commands and for the question beforehand.
 */
final class TaskPermits {

  private final EngineContext wiring;

  TaskPermits(EngineContext wiring) {
    this.wiring = wiring;
  }

  /** A step as a command finds it. */
  record Place(StepTree tree, InstanceSnapshot instance, StepKey key) {

    StepRun run() {
      return instance.step(key);
    }

    Step step() {
      return tree.place(key.id()).step();
    }
  }

  /**
   * Lets a command pass.
   *
   * @throws WorkflowException of the kind that fits the first reason against it
   */
  void require(Command command, Place place, Actor actor) {
    Refusal refusal = refusal(command, place, actor);
    if (refusal != null) {
      throw switch (refusal.reason()) {
        case NOT_ELIGIBLE -> new AccessDeniedException(refusal.message());
        case HELD ->
            command == Command.CLAIM
                ? new ConflictException(refusal.message())
                : new AccessDeniedException(refusal.message());
        default -> new IllegalTransitionException(refusal.message());
      };
    }
  }

  /**
   * Lets a command pass that nobody in particular gives, as far as the states allow it.
   *
   * @throws IllegalTransitionException otherwise
   */
  void requireState(Command command, Place place) {
    Refusal refusal = state(command, place, true);
    if (refusal != null) {
      throw new IllegalTransitionException(refusal.message());
    }
  }

  /** The first reason against a command; null: there is none. */
  @Nullable Refusal refusal(Command command, Place place, Actor actor) {
    place.step();
    if (actor.equals(Actor.ENGINE)) {
      return new Refusal(Reason.NOT_ELIGIBLE, ActorRoles.notPersons(actor));
    }
    Set<String> roles;
    try {
      roles = ActorRoles.of(wiring, place.instance().identity(), actor);
    } catch (AccessDeniedException e) {
      Refusal byState = state(command, place, false);
      return byState == null
          ? new Refusal(Reason.NOT_ELIGIBLE, String.valueOf(e.getMessage()))
          : byState;
    }
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    Refusal byState = state(command, place, admin);
    if (byState != null) {
      return byState;
    }
    return command == Command.RELEASE
        ? release(place, actor, admin)
        : byActor(command, place, actor, roles);
  }

  private @Nullable Refusal state(Command command, Place place, boolean admin) {
    return new Commands(place.tree(), wiring::performedByPeople)
        .refusal(command, place.instance(), place.key(), admin);
  }

  private static @Nullable Refusal release(Place place, Actor actor, boolean admin) {
    Actor holder = place.run().claimedBy();
    if (holder == null) {
      return new Refusal(
          Reason.NOT_HELD,
          "step \"" + place.key() + "\" is claimed by nobody: there is nothing to release");
    }
    return admin ? null : held(Command.RELEASE, place, actor);
  }

  private static @Nullable Refusal byActor(
      Command command, Place place, Actor actor, Set<String> roles) {
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    if (!admin) {
      String message = ineligible(command, place, actor, roles);
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    }
    return admin && command != Command.CLAIM ? null : held(command, place, actor);
  }

  private static @Nullable Refusal held(Command command, Place place, Actor actor) {
    Actor holder = place.run().claimedBy();
    if (holder == null || holder.equals(actor)) {
      return null;
    }
    String claimed = "step \"" + place.key() + "\" is claimed by " + holder;
    return new Refusal(
        Reason.HELD,
        switch (command) {
          case CLAIM -> claimed + " already";
          case RELEASE -> claimed + "; " + actor + " cannot release it";
          case SKIP -> claimed + "; " + actor + " cannot skip it";
          case COMPLETE, FAIL -> claimed + "; " + actor + " cannot answer it";
        });
  }

  private static @Nullable String ineligible(
      Command command, Place place, Actor actor, Set<String> roles) {
    String step = "step \"" + place.key() + "\"";
    StepSettings.Performer performer = place.step().settings().performer();
    if (command == Command.SKIP && performer.required()) {
      return step
          + " is required: only "
          + ActorDirectory.ADMIN
          + " may skip it, and "
          + actor
          + " is not";
    }
    String assignee = Commands.somebody(place.run().memory().assignee());
    if (Commands.nobodyMay(performer, place.run())) {
      return step
          + ": the assignee gives nobody; only "
          + ActorDirectory.ADMIN
          + " may do it, and "
          + actor
          + " is not";
    } else if (assignee != null) {
      return assignee.equals(actor.id())
          ? null
          : step + " is assigned to " + assignee + ", not to " + actor;
    } else if (performer.role() != null) {
      return roles.contains(performer.role())
          ? null
          : step + " needs the role " + performer.role() + "; " + actor + " has " + roles;
    }
    return Commands.waits(place.run())
        ? step
            + " waits for its callback and names no role: only "
            + ActorDirectory.ADMIN
            + " may do it, and "
            + actor
            + " is not"
        : null;
  }
}
