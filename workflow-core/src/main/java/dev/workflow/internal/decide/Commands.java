package dev.workflow.internal.decide;

import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.Tasks.Refusal;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of step, and the states, that each command is for. Nothing else decides: the commands,
 * the questions whether they are possible and the inbox all ask here.
 *
 * <p>A task is a step that people do, from the moment it is open until it has ended, and an
 * automatic step while its handler waits for an answer. Who may do it is another question.
 */
public final class Commands {

  /** Begins the reason of a step that only ADMIN can do, since its assignee is nobody. */
  public static final String NOBODY_MAY = "NOBODY_MAY";

  /** The assignee of a step whose {@code assignee} gives nobody. No actor has this id. */
  static final String NOBODY = "";

  private final StepTree tree;
  private final Predicate<String> byPeople;

  /**
   * @param byPeople whether people do an action
   */
  public Commands(StepTree tree, Predicate<String> byPeople) {
    this.tree = tree;
    this.byPeople = byPeople;
  }

  /**
   * Why the instance or the step is not in a state for a command; null: it is.
   *
   * @param admin whether an ADMIN gives it
   * @throws dev.workflow.NotFoundException if the workflow has no such step
   */
  public @Nullable Refusal refusal(
      Command command, InstanceSnapshot instance, StepKey key, boolean admin) {
    Step step = tree.node(key).step();
    StepRun run = instance.step(key);
    boolean task = isTask(step, run);
    if (!task && !(command == Command.SKIP && admin) && !ended(run.state())) {
      return new Refusal(Reason.NOT_FOR_PEOPLE, notForPeople(step, key));
    }
    if (command == Command.SUSPEND && !isForPeople(step, key) && !ended(run.state())) {
      return new Refusal(
          Reason.NOT_FOR_PEOPLE,
          "step \""
              + key
              + "\" is done by the engine, which waits for its answer: pause the instance");
    }
    if (command.afterTheEnd() && !isForPeople(step, key)) {
      return new Refusal(Reason.NOT_FOR_PEOPLE, notForPeople(step, key));
    }
    if (command == Command.SEND_BACK && step.settings().performer().revision().to().isEmpty()) {
      return new Refusal(Reason.NOT_ALLOWED, "step \"" + key + "\" has no \"sendBack\"");
    }
    InstanceState state = instance.state();
    if (command == Command.REOPEN && retried(instance, run)) {
      return null;
    }
    if (state == InstanceState.PAUSED && !command.duringPause()) {
      return new Refusal(Reason.INSTANCE_PAUSED, ofInstance(instance));
    } else if (state.ended()) {
      return new Refusal(Reason.INSTANCE_ENDED, ofInstance(instance));
    }
    if (command == Command.COMPLETE && early(tree, instance, key, step, run)) {
      return null;
    }
    Refusal refusal = ofStep(command, step, run, admin);
    if (refusal != null && refusal.reason() == Reason.NOT_YET) {
      return Links.waiting(tree, instance, run)
          .map(links -> refused(Reason.NOT_YET, command, run, ": it " + links))
          .orElse(refusal);
    }
    return refusal == null && command == Command.SEND_BACK ? tooOften(instance, key) : refusal;
  }

  /** Whether opening a step anew means to retry its instance, which has failed with it. */
  public boolean retried(InstanceSnapshot instance, StepRun run) {
    return run.state() == StepState.FAILED
        && instance.mayBeRetried()
        && RetryFromFailure.of(tree, instance).reopens(run.key());
  }

  private @Nullable Refusal ofStep(Command command, Step step, StepRun run, boolean admin) {
    if (command == Command.REVOKE && EarlyAnswers.by(run) != null) {
      return null;
    }
    if (command.afterTheEnd() && run.state().open() && !(command == Command.REVOKE && voted(run))) {
      boolean blocked = run.state() == StepState.BLOCKED;
      return refused(blocked ? Reason.BLOCKED : Reason.NOT_YET, command, run, "");
    }
    return switch (run.state()) {
      case PENDING, UNRECOGNIZED -> refused(Reason.NOT_YET, command, run, "");
      case READY -> {
        boolean delayed = !isOpen(step, run) && !(command == Command.SKIP && admin);
        if (delayed) {
          yield refused(
              Reason.NOT_YET, command, run, run.dueAt() == null ? "" : " from " + run.dueAt());
        }
        yield command == Command.RESUME ? refused(Reason.NOT_HELD, command, run, "") : null;
      }
      case IN_PROGRESS ->
          command == Command.RESUME ? refused(Reason.NOT_HELD, command, run, "") : null;
      case BLOCKED ->
          blocked(command, step, run, admin)
              ? null
              : refused(
                  Reason.BLOCKED, command, run, run.reason() == null ? "" : ": " + run.reason());
      case COMPLETED, FAILED, SKIPPED ->
          command == Command.COMMENT || command.afterTheEnd()
              ? null
              : refused(Reason.ENDED, command, run, ended(run));
    };
  }

  private static boolean voted(StepRun run) {
    return !run.task().ballot().votes().isEmpty();
  }

  private boolean blocked(Command command, Step step, StepRun run, boolean admin) {
    return command == Command.COMMENT
        || (run.task().suspension() != null && !run.task().withheld() && command.whileSuspended())
        || (admin && (command == Command.SKIP || onlyAdmin(step, run)));
  }

  /** Whether a step is answered before its turn: it is PENDING, or its delay is not over. */
  public boolean early(InstanceSnapshot instance, StepKey key) {
    return early(tree, instance, key, tree.node(key).step(), instance.step(key));
  }

  private boolean early(
      StepTree tree, InstanceSnapshot instance, StepKey key, Step step, StepRun run) {
    boolean before =
        run.state() == StepState.PENDING || (run.state() == StepState.READY && !isOpen(step, run));
    return before && isForPeople(step, key) && EarlyAnswers.takes(tree, instance, key);
  }

  /** Why a step has been sent back too often; null: it has not. */
  private static @Nullable Refusal tooOften(InstanceSnapshot instance, StepKey key) {
    int times = 0;
    for (int visit = 1; visit < key.visit(); visit++) {
      StepKey earlier = new StepKey(key.id(), key.rounds(), false, visit);
      times += TaskVisits.sentBack(instance.step(earlier)) ? 1 : 0;
    }
    return times < Tasks.MOST_SENT_BACK
        ? null
        : new Refusal(
            Reason.NOT_ALLOWED,
            "step \"" + key + "\" was sent back " + times + " times; more is not allowed");
  }

  private static Refusal refused(Reason reason, Command command, StepRun run, String more) {
    return new Refusal(
        reason, "step \"" + run.key() + "\" is " + run.state() + more + "; " + command.possible());
  }

  private static boolean ended(StepState state) {
    return !state.open() && state != StepState.PENDING;
  }

  private static String ended(StepRun run) {
    return (run.endedAt() == null ? "" : " since " + run.endedAt())
        + (run.claimedBy() == null ? endedBecause(run) : " by " + run.claimedBy());
  }

  /** What ended a step that nobody has ended: its timeout, a condition, a way back. */
  private static String endedBecause(StepRun run) {
    return run.reason() == null ? "" : ": " + run.reason();
  }

  private static String ofInstance(InstanceSnapshot instance) {
    return "instance "
        + instance.identity().id()
        + " is "
        + instance.state()
        + "; steps can be done while it is ACTIVE";
  }

  private static String notForPeople(Step step, StepKey key) {
    return step instanceof Step.Action
        ? "step \"" + key + "\" is done by the engine and does not wait for an answer"
        : "step \"" + key + "\" is not an action: nobody can answer it";
  }

  /** Whether people do a step, or answer it as things are. */
  public boolean isTask(Step step, StepRun run) {
    return isForPeople(step, run.key())
        || (waits(run) && (step instanceof Step.Action || run.key().undo()));
  }

  /** Whether people do a step: no handler is called before somebody answers. */
  public boolean isForPeople(Step step, StepKey key) {
    return step instanceof Step.Action action && !key.undo() && byPeople.test(action.type());
  }

  /** Whether a task can be seen and taken on: its turn has come, its delay is over. */
  public boolean isOpen(Step step, StepRun run) {
    return switch (run.state()) {
      case READY -> isForPeople(step, run.key()) && run.dueAt() == null;
      case IN_PROGRESS -> isTask(step, run);
      case BLOCKED -> onlyAdmin(step, run);
      default -> false;
    };
  }

  private boolean onlyAdmin(Step step, StepRun run) {
    return isForPeople(step, run.key())
        && run.dueAt() == null
        && run.task().suspension() == null
        && Candidacy.nobodyMay(step.settings().performer(), run);
  }

  /** Whether a handler waits for an answer. */
  public static boolean waits(StepRun run) {
    return run.state() == StepState.IN_PROGRESS && run.memory().waitingFor() != null;
  }

  /** The assignee that a step remembers; null: nobody. */
  public static @Nullable String somebody(@Nullable String assignee) {
    return assignee == null || assignee.equals(NOBODY) ? null : assignee;
  }
}
