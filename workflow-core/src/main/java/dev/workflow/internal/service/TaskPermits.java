package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.NotFoundException;
import dev.workflow.Tasks.Reason;
import dev.workflow.Tasks.Refusal;
import dev.workflow.WorkflowException;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy.Audience;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.TaskVisibility;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.DirectoryAnswers;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.Substitutions;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.ActorDirectory;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether an actor may give a command: first the kind of step and the states, then who they are,
 * then who holds the step. The one place for all commands and for the question beforehand.
 */
final class TaskPermits {

  private final EngineContext engine;

  TaskPermits(EngineContext engine) {
    this.engine = engine;
  }

  /** The step that a command is for, as the command finds it. */
  record Target(
      StepTree tree,
      InstanceSnapshot instance,
      StepKey key,
      CommandContext.@Nullable Locked locked) {

    /** As it was read, without a lock. */
    Target(StepTree tree, InstanceSnapshot instance, StepKey key) {
      this(tree, instance, key, null);
    }

    static Target of(CommandContext.Locked locked, StepKey key) {
      return new Target(locked.tree(), locked.snapshot(), key, locked);
    }

    StepRun run() {
      return instance.step(key);
    }

    Step step() {
      return tree.node(key).step();
    }
  }

  /**
   * Lets a command pass.
   *
   * @throws WorkflowException of the kind that fits the first reason against it
   */
  void require(Command command, Target target, Actor actor) {
    Refusal refusal = refusal(command, target, actor);
    if (refusal != null) {
      throw switch (refusal.reason()) {
        case NOT_FOUND -> new NotFoundException(refusal.message());
        case NOT_ELIGIBLE, EXCLUDED ->
            new AccessDeniedException(refusal.message(), refusal.reason());
        case HELD ->
            command == Command.CLAIM
                ? new ConflictException(refusal.message(), refusal.reason())
                : new AccessDeniedException(refusal.message(), refusal.reason());
        default -> new IllegalTransitionException(refusal.message(), refusal.reason());
      };
    }
  }

  /**
   * Lets a command pass that nobody in particular gives, as far as the states allow it.
   *
   * @throws IllegalTransitionException otherwise
   */
  void requireState(Command command, Target target) {
    Refusal refusal = state(command, target, true);
    if (refusal != null) {
      throw new IllegalTransitionException(refusal.message(), refusal.reason());
    }
  }

  /**
   * Lets somebody be given a step.
   *
   * @throws AccessDeniedException if an earlier answer of theirs excludes them
   */
  void requireNotExcluded(Target target, String actor) {
    Refusal refusal =
        ActorRefusal.excluded(
            target, new Candidacy(target.tree(), target.instance(), target.key()), actor);
    if (refusal != null) {
      throw new AccessDeniedException(refusal.message(), refusal.reason());
    }
  }

  /**
   * The first reason against a command; null: there is none. What a substitute may do for somebody
   * who is away they may; a locked target then knows for whom.
   */
  @Nullable Refusal refusal(Command command, Target target, Actor actor) {
    target.step();
    if (actor.equals(Actor.ENGINE)) {
      return new Refusal(Reason.NOT_ELIGIBLE, Persons.wrong(actor));
    }
    CommandContext.Locked locked = target.locked();
    if (locked != null) {
      locked.onBehalf(target.key(), null);
    }
    Refusal own = refusalOf(command, target, actor);
    if (own == null || !mayBeOthers(own.reason())) {
      return own;
    }
    for (String absent : substitutions(target).actsFor(actor.id(), engine.now())) {
      if (refusalOf(command, target, Actor.of(absent)) == null) {
        if (locked != null) {
          locked.onBehalf(target.key(), absent);
        }
        return null;
      }
    }
    return own;
  }

  /** Whether somebody whom the actor stands in for may all the same. */
  private static boolean mayBeOthers(Reason reason) {
    return reason == Reason.NOT_ELIGIBLE || reason == Reason.HELD || reason == Reason.NOT_FOUND;
  }

  private Substitutions substitutions(Target target) {
    return target.locked() == null
        ? engine.actors().substitutions(target.instance().identity().tenant())
        : target.locked().substitutions();
  }

  private Set<String> roles(Target target, Actor actor) {
    CommandContext.Locked locked = target.locked();
    DirectoryAnswers.Answer answer = locked == null ? null : locked.roles(actor);
    return answer == null
        ? ActorRoles.of(engine, target.instance().identity(), actor)
        : ActorRoles.ask(actor, () -> new TreeSet<>(answer.roles()));
  }

  /** Whether somebody who may give a command may do everything. */
  boolean isAdmin(Target target, Actor actor) {
    return roles(target, actor).contains(ActorDirectory.ADMIN);
  }

  private @Nullable Refusal refusalOf(Command command, Target target, Actor actor) {
    Set<String> roles;
    try {
      roles = roles(target, actor);
    } catch (AccessDeniedException e) {
      if (hidden(target)) {
        return notFound(target);
      }
      Refusal byState = state(command, target, false);
      return byState == null
          ? new Refusal(Reason.NOT_ELIGIBLE, String.valueOf(e.getMessage()))
          : byState;
    }
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    if (!admin && !sees(target, actor, roles)) {
      return notFound(target);
    }
    Refusal byState = state(command, target, admin);
    if (byState != null) {
      return byState;
    }
    return new ActorRefusal(commands(target), command, target, actor, roles).first();
  }

  /** Whether a task is not shown to everybody. */
  private boolean hidden(Target target) {
    return isTask(target) && visibility(target).audience() != Audience.ALL;
  }

  private boolean sees(Target target, Actor actor, Set<String> roles) {
    return !isTask(target) || visibility(target).sees(actor.id(), roles);
  }

  private boolean isTask(Target target) {
    return commands(target).isTask(target.step(), target.run());
  }

  private static TaskVisibility visibility(Target target) {
    return new TaskVisibility(target.tree(), target.instance(), target.key());
  }

  /**
   * Lets somebody see a task.
   *
   * @throws NotFoundException if it is not shown to them
   */
  void requireVisible(Target target, Actor actor) {
    if (!hidden(target)) {
      return;
    }
    boolean seen = isSeen(target, actor);
    for (String absent : substitutions(target).actsFor(actor.id(), engine.now())) {
      seen = seen || isSeen(target, Actor.of(absent));
    }
    if (!seen) {
      throw new NotFoundException(notFound(target).message());
    }
  }

  private boolean isSeen(Target target, Actor actor) {
    Set<String> roles = ActorRoles.of(engine, target.instance().identity(), actor);
    return roles.contains(ActorDirectory.ADMIN) || sees(target, actor, roles);
  }

  private static Refusal notFound(Target target) {
    return new Refusal(
        Reason.NOT_FOUND,
        "instance " + target.instance().identity().id() + " has no task \"" + target.key() + "\"");
  }

  private Commands commands(Target target) {
    return new Commands(target.tree(), engine::performedByPeople);
  }

  private @Nullable Refusal state(Command command, Target target, boolean admin) {
    return commands(target).refusal(command, target.instance(), target.key(), admin);
  }

  /** Whether opening a step anew means to retry its instance. */
  boolean retried(Target target) {
    return commands(target).retried(target.instance(), target.run());
  }

  /** Whether an answer comes before the turn of its step. */
  boolean early(Target target) {
    return commands(target).early(target.instance(), target.key());
  }
}
