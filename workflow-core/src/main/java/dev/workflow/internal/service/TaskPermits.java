package dev.workflow.internal.service;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.NotFoundException;
import dev.workflow.Tasks.Reason;
import dev.workflow.Tasks.Refusal;
import dev.workflow.WorkflowException;
import dev.workflow.definition.Holding.Audience;
import dev.workflow.definition.Step;
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

  /** A step as a command finds it. */
  record Place(
      StepTree tree,
      InstanceSnapshot instance,
      StepKey key,
      CommandContext.@Nullable Locked locked) {

    /** As it was read, without a lock. */
    Place(StepTree tree, InstanceSnapshot instance, StepKey key) {
      this(tree, instance, key, null);
    }

    static Place of(CommandContext.Locked locked, StepKey key) {
      return new Place(locked.tree(), locked.snapshot(), key, locked);
    }

    StepRun run() {
      return instance.step(key);
    }

    Step step() {
      return tree.place(key).step();
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
  void requireState(Command command, Place place) {
    Refusal refusal = state(command, place, true);
    if (refusal != null) {
      throw new IllegalTransitionException(refusal.message(), refusal.reason());
    }
  }

  /**
   * Lets somebody be given a step.
   *
   * @throws AccessDeniedException if an earlier answer of theirs excludes them
   */
  void requireNotExcluded(Place place, String actor) {
    Refusal refusal =
        excluded(place, new Candidacy(place.tree(), place.instance(), place.key()), actor);
    if (refusal != null) {
      throw new AccessDeniedException(refusal.message(), refusal.reason());
    }
  }

  /**
   * The first reason against a command; null: there is none. What a substitute may do for somebody
   * who is away they may; a locked place then knows for whom.
   */
  @Nullable Refusal refusal(Command command, Place place, Actor actor) {
    place.step();
    if (actor.equals(Actor.ENGINE)) {
      return new Refusal(Reason.NOT_ELIGIBLE, Persons.wrong(actor));
    }
    CommandContext.Locked locked = place.locked();
    if (locked != null) {
      locked.onBehalf(place.key(), null);
    }
    Refusal own = refusalOf(command, place, actor);
    if (own == null || !mayBeOthers(own.reason())) {
      return own;
    }
    for (String absent : substitutions(place).actsFor(actor.id(), engine.now())) {
      if (refusalOf(command, place, Actor.of(absent)) == null) {
        if (locked != null) {
          locked.onBehalf(place.key(), absent);
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

  private Substitutions substitutions(Place place) {
    return place.locked() == null
        ? engine.actors().substitutions(place.instance().identity().tenant())
        : place.locked().substitutions();
  }

  private Set<String> roles(Place place, Actor actor) {
    CommandContext.Locked locked = place.locked();
    DirectoryAnswers.Answer answer = locked == null ? null : locked.roles(actor);
    return answer == null
        ? ActorRoles.of(engine, place.instance().identity(), actor)
        : ActorRoles.ask(actor, () -> new TreeSet<>(answer.roles()));
  }

  /** Whether somebody who may give a command may do everything. */
  boolean isAdmin(Place place, Actor actor) {
    return roles(place, actor).contains(ActorDirectory.ADMIN);
  }

  private @Nullable Refusal refusalOf(Command command, Place place, Actor actor) {
    Set<String> roles;
    try {
      roles = roles(place, actor);
    } catch (AccessDeniedException e) {
      if (hidden(place)) {
        return notFound(place);
      }
      Refusal byState = state(command, place, false);
      return byState == null
          ? new Refusal(Reason.NOT_ELIGIBLE, String.valueOf(e.getMessage()))
          : byState;
    }
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    if (!admin && !sees(place, actor, roles)) {
      return notFound(place);
    }
    Refusal byState = state(command, place, admin);
    if (byState != null) {
      return byState;
    }
    return byActor(command, place, actor, roles);
  }

  /** Whether a task is not shown to everybody. */
  private boolean hidden(Place place) {
    return isTask(place) && visibility(place).audience() != Audience.ALL;
  }

  private boolean sees(Place place, Actor actor, Set<String> roles) {
    return !isTask(place) || visibility(place).sees(actor.id(), roles);
  }

  private boolean isTask(Place place) {
    return new Commands(place.tree(), engine::performedByPeople).isTask(place.step(), place.run());
  }

  private static TaskVisibility visibility(Place place) {
    return new TaskVisibility(place.tree(), place.instance(), place.key());
  }

  /**
   * Lets somebody see a task.
   *
   * @throws NotFoundException if it is not shown to them
   */
  void requireVisible(Place place, Actor actor) {
    if (!hidden(place)) {
      return;
    }
    boolean seen = isSeen(place, actor);
    for (String absent : substitutions(place).actsFor(actor.id(), engine.now())) {
      seen = seen || isSeen(place, Actor.of(absent));
    }
    if (!seen) {
      throw new NotFoundException(notFound(place).message());
    }
  }

  private boolean isSeen(Place place, Actor actor) {
    Set<String> roles = ActorRoles.of(engine, place.instance().identity(), actor);
    return roles.contains(ActorDirectory.ADMIN) || sees(place, actor, roles);
  }

  private static Refusal notFound(Place place) {
    return new Refusal(
        Reason.NOT_FOUND,
        "instance " + place.instance().identity().id() + " has no task \"" + place.key() + "\"");
  }

  private @Nullable Refusal state(Command command, Place place, boolean admin) {
    return new Commands(place.tree(), engine::performedByPeople)
        .refusal(command, place.instance(), place.key(), admin);
  }

  private @Nullable Refusal byActor(Command command, Place place, Actor actor, Set<String> roles) {
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    Candidacy candidacy = new Candidacy(place.tree(), place.instance(), place.key());
    Refusal missing = nothingToGiveBack(command, place, candidacy);
    if (missing != null) {
      return missing;
    }
    if (excludes(command)) {
      Refusal excluded = excluded(place, candidacy, actor.id());
      if (excluded != null) {
        return excluded;
      }
    }
    if (excludes(command) && candidacy.declined(actor.id())) {
      return new Refusal(Reason.NOT_ELIGIBLE, declined(place, actor));
    }
    boolean helps = command == Command.COMMENT || command == Command.SAVE;
    if (helps && candidacy.helps(actor.id())) {
      return null;
    }
    if (command == Command.REVOKE) {
      String message = notTheirs(place, candidacy, actor);
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    } else if (!admin) {
      String message = ineligible(command, place, candidacy, actor, roles);
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    }
    if (command == Command.REVOKE || command == Command.REOPEN) {
      return late(place);
    }
    Refusal held =
        admin && !takes(command) || command == Command.COMMENT
            ? null
            : held(command, place, candidacy, actor);
    return held == null ? resolveFirst(command, place, actor) : held;
  }

  private static String declined(Place place, Actor actor) {
    return actor + " has declined step \"" + place.key() + "\"; it can be assigned to them again";
  }

  /** Whether a command makes the task the actor's own: an ADMIN neither takes it from a holder. */
  private static boolean takes(Command command) {
    return command == Command.CLAIM
        || command == Command.START
        || command == Command.DELEGATE
        || command == Command.DECLINE;
  }

  private static @Nullable Refusal nothingToGiveBack(
      Command command, Place place, Candidacy candidacy) {
    String step = "step \"" + place.key() + "\" is ";
    if (command == Command.RELEASE && candidacy.holder() == null) {
      return new Refusal(Reason.NOT_HELD, step + "claimed by nobody: there is nothing to release");
    } else if (command == Command.RESOLVE && place.run().task().owner() == null) {
      return new Refusal(Reason.NOT_HELD, step + "not delegated: there is nothing to resolve");
    }
    return null;
  }

  /** Why an answer is not the actor's own; null: it is. */
  private static @Nullable String notTheirs(Place place, Candidacy candidacy, Actor actor) {
    String early = EarlyAnswers.by(place.run());
    if (early != null) {
      return early.equals(actor.id())
          ? null
          : "step \"" + place.key() + "\" has an answer of " + early + ", not of " + actor;
    }
    if (candidacy.voteOf(actor.id()) != null || actor.equals(candidacy.answerer())) {
      return null;
    }
    Actor answerer = candidacy.answerer();
    return "step \""
        + place.key()
        + "\" has no answer of "
        + actor
        + (answerer == null ? "" : ", but of " + answerer)
        + ": one takes back one's own, and an ADMIN reopens it";
  }

  /** Why a step is not opened anew although the actor may do that. */
  private @Nullable Refusal late(Place place) {
    StepRun run = place.run();
    if (run.state().open() || run.state() == StepState.PENDING || retried(place)) {
      return null;
    }
    String against = Revisit.of(place.tree(), place.instance(), place.key()).against();
    return against == null
        ? null
        : new Refusal(Reason.LATER_BEGUN, Revisit.tooLate(place.key(), against));
  }

  /** Whether opening a step anew means to retry its instance. */
  boolean retried(Place place) {
    return new Commands(place.tree(), engine::performedByPeople)
        .retried(place.instance(), place.run());
  }

  /** Whether an answer comes before the turn of its step. */
  boolean early(Place place) {
    return new Commands(place.tree(), engine::performedByPeople)
        .early(place.instance(), place.key());
  }

  /** Whether a command is part of the work that an earlier answer excludes somebody from. */
  private static boolean excludes(Command command) {
    return switch (command) {
      case CLAIM, START, COMPLETE, FAIL, DELEGATE, RESOLVE, SAVE, SEND_BACK -> true;
      default -> false;
    };
  }

  /** Also said of those to whom a step is given. */
  static @Nullable Refusal excluded(Place place, Candidacy candidacy, String actor) {
    TaskState.Vote vote = candidacy.voteOf(actor);
    String step = "step \"" + place.key() + "\"";
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
            + String.join(" or ", place.step().settings().performer().candidates().excluding())
            + ", and "
            + actor
            + " did");
  }

  private static @Nullable Refusal held(
      Command command, Place place, Candidacy candidacy, Actor actor) {
    String early = EarlyAnswers.by(place.run());
    if (early != null && !early.equals(actor.id())) {
      return new Refusal(
          Reason.HELD, "step \"" + place.key() + "\" has an answer already, of " + early);
    }
    String holder = candidacy.shared() ? null : candidacy.holder();
    boolean own =
        holder == null
            || holder.equals(actor.id())
            || actor.id().equals(place.run().task().hands().forWhom())
            || (actor.id().equals(place.run().task().owner())
                && command != Command.CLAIM
                && command != Command.DECLINE);
    if (own) {
      return null;
    }
    String step = "step \"" + place.key() + "\" is ";
    if (place.run().claimedBy() == null) {
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

  private static @Nullable Refusal resolveFirst(Command command, Place place, Actor actor) {
    String owner = place.run().task().owner();
    boolean answers =
        command == Command.COMPLETE || command == Command.FAIL || command == Command.SEND_BACK;
    return answers
            && owner != null
            && !owner.equals(actor.id())
            && actor.id().equals(place.run().memory().assignee())
        ? new Refusal(
            Reason.RESOLVE_FIRST,
            "step \""
                + place.key()
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
      Command command, Place place, Candidacy candidacy, Actor actor, Set<String> roles) {
    String step = "step \"" + place.key() + "\"";
    if (command == Command.SKIP && place.step().settings().performer().required()) {
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
          + place.key()
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
      return declined(place, actor);
    } else if (place.run().readyAt() == null
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
          + nobody(place)
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

  private static String nobody(Place place) {
    return place.step().settings().performer().candidates().assignee() == null
        ? "its candidates give"
        : "the assignee gives";
  }
}
