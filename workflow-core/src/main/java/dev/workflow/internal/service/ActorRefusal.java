package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.Tasks.Reason;
import dev.workflow.Tasks.Refusal;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.EarlyAnswers;
import dev.workflow.internal.decide.Revisit;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.spi.ActorDirectory;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why somebody may not give a command for a step, which the state of the step allows. */
final class ActorRefusal {

  private final Commands commands;
  private final Command command;
  private final TaskPermits.Target target;
  private final Actor actor;
  private final Set<String> roles;
  private final Candidacy candidacy;

  ActorRefusal(
      Commands commands,
      Command command,
      TaskPermits.Target target,
      Actor actor,
      Set<String> roles) {
    this.commands = commands;
    this.command = command;
    this.target = target;
    this.actor = actor;
    this.roles = roles;
    this.candidacy = new Candidacy(target.tree(), target.instance(), target.key());
  }

  /** The first reason; null: there is none. */
  @Nullable Refusal first() {
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    Refusal missing = nothingToGiveBack();
    if (missing != null) {
      return missing;
    }
    if (excludes()) {
      Refusal excluded = excluded(target, candidacy, actor.id());
      if (excluded != null) {
        return excluded;
      }
    }
    if (excludes() && candidacy.declined(actor.id())) {
      return new Refusal(Reason.NOT_ELIGIBLE, declined());
    }
    boolean helps = command == Command.COMMENT || command == Command.SAVE;
    if (helps && candidacy.helps(actor.id())) {
      return null;
    }
    if (command == Command.REVOKE) {
      String message = notTheirs();
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    } else if (!admin) {
      String message = ineligible();
      if (message != null) {
        return new Refusal(Reason.NOT_ELIGIBLE, message);
      }
    }
    if (command == Command.REVOKE || command == Command.REOPEN) {
      return late();
    }
    Refusal held = admin && !takes() || command == Command.COMMENT ? null : held();
    return held == null ? resolveFirst() : held;
  }

  /** Whether a command makes the task the actor's own: an ADMIN neither takes it from a holder. */
  private boolean takes() {
    return command == Command.CLAIM
        || command == Command.START
        || command == Command.DELEGATE
        || command == Command.DECLINE;
  }

  /** Whether a command is part of the work that an earlier answer excludes somebody from. */
  private boolean excludes() {
    return switch (command) {
      case CLAIM, START, COMPLETE, FAIL, DELEGATE, RESOLVE, SAVE, SEND_BACK -> true;
      default -> false;
    };
  }

  private @Nullable Refusal nothingToGiveBack() {
    String step = "step \"" + target.key() + "\" is ";
    if (command == Command.RELEASE && candidacy.holder() == null) {
      return new Refusal(Reason.NOT_HELD, step + "claimed by nobody: there is nothing to release");
    } else if (command == Command.RESOLVE && target.run().task().owner() == null) {
      return new Refusal(Reason.NOT_HELD, step + "not delegated: there is nothing to resolve");
    }
    return null;
  }

  /** Why an answer is not the actor's own; null: it is. */
  private @Nullable String notTheirs() {
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
  private @Nullable Refusal late() {
    StepRun run = target.run();
    if (run.state().open()
        || run.state() == StepState.PENDING
        || commands.retried(target.instance(), run)) {
      return null;
    }
    String against = Revisit.of(target.tree(), target.instance(), target.key()).against();
    return against == null
        ? null
        : new Refusal(Reason.LATER_BEGUN, Revisit.tooLate(target.key(), against));
  }

  /** Also said of those to whom a step is given. */
  static @Nullable Refusal excluded(TaskPermits.Target target, Candidacy candidacy, String actor) {
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

  private @Nullable Refusal held() {
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
            : claimed + "; " + actor + " cannot " + verb() + " it");
  }

  private String verb() {
    return switch (command) {
      case COMPLETE, FAIL -> "answer";
      case PLAN -> "plan";
      case SEND_BACK -> "send back";
      default -> command.name().toLowerCase(Locale.ROOT);
    };
  }

  private @Nullable Refusal resolveFirst() {
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

  private @Nullable String ineligible() {
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
      return declined();
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
          + nobody()
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

  private String nobody() {
    return target.step().settings().performer().candidates().assignee() == null
        ? "its candidates give"
        : "the assignee gives";
  }

  private String declined() {
    return actor + " has declined step \"" + target.key() + "\"; it can be assigned to them again";
  }
}
