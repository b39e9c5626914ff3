package dev.workflow.internal.decide;

import dev.workflow.IllegalTransitionException;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody changes when a step begins, is tried again, or has waited for long enough. A step that
 * is held stays READY with its time, and does not begin.
 */
final class TimeChanges {

  private final DecisionBuilder decision;
  private final StepStart steps;

  TimeChanges(DecisionBuilder decision, StepStart steps) {
    this.decision = decision;
    this.steps = steps;
  }

  void change(InstanceInput.OnTime on) {
    StepRun run = decision.run(on.step());
    Step step = decision.around().tree().node(on.step()).step();
    Instant due = run.dueAt();
    if (run.state() == StepState.READY && due != null) {
      begins(on, step, run, due);
    } else if (run.state() == StepState.IN_PROGRESS && due != null && !steps.byPeople(step)) {
      waits(on, run, due);
    } else {
      throw new IllegalTransitionException(
          "step \""
              + run.key()
              + "\" is "
              + run.state()
              + (steps.byPeople(step) && run.state().open()
                  ? "; of a task only the due date can be moved"
                  : " and nothing of it is to come by time"));
    }
  }

  private void begins(InstanceInput.OnTime on, Step step, StepRun run, Instant due) {
    switch (on.act()) {
      case SKIP -> {
        String reason = on.reason() == null ? "skipped" : on.reason();
        steps.leave(step, run, reason);
        decision.move(run.memory(run.memory().held(false)), StepState.SKIPPED, reason);
      }
      case MOVE -> put(run, time(on), "moved from " + due, on.reason());
      case NOW ->
          put(
              run.memory(run.memory().held(false)),
              decision.now(),
              "begun before its time, " + due,
              on.reason());
      case HOLD -> {
        if (run.memory().held()) {
          throw new IllegalTransitionException("step \"" + run.key() + "\" is held already");
        } else if (step instanceof Step.Wait wait && wait.earlier()) {
          throw new IllegalTransitionException(
              "step \"" + run.key() + "\" counts events that come before it and cannot be held");
        }
        put(run.memory(run.memory().held(true)), due, "held", on.reason());
      }
      case RELEASE -> {
        if (!run.memory().held()) {
          throw new IllegalTransitionException("step \"" + run.key() + "\" is not held");
        }
        Instant now = decision.now();
        put(
            run.memory(run.memory().held(false)),
            due.isBefore(now) ? now : due,
            "released",
            on.reason());
      }
    }
  }

  private void waits(InstanceInput.OnTime on, StepRun run, Instant due) {
    switch (on.act()) {
      case SKIP -> put(run, null, "waits without a limit, which was " + due, on.reason());
      case MOVE -> put(run, time(on), "its limit was moved from " + due, on.reason());
      case NOW ->
          put(run, decision.now(), "waits no longer, which it did until " + due, on.reason());
      default ->
          throw new IllegalTransitionException(
              "the timeout of step \""
                  + run.key()
                  + "\" cannot be held; move it, or skip it so that the step waits without one");
    }
  }

  private void put(StepRun run, @Nullable Instant due, String what, @Nullable String reason) {
    String why = reason == null ? what : what + ": " + reason;
    decision.note(run.due(due).state(run.state(), why));
  }

  private Instant time(InstanceInput.OnTime on) {
    Instant to = on.to();
    return to == null || to.isBefore(decision.now()) ? decision.now() : to;
  }
}
