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
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.EarlyAnswers;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Revisit;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.internal.decide.TaskVisibility;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.DirectoryAnswers;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.engine.Substitutions;
import dev.workflow.internal.text.Persons;
import dev.workflow.spi.ActorDirectory;
import java.util.Locale;
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
        excluded(target, new Candidacy(target.tree(), target.instance(), target.key()), actor);
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
    return byActor(command, target, actor, roles);
  }

  /** Whether a task is not shown to everybody. */
  private boolean hidden(Target target) {
    return isTask(target) && visibility(target).audience() != Audience.ALL;
  }

  private boolean sees(Target target, Actor actor, Set<String> roles) {
    return !isTask(target) || visibility(target).sees(actor.id(), roles);
  }

  private boolean isTask(Target target) {
    return new Commands(target.tree(), engine::performedByPeople)
        .isTask(target.step(), target.run());
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

  private @Nullable Refusal state(Command command, Target target, boolean admin) {
    return new Commands(target.tree(), engine::performedByPeople)
        .refusal(command, target.instance(), target.key(), admin);
  }

  private @Nullable Refusal byActor(
      Command command, Target target, Actor actor, Set<String> roles) {
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    Candidacy candidacy = new Candidacy(target.tree(), target.instance(), target.key());
    Refusal missing = nothingToGiveBack(command, target, candidacy);
    if (missing != null) {
      return missing;
    }
    if (excludes(command)) {
      Refusal excluded = excluded(target, candidacy, actor.id());
      if (excluded != null) {
        return excluded;
      }
    }
    if (excludes(command) && candidacy.declined(actor.id())) {
      return new Refusal(Reason.NOT_ELIGIBLE, declined(target, actor));
    }
    boolean helps = command == Command.COMMENT || command == Command.SAVE;
    if (helps && candidacy.helps(actor.id())) {
      return null;
    }
    if (command == Command.REVOKE) {
      String message = notTheirs(target, candidacy, actor);
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    } else if (!admin) {
      String message = ineligible(command, target, candidacy, actor, roles);
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    }
    if (command == Command.REVOKE || command == Command.REOPEN) {
      return late(target);
    }
    Refusal held =
        admin && !takes(command) || command == Command.COMMENT
            ? null
            : held(command, target, candidacy, actor);
    return held == null ? resolveFirst(command, target, actor) : held;
  }

  private static String declined(Target target, Actor actor) {
    return actor + " has declined step \"" + target.key() + "\"; it can be assigned to them again";
  }

  /** Whether a command makes the task the actor's own: an ADMIN neither takes it from a holder. */
  private static boolean takes(Command command) {
    return command == Command.CLAIM
        || command == Command.START
        || command == Command.DELEGATE
        || command == Command.DECLINE;
  }

  private static @Nullable Refusal nothingToGiveBack(
      Command command, Target target, Candidacy candidacy) {
    String step = "step \"" + target.key() + "\" is ";
    if (command == Command.RELEASE && candidacy.holder() == null) {
      return new Refusal(Reason.NOT_HELD, step + "claimed by nobody: there is nothing to release");
    } else if (command == Command.RESOLVE && target.run().task().owner() == null) {
      return new Refusal(Reason.NOT_HELD, step + "not delegated: there is nothing to resolve");
    }
    return null;
  }

  /** Why an answer is not the actor's own; null: it is. */
  private static @Nullable String notTheirs(Target target, Candidacy candidacy, Actor actor) {
    String early = EarlyAnswers.by(target.run());
    if (early != null) {
      return early.equals(actor.id())
          ? null
          : "step \"" + target.key() + "\" has an answer of " + early + ", not of " + actor;
    }
    if (candidacy.voteOf(actor.id()) != null || actor.equals(candidacy.answerer())) {
      return null;
    }
    Actor answerer = candidacy.answerer();
    return "step \""
        + target.key()
        + "\" has no answer of "
        + actor
        + (answerer == null ? "" : ", but of " + answerer)
        + ": one takes back one's own, and an ADMIN reopens it";
  }

  /** Why a step is not opened anew although the actor may do that. */
  private @Nullable Refusal late(Target target) {
    StepRun run = target.run();
    if (run.state().open() || run.state() == StepState.PENDING || retried(target)) {
      return null;
    }
    String against = Revisit.of(target.tree(), target.instance(), target.key()).against();
    return against == null
        ? null
        : new Refusal(Reason.LATER_BEGUN, Revisit.tooLate(target.key(), against));
  }

  /** Whether opening a step anew means to retry its instance. */
  boolean retried(Target target) {
    return new Commands(target.tree(), engine::performedByPeople)
        .retried(target.instance(), target.run());
  }

  /** Whether an answer comes before the turn of its step. */
  boolean early(Target target) {
    return new Commands(target.tree(), engine::performedByPeople)
        .early(target.instance(), target.key());
  }

  /** Whether a command is part of the work that an earlier answer excludes somebody from. */
  private static boolean excludes(Command command) {
    return switch (command) {
      case CLAIM, START, COMPLETE, FAIL, DELEGATE, RESOLVE, SAVE, SEND_BACK -> true;
      default -> false;
    };
  }

  /** Also said of those to whom a step is given. */
  static @Nullable Refusal excluded(Target target, Candidacy candidacy, String actor) {
    TaskState.Vote vote = candidacy.voteOf(actor);
    String step = "step \"" + target.key() + "\"";
    if (vote != null) {
      return new Refusal(
          Reason.EXCLUDED, step + " has an answer of " + actor + " already, given " + vote.at());
    }
    if (!candidacy.excluded().contains(actor)) {
      return null;
    }
    return new Refusal(
        Reason.EXCLUDED,
        step
            + " excludes whoever answered "
            + String.join(" or ", target.step().settings().performer().candidates().excluding())
            + ", and "
            + actor
            + " did");
  }

  private static @Nullable Refusal held(
      Command command, Target target, Candidacy candidacy, Actor actor) {
    String early = EarlyAnswers.by(target.run());
    if (early != null && !early.equals(actor.id())) {
      return new Refusal(
          Reason.HELD, "step \"" + target.key() + "\" has an answer already, of " + early);
    }
    String holder = candidacy.shared() ? null : candidacy.holder();
    boolean own =
        holder == null
            || holder.equals(actor.id())
            || actor.id().equals(target.run().task().hands().forWhom())
            || (actor.id().equals(target.run().task().owner())
                && command != Command.CLAIM
                && command != Command.DECLINE);
    if (own) {
      return null;
    }
    String step = "step \"" + target.key() + "\" is ";
    if (target.run().claimedBy() == null) {
      return new Refusal(Reason.HELD, step + "assigned to " + holder + ", not to " + actor);
    }
    String claimed = step + "claimed by " + holder;
    return new Refusal(
        Reason.HELD,
        command == Command.CLAIM
            ? claimed + " already"
            : claimed + "; " + actor + " cannot " + verb(command) + " it");
  }

  private static String verb(Command command) {
    return switch (command) {
      case COMPLETE, FAIL -> "answer";
      case PLAN -> "plan";
      case SEND_BACK -> "send back";
      default -> command.name().toLowerCase(Locale.ROOT);
    };
  }

  private static @Nullable Refusal resolveFirst(Command command, Target target, Actor actor) {
    String owner = target.run().task().owner();
    boolean answers =
        command == Command.COMPLETE || command == Command.FAIL || command == Command.SEND_BACK;
    return answers
            && owner != null
            && !owner.equals(actor.id())
            && actor.id().equals(target.run().memory().assignee())
        ? new Refusal(
            Reason.RESOLVE_FIRST,
            "step \""
                + target.key()
                + "\" is delegated by "
                + owner
                + ": "
                + actor
                + " resolves it, and "
                + owner
                + " answers it")
        : null;
  }

  private static @Nullable String ineligible(
      Command command, Target target, Candidacy candidacy, Actor actor, Set<String> roles) {
    String step = "step \"" + target.key() + "\"";
    if (command == Command.SKIP && target.step().settings().performer().required()) {
      return step
          + " is required: only "
          + ActorDirectory.ADMIN
          + " may skip it, and "
          + actor
          + " is not";
    } else if (command == Command.REOPEN) {
      return "only "
          + ActorDirectory.ADMIN
          + " may reopen step \""
          + target.key()
          + "\", and "
          + actor
          + " is not";
    } else if (command == Command.FAIL && candidacy.shared()) {
      return step
          + " is answered by several people: only "
          + ActorDirectory.ADMIN
          + " may fail it, and "
          + actor
          + " is not; answer it with \"approved\": false";
    } else if (command == Command.ASSIGN && candidacy.holder() == null) {
      return step
          + " is held by nobody: only "
          + ActorDirectory.ADMIN
          + " may assign it, and "
          + actor
          + " is not";
    } else if (candidacy.declined(actor.id())) {
      return declined(target, actor);
    } else if (target.run().readyAt() == null
        && command == Command.COMPLETE
        && candidacy.roles().isEmpty()
        && !candidacy.everybody()) {
      return step
          + ": who may do it is known when its turn has come; before, only "
          + ActorDirectory.ADMIN
          + " may answer it, and "
          + actor
          + " is not";
    } else if (candidacy.nobodyMay()) {
      return step
          + ": "
          + nobody(target)
          + " nobody; only "
          + ActorDirectory.ADMIN
          + " may do it, and "
          + actor
          + " is not";
    } else if (candidacy.eligible(actor.id(), roles)) {
      return null;
    } else if (!candidacy.roles().isEmpty()) {
      return step
          + " needs the role "
          + String.join(" or ", candidacy.roles())
          + "; "
          + actor
          + " has "
          + roles;
    } else if (candidacy.assignee() != null) {
      return step + " is assigned to " + candidacy.assignee() + ", not to " + actor;
    } else if (!candidacy.actors().isEmpty()) {
      return step + " is for " + String.join(", ", candidacy.actors()) + ", not for " + actor;
    }
    return step
        + " waits for its callback and names no role: only "
        + ActorDirectory.ADMIN
        + " may do it, and "
        + actor
        + " is not";
  }

  private static String nobody(Target target) {
    return target.step().settings().performer().candidates().assignee() == null
        ? "its candidates give"
        : "the assignee gives";
  }
}
