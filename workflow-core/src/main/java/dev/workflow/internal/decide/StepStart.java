package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.SubjectRef;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Retry;
import dev.workflow.definition.Step;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.Template;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins a step, and looks at it while it is in progress. What only one kind of step does when it
 * begins is in {@link KindStart}, and what goes on inside it in {@link Containers}.
 */
public final class StepStart {

  /** After which time what hinders a step is looked at again. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  static final String NO_SUBJECT =
      "it waits for an event about the subject, but the instance has no subject";

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final Containers containers;
  private final TaskDeadlines deadlines;
  private final Offering offering;

  StepStart(DecisionBuilder decision, StepWalker walk) {
    this.decision = decision;
    this.walk = walk;
    this.containers = new Containers(decision, walk, this);
    this.deadlines = new TaskDeadlines(decision, walk, this);
    this.offering = new Offering(decision, this);
  }

  /**
   * A step about to become READY, with what a person's step needs to be found; null: the host's
   * directory is to be asked first.
   */
  @Nullable StepRun opened(Step step, Scope scope, StepRun pending) {
    return byPeople(step)
        ? new TaskAllocation(decision, scope, step)
            .given(new TaskOpening(decision, scope).opened(step, pending))
        : pending;
  }

  /** The same for a step that becomes READY once more. */
  StepRun reopened(Step step, StepRun run) {
    return byPeople(step)
        ? new TaskOpening(decision, decision.scope(run.key())).reopened(step, run)
        : run;
  }

  boolean byPeople(Step step) {
    return step instanceof Step.Action action
        && decision.around().lookup().performedByPeople(action.type());
  }

  /** Begins a step that is READY and due. */
  Progress begin(Step step, Scope scope, StepRun run) {
    if (byPeople(step)) {
      return open(step, scope, run);
    }
    if (step.settings().coordination().lock() != null && RetryFromFailure.entered(step, run)) {
      StepRun entered = run.attempt(1).due(walk.timeout(step, decision.now()));
      return proceed(step, scope, decision.move(entered, StepState.IN_PROGRESS, null));
    }
    StepRun begun =
        decision.move(
            run.attempt(run.attempt() + 1)
                .due(step instanceof Step.Action ? null : walk.timeout(step, decision.now())),
            StepState.IN_PROGRESS,
            null);
    try {
      return step.accept(new KindStart(decision, walk, containers, this, scope, begun));
    } catch (ExpressionException e) {
      return failed(step, decision.run(begun.key()), String.valueOf(e.getMessage()), false);
    }
  }

  /** Continues with a step that is IN_PROGRESS. */
  Progress proceed(Step step, Scope scope, StepRun run) {
    if (byPeople(step)) {
      return deadlines.pass(step, scope, run);
    }
    Instant due = run.dueAt();
    if (due != null && !due.isAfter(decision.now())) {
      return decision.spent() ? Progress.OPEN : overdue(step, run);
    }
    if (due != null) {
      decision.wakeAt(due);
    }
    if (step instanceof Step.Action && Commands.waits(run)) {
      TaskReminders.pass(decision, step, run);
    }
    if (step instanceof Step.Container container && !offering.withdraws(step, scope, run)) {
      return containers.proceed(container, scope, run);
    }
    return Progress.OPEN;
  }

  Offering offering() {
    return offering;
  }

  Unheeded unheeded() {
    return new Unheeded(decision, containers);
  }

  /** What is open inside a step. */
  List<StepRun> openInside(Step step, StepRun run) {
    return containers.openInside(step, run.key().rounds());
  }

  /** Ends what a step has going on besides itself: steps inside it, the sub-workflow it awaits. */
  void leave(Step step, StepRun run, String reason) {
    containers.leave(step, run.key().rounds(), reason);
    InstanceEnding.cancelChild(decision, run, reason);
  }

  /** The same because the step has failed. */
  private void cutOff(Step step, StepRun run, String reason) {
    containers.cutOff(step, run.key().rounds(), reason);
    InstanceEnding.cancelChild(decision, run, reason);
  }

  /**
   * Enters a step that holds others where it was, or where it is to be. One that has a lock waits
   * for it first.
   */
  void enter(Step step, StepRun ready) {
    StepRun entered = ready.attempt(1).due(timeout(step));
    if (step.settings().coordination().lock() == null) {
      decision.move(entered, StepState.IN_PROGRESS, null);
    } else {
      decision.note(entered.due(null));
    }
  }

  /** When a step that begins now runs into its timeout; null: never. */
  @Nullable Instant timeout(Step step) {
    return walk.timeout(step, decision.now());
  }

  private Progress overdue(Step step, StepRun run) {
    if (step instanceof Step.Wait) {
      decision.complete(run, JsonNodeFactory.instance.objectNode().put("timedOut", true));
      return Progress.DONE;
    }
    cutOff(step, run, "timed out");
    boolean retryable = step instanceof Step.Action;
    return failed(step, run, "timed out after " + step.settings().failure().timeout(), retryable);
  }

  /** A person's step: stays READY until somebody takes it, BLOCKED if nobody may. */
  private Progress open(Step step, Scope scope, StepRun run) {
    StepRun opened = run;
    if (run.dueAt() != null || unanswered(run)) {
      StepRun again = this.opened(step, scope, run);
      if (again == null) {
        return Progress.OPEN;
      }
      opened = decision.note(again.due(null).ready(decision.now()));
    }
    if (opened.state() == StepState.READY && TaskAllocation.toGiveAgain(opened)) {
      StepRun again = new TaskAllocation(decision, scope, step).given(opened);
      if (again != null && !unanswered(again) && !again.equals(opened)) {
        opened = decision.note(again);
      }
    }
    if (unanswered(opened)) {
      blocked(
          opened.attempt(1),
          "the host's actor directory could not say who may do it: "
              + decision.host().actors().fault());
      return Progress.OPEN;
    }
    opened = new EarlyAnswers(decision).due(opened);
    if (opened.claimedBy() == null && Candidacy.nobodyMay(step.settings().performer(), opened)) {
      decision.move(opened, StepState.BLOCKED, nobodyMay(step, opened));
      return Progress.OPEN;
    }
    return deadlines.pass(step, scope, new TaskHolders(decision).begunOnReady(step, opened));
  }

  /**
   * A BLOCKED step that is tried again. If the host's directory could not say who may do it, it is
   * asked again; null: it has not said so yet.
   */
  @Nullable StepRun askedAgain(Step step, Scope scope, StepRun run) {
    if (!unanswered(run)) {
      return run;
    }
    StepRun again = opened(step, scope, run);
    if (again != null && unanswered(again)) {
      Instant later = decision.now().plus(AGAIN);
      decision.note(run.due(later));
      decision.wakeAt(later);
      return null;
    }
    return again == null ? null : again.ready(decision.now());
  }

  private static boolean unanswered(StepRun run) {
    return run.task().hands().trouble() == TaskState.Trouble.UNANSWERED;
  }

  private static String nobodyMay(Step step, StepRun run) {
    if (!run.task().participation().declined().isEmpty()) {
      return Commands.NOBODY_MAY
          + ": whoever it is for has declined ("
          + String.join(", ", run.task().participation().declined())
          + "), and there is no role; only ADMIN may do it";
    }
    Performer performer = step.settings().performer();
    Template assignee = performer.candidates().assignee();
    boolean seats = performer.quorum() != null && !performer.quorum().seats().isEmpty();
    String what =
        seats
            ? "\"of\" gives nobody"
            : performer.candidates().choice().when() != null
                ? "\"candidatesWhen\" holds for nobody"
                : assignee == null
                    ? "the candidates give nobody, and there is no role"
                    : "the assignee " + assignee.text() + " gives nobody, and there is no role";
    return Commands.NOBODY_MAY + ": " + what + "; only ADMIN may do it";
  }

  /**
   * Whether a person's step that is BLOCKED continues: somebody may do it now that nobody might, or
   * the time for which it was put aside is over. Then its time begins, or continues.
   */
  boolean unblocked(Step step, Scope scope, StepRun blocked) {
    TaskState.Suspension suspension = blocked.task().suspension();
    if (suspension != null) {
      Instant until = suspension.until();
      boolean aside =
          suspension.withheld()
              ? !offering.holds(step, scope)
              : until == null || until.isAfter(decision.now());
      if (aside && !deadlines.passedWhileSuspended(step, scope, blocked)) {
        if (until != null) {
          decision.wakeAt(until);
        }
        return false;
      }
      new TaskCommands(decision).resume(blocked);
      return true;
    }
    StepRun run = opened(step, scope, blocked);
    if (run == null || Candidacy.nobodyMay(step.settings().performer(), run)) {
      return false;
    }
    decision.move(run.ready(decision.now()), StepState.READY, null);
    return true;
  }

  /**
   * A step whose handler waits for an answer. Its timeout counts from the first time, so that no
   * answer puts it off; that of a person's step counts already.
   */
  StepRun waiting(Step step, StepRun run, String key) {
    StepRun.Memory memory = run.memory();
    boolean first = memory.waitingFor() == null && memory.answer() == null && !byPeople(step);
    StepRun waiting = first ? run.due(walk.timeout(step, decision.now())) : run;
    if (first && !run.key().undo()) {
      waiting = new TaskOpening(decision, decision.scope(run.key())).opened(step, waiting);
    }
    return waiting.memory(waiting.memory().waitingFor(key).answer(null));
  }

  @Nullable String waitKey(Step.Wait wait, Scope scope) {
    return eventKey(wait.correlation(), scope);
  }

  /** The key of the events that a step waits for; null: there is no subject. */
  @Nullable String eventKey(@Nullable Template correlation, Scope scope) {
    if (correlation != null) {
      return WaitKeys.correlation(
          RenderedKey.checked(
              "The correlation", correlation.render(decision.data(scope), decision.rendering())));
    }
    SubjectRef subject = decision.identity().subject();
    return subject == null ? null : WaitKeys.subject(subject);
  }

  /** An attempt failed: tried again if that is allowed, otherwise the step has failed. */
  Progress failed(Step step, StepRun run, String reason, boolean retryable) {
    Retry retry = step.settings().failure().retry();
    if (retryable && run.attempt() < retry.maxAttempts()) {
      double random =
          StableRandom.of(decision.identity().id(), run.key().toString(), run.attempt());
      Duration wait = retry.delayAfter(run.attempt(), random);
      again(run, StepState.READY, decision.now().plus(wait), reason);
      return Progress.OPEN;
    }
    decision.move(run, StepState.FAILED, reason);
    return Progress.FAILED;
  }

  /** Something hinders the step: asked again after the longest wait of a retry up to a minute. */
  void blocked(StepRun run, String reason) {
    StepRun uncounted = run.attempt(Math.max(0, run.attempt() - 1));
    again(uncounted, StepState.BLOCKED, decision.now().plus(AGAIN), reason);
  }

  private void again(StepRun run, StepState state, Instant due, String reason) {
    decision.move(
        run.due(due)
            .claimed(null)
            .memory(run.memory().waitingFor(null).answer(run.memory().early()).lock(null)),
        state,
        reason);
    decision.wakeAt(due);
  }
}
