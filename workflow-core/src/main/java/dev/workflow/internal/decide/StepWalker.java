package dev.workflow.internal.decide;

import dev.workflow.condition.NotEvaluableException;
import dev.workflow.definition.Backlog;
import dev.workflow.definition.Delay;
import dev.workflow.definition.Step;
import dev.workflow.definition.TimeSpan;
import dev.workflow.expression.ExpressionException;
import dev.workflow.instance.StepState;
import dev.workflow.internal.text.Limits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a list of steps as far as it goes now. Walking again changes nothing until something has
 * happened: every walk starts at the top and passes what has ended, so there is no program counter
 * that could be wrong.
 */
final class StepWalker {

  /** How far a step or list has come. */
  enum Progress {
    /** Ended in a way that lets the next step begin. */
    DONE,
    /** Something is still to come. */
    OPEN,
    /** Failed for good and not tolerated. */
    FAILED,
    /** A stop step has been reached. */
    STOPPED
  }

  /** From here on a step counts as late. */
  private static final Duration LATE = Duration.ofMinutes(1);

  /** The mark of a late step that has been given its new time. */
  private static final String SPREAD = "late, spread out";

  private final DecisionBuilder decision;
  private final StepStart steps;
  private final RecordGate gate;
  private final Links links;
  private final StepLocks locks;
  private Step.@Nullable Stop reached;

  StepWalker(DecisionBuilder decision) {
    this.decision = decision;
    this.steps = new StepStart(decision, this);
    this.gate = new RecordGate(decision);
    this.links = new Links(decision);
    this.locks = new StepLocks(decision);
  }

  /** Before the first step and after every change: waits that count earlier events listen. */
  void begin() {
    if (decision.around().tree().countsEarlier()) {
      new EarlierEvents(decision).listen(steps);
    }
  }

  /**
   * Walks all steps of the instance, and what goes on unheeded. Where what happens to one step
   * changes what becomes of others, it walks again until nothing changes any more.
   */
  Progress all() {
    StepTree tree = decision.around().tree();
    Progress progress;
    int before;
    do {
      before = decision.changes();
      progress = list(tree.definition().steps(), Scope.ROOT);
      if (progress == Progress.DONE || progress == Progress.OPEN) {
        Progress rest = steps.unheeded().walk();
        progress = rest == Progress.DONE ? progress : rest;
      }
    } while (progress == Progress.OPEN
        && tree.linked()
        && decision.changes() > before
        && !decision.unfinished());
    return progress;
  }

  /** Before the instance fails: whether nothing that goes on unheeded is at work any more. */
  boolean cutOffUnheeded() {
    return steps.unheeded().cutOff();
  }

  /** The stop step that was reached, if one was. */
  Step.@Nullable Stop reached() {
    return reached;
  }

  void reach(Step.Stop stop) {
    reached = stop;
  }

  Progress list(List<Step> list, Scope scope) {
    for (int i = 0; i < list.size(); i++) {
      Step next = i + 1 < list.size() ? list.get(i + 1) : null;
      Progress progress = step(list.get(i), next, scope);
      if (progress != Progress.DONE) {
        return progress;
      }
      if (revocable(list.get(i), scope)) {
        return Progress.OPEN;
      }
    }
    return Progress.DONE;
  }

  /** Whether what comes after an answer still waits, so that the answer can be taken back. */
  private boolean revocable(Step step, Scope scope) {
    TimeSpan revocable = step.settings().performer().revision().revocable();
    if (revocable == null) {
      return false;
    }
    StepRun run = decision.newest(scope.key(step.id()));
    Instant ended = run.endedAt();
    if (run.state() != StepState.COMPLETED || run.claimedBy() == null || ended == null) {
      return false;
    }
    Instant until =
        revocable.addTo(ended, decision.around().tenant().zone()).plus(decision.paused(ended));
    if (!until.isAfter(decision.now())) {
      return false;
    }
    decision.wakeAt(until);
    return true;
  }

  private Progress step(Step step, @Nullable Step next, Scope scope) {
    StepRun run = decision.newest(scope.key(step.id()));
    if (begins(run) && decision.spent()) {
      return Progress.OPEN;
    }
    Progress before = run.state() == StepState.PENDING ? links.before(step, scope) : null;
    if (before != null) {
      return before;
    }
    Progress progress;
    try {
      if (isDue(step, run) && !gate.opens(run)) {
        return Progress.OPEN;
      }
      progress =
          switch (run.state()) {
            case COMPLETED, SKIPPED -> Progress.DONE;
            case FAILED -> Progress.FAILED;
            case PENDING -> reach(step, next, scope, run);
            case READY -> ready(step, next, scope, run);
            case IN_PROGRESS ->
                steps.byPeople(step) && steps.offering().withdraws(step, scope, run)
                    ? Progress.OPEN
                    : steps.proceed(step, scope, run);
            case BLOCKED -> blocked(step, next, scope, run);
            case UNRECOGNIZED -> Progress.OPEN;
          };
    } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
      progress = undecidable(run.key(), e);
    } catch (ExpressionException | DateTimeException | NotEvaluableException e) {
      progress = undecidable(run.key(), e);
    }
    return progress == Progress.FAILED ? afterFailure(step, scope) : progress;
  }

  /**
   * What the host's code or a value makes impossible to decide fails the step it is about: what led
   * here, such as the result of the step before, stays.
   */
  private Progress undecidable(StepKey key, RuntimeException why) {
    StepRun run = decision.run(key);
    boolean early = run.state() == StepState.PENDING;
    if (early || run.state() == StepState.BLOCKED) {
      run = decision.move(run, StepState.READY, null);
    }
    if (run.state() == StepState.READY) {
      run = decision.move(run.due(null), StepState.IN_PROGRESS, null);
    }
    if (run.state() != StepState.IN_PROGRESS) {
      throw why;
    }
    decision.move(
        early ? run.ready(null) : run,
        StepState.FAILED,
        Limits.storable(String.valueOf(why.getMessage()), Limits.REASON));
    return Progress.FAILED;
  }

  /** Whether it is about to begin: its turn has come, its delay or what hindered it has passed. */
  private boolean isDue(Step step, StepRun run) {
    Instant due = run.dueAt();
    boolean passed = due != null && !due.isAfter(decision.now());
    return switch (run.state()) {
      case PENDING -> true;
      case READY -> !run.memory().held() && (passed || (due == null && !steps.byPeople(step)));
      case BLOCKED -> passed;
      default -> false;
    };
  }

  /** Whether the records that a loop's condition sees are still to be read. */
  boolean waitsForRecords(StepRun loop) {
    return !gate.atHand(loop);
  }

  private static boolean begins(StepRun run) {
    return run.state() == StepState.PENDING
        || run.state() == StepState.READY
        || run.state() == StepState.BLOCKED;
  }

  private Progress afterFailure(Step step, Scope scope) {
    if (decision.overfull()) {
      return Progress.FAILED;
    }
    if (!step.settings().failure().onFailure().isEmpty()) {
      RetryFromFailure.answerAgain(decision, steps, step, scope);
    }
    Progress answer = list(step.settings().failure().onFailure(), scope);
    if (answer == Progress.OPEN || answer == Progress.STOPPED) {
      return answer;
    }
    return step.settings().failure().allowFailure() ? Progress.DONE : Progress.FAILED;
  }

  private Progress reach(Step step, @Nullable Step next, Scope scope, StepRun pending) {
    if (decision.full()) {
      StepRun begun =
          decision.move(decision.move(pending, StepState.READY, null), StepState.IN_PROGRESS, null);
      decision.move(begun, StepState.FAILED, decision.fullReason());
      return Progress.FAILED;
    }
    if (!decision.conditions().holds(step.settings().when(), scope)) {
      StepRun ready = decision.move(pending, StepState.READY, null);
      return leaveOut(ready, decision.conditions().why(step.settings().when(), scope));
    }
    Delay delay = step.settings().delay();
    if (delay == null) {
      StepRun opened = steps.opened(step, scope, pending);
      return opened == null
          ? Progress.OPEN
          : ready(step, next, scope, decision.move(opened, StepState.READY, null));
    }
    DelayClock.Due due = new DelayClock(decision, scope).due(delay);
    if (due instanceof DelayClock.At at) {
      return ready(
          step, next, scope, decision.move(pending.due(at.time()), StepState.READY, at.reason()));
    }
    return withoutTime(due, decision.move(pending, StepState.READY, null));
  }

  /** Works out again when a step may begin that has failed for want of an answer. */
  private Progress turnAgain(
      Step step, Delay delay, @Nullable Step next, Scope scope, StepRun ready) {
    DelayClock.Due due = new DelayClock(decision, scope).due(delay);
    if (due instanceof DelayClock.At at) {
      StepRun timed = ready.due(at.time()).ready(decision.now());
      return ready(step, next, scope, decision.note(timed.state(StepState.READY, at.reason())));
    }
    return withoutTime(due, ready);
  }

  /** A step that failed here was never truly ready, and keeps that in mind for a retry. */
  private Progress withoutTime(DelayClock.Due due, StepRun ready) {
    if (due instanceof DelayClock.LeaveOut out) {
      return leaveOut(ready, out.reason());
    }
    StepRun begun = decision.move(ready, StepState.IN_PROGRESS, null);
    decision.move(begun.ready(null), StepState.FAILED, ((DelayClock.CannotTell) due).reason());
    return Progress.FAILED;
  }

  private Progress ready(Step step, @Nullable Step next, Scope scope, StepRun run) {
    Instant due = run.dueAt();
    if (run.memory().held()) {
      return Progress.OPEN;
    }
    if (due != null && due.isAfter(decision.now())) {
      decision.wakeAt(due);
      return Progress.OPEN;
    }
    Delay delay = step.settings().delay();
    if (delay != null && run.readyAt() == null) {
      return turnAgain(step, delay, next, scope, run);
    }
    if (due == null || run.attempt() > 0 || delay == null) {
      return begin(step, scope, run);
    }
    if (due.plus(LATE).isBefore(decision.now())) {
      Progress late = late(step, next, scope, run, due);
      if (late != null) {
        return late;
      }
    }
    if (!decision.conditions().holds(step.settings().when(), scope)) {
      return leaveOut(run, decision.conditions().why(step.settings().when(), scope));
    }
    return begin(step, scope, run);
  }

  private Progress begin(Step step, Scope scope, StepRun run) {
    boolean waits = steps.offering().withdraws(step, scope, run) || !locks.admits(step, scope, run);
    return waits ? Progress.OPEN : steps.begin(step, scope, run);
  }

  private @Nullable Progress late(
      Step step, @Nullable Step next, Scope scope, StepRun run, Instant due) {
    Backlog backlog = decision.around().tree().definition().backlog();
    if (backlog instanceof Backlog.DropOlderThan drop
        && due.plus(drop.age()).isBefore(decision.now())) {
      return leaveOut(run, "it was due " + due + ", longer ago than " + drop.age());
    }
    if (backlog instanceof Backlog.Latest && next != null && alsoDue(next, scope)) {
      return leaveOut(run, "it was due " + due + " and the next step is due as well");
    }
    if (backlog instanceof Backlog.Spread spread && !SPREAD.equals(run.reason())) {
      long offset =
          (long)
              (StableRandom.of(decision.identity().id(), step.id(), 0) * spread.over().toMillis());
      Instant later = decision.now().plusMillis(offset);
      decision.note(run.due(later).state(StepState.READY, SPREAD));
      decision.wakeAt(later);
      return Progress.OPEN;
    }
    return null;
  }

  private boolean alsoDue(Step next, Scope scope) {
    Delay delay = next.settings().delay();
    if (delay == null || delay.rule() instanceof Delay.After) {
      return false;
    }
    Delay.Rule rule = delay.rule();
    if (rule instanceof Delay.Until until) {
      rule =
          new Delay.Until(
              until.time(),
              until.offset(),
              until.zone(),
              Delay.Unresolved.FAIL,
              Delay.Unresolved.NOW);
    } else if (rule instanceof Delay.OfData data) {
      if (!data.fromTrigger()) {
        return false;
      }
      rule = new Delay.OfData(data.span(), true, Delay.Unresolved.FAIL);
    }
    DelayClock.Due due = new DelayClock(decision, scope).due(new Delay(rule, null));
    return due instanceof DelayClock.At at && !at.time().isAfter(decision.now());
  }

  private Progress blocked(Step step, @Nullable Step next, Scope scope, StepRun run) {
    Instant askAgain = run.dueAt();
    StepLock lock = run.memory().lock();
    if (lock != null && !lock.held()) {
      return Progress.OPEN;
    }
    if (!steps.byPeople(step) && !steps.offering().holds(step, scope)) {
      return Progress.OPEN;
    }
    if (askAgain == null && steps.byPeople(step)) {
      return steps.unblocked(step, scope, run) ? step(step, next, scope) : Progress.OPEN;
    }
    if (askAgain != null && askAgain.isAfter(decision.now())) {
      decision.wakeAt(askAgain);
      return Progress.OPEN;
    }
    StepRun again = steps.askedAgain(step, scope, run);
    return again == null
        ? Progress.OPEN
        : ready(step, next, scope, decision.move(again.due(null), StepState.READY, null));
  }

  private Progress leaveOut(StepRun ready, String reason) {
    decision.move(ready, StepState.SKIPPED, reason);
    return Progress.DONE;
  }

  /** When a step that began at {@code from} runs into its timeout; null: never. */
  @Nullable Instant timeout(Step step, Instant from) {
    TimeSpan timeout = step.settings().failure().timeout();
    return timeout == null ? null : timeout.addTo(from, decision.around().tenant().zone());
  }
}
