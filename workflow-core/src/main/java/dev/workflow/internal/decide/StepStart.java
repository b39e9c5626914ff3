package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Limits;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Retry;
import dev.workflow.definition.Step;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.Template;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of step does when it begins and while it is in progress. Containers are in {@link
 * Containers}.
 */
public final class StepStart {

  /** An actor's id is no longer, so what is cut off here is nobody's. */
  private static final int MAX_ASSIGNEE = 200;

  private final DecisionBuilder unfolding;
  private final StepWalker walk;
  private final Containers containers;

  StepStart(DecisionBuilder unfolding, StepWalker walk) {
    this.unfolding = unfolding;
    this.walk = walk;
    this.containers = new Containers(unfolding, walk, this);
  }

  /** A step about to become READY, with what a person's step needs to be found. */
  StepRun opened(Step step, Scope scope, StepRun pending) {
    return byPeople(step) ? assigned(step, scope, pending) : pending;
  }

  /** A step that people may do from now on, with whom it is for. */
  StepRun assigned(Step step, Scope scope, StepRun run) {
    Template assignee = step.settings().performer().assignee();
    if (assignee == null) {
      return run;
    }
    JsonNode value =
        assignee.evaluateLeniently(
            unfolding.data(scope), unfolding.now(), unfolding.around().tenant().zone());
    return run.memory(run.memory().assignee(assignee(value, step)));
  }

  /**
   * The actor that an expression gives. What no actor can be is nobody, and then the step is for
   * its role, or for ADMIN alone; it is never for everybody.
   */
  private static @Nullable String assignee(JsonNode value, Step step) {
    String text = value.isTextual() || value.isNumber() ? value.asText() : "";
    boolean somebody =
        !text.isBlank()
            && Limits.wrongLine(text, MAX_ASSIGNEE) == null
            && !text.equals(Actor.ENGINE.id());
    if (somebody) {
      return text;
    }
    return step.settings().performer().role() == null ? Commands.NOBODY : null;
  }

  boolean byPeople(Step step) {
    return step instanceof Step.Action action
        && unfolding.around().lookup().performedByPeople(action.type());
  }

  /** Begins a step that is READY and due. */
  Progress begin(Step step, Scope scope, StepRun run) {
    if (byPeople(step)) {
      return open(step, scope, run);
    }
    StepRun begun =
        unfolding.move(
            run.attempt(run.attempt() + 1)
                .due(step instanceof Step.Action ? null : walk.timeout(step, unfolding.now())),
            StepState.IN_PROGRESS,
            null);
    try {
      return begun(step, scope, begun);
    } catch (ExpressionException e) {
      return failed(step, unfolding.run(begun.key()), String.valueOf(e.getMessage()), false);
    }
  }

  private Progress begun(Step step, Scope scope, StepRun run) {
    if (step instanceof Step.Action) {
      unfolding.effect(new Effect.Call(run.key(), run.attempt()));
      return Progress.OPEN;
    } else if (step instanceof Step.Pause) {
      unfolding.complete(run, null);
      return Progress.DONE;
    } else if (step instanceof Step.Wait wait) {
      return beginWait(wait, scope, run);
    } else if (step instanceof Step.SubWorkflow workflow) {
      return beginWorkflow(workflow, scope, run);
    } else if (step instanceof Step.Stop stop) {
      unfolding.complete(run, null);
      walk.reach(stop);
      return Progress.STOPPED;
    }
    return containers.begin(step, scope, run);
  }

  /** Goes on with a step that is IN_PROGRESS. */
  Progress proceed(Step step, Scope scope, StepRun run) {
    if (byPeople(step)) {
      return inTime(step, run);
    }
    Instant due = run.dueAt();
    if (due != null && !due.isAfter(unfolding.now())) {
      return unfolding.spent() ? Progress.OPEN : overdue(step, run);
    }
    if (due != null) {
      unfolding.wakeAt(due);
    }
    return containers.isContainer(step) ? containers.proceed(step, scope, run) : Progress.OPEN;
  }

  /** Ends what a step has going on besides itself: steps inside it, the sub-workflow it awaits. */
  void leave(Step step, StepRun run, String reason) {
    containers.leave(step, run.key().rounds(), reason);
    InstanceEnding.cancelChild(unfolding, run, reason);
  }

  /** The same because the step has failed. */
  private void cutOff(Step step, StepRun run, String reason) {
    containers.cutOff(step, run.key().rounds(), reason);
    InstanceEnding.cancelChild(unfolding, run, reason);
  }

  /** When a step that begins now runs into its timeout; null: never. */
  @Nullable Instant timeout(Step step) {
    return walk.timeout(step, unfolding.now());
  }

  private Progress overdue(Step step, StepRun run) {
    if (step instanceof Step.Wait) {
      unfolding.complete(run, JsonNodeFactory.instance.objectNode().put("timedOut", true));
      return Progress.DONE;
    }
    cutOff(step, run, "timed out");
    boolean retryable = step instanceof Step.Action;
    return failed(step, run, "timed out after " + step.settings().failure().timeout(), retryable);
  }

  /** A person's step: stays READY until somebody takes it, BLOCKED if nobody may. */
  private Progress open(Step step, Scope scope, StepRun run) {
    StepRun opened = run;
    if (run.dueAt() != null) {
      opened = unfolding.note(this.opened(step, scope, run).due(null).ready(unfolding.now()));
    }
    if (Commands.nobodyMay(step.settings().performer(), opened)) {
      unfolding.move(opened, StepState.BLOCKED, nobodyMay(step));
      return Progress.OPEN;
    }
    return inTime(step, opened);
  }

  private static String nobodyMay(Step step) {
    Template assignee = step.settings().performer().assignee();
    return Commands.NOBODY_MAY
        + ": the assignee "
        + (assignee == null ? "" : assignee.text())
        + " gives nobody, and there is no role; only ADMIN may do it";
  }

  /**
   * Whether somebody may do a step now that nobody might: then it is READY, and its time begins.
   */
  boolean unblocked(Step step, Scope scope, StepRun blocked) {
    StepRun run = assigned(step, scope, blocked);
    if (Commands.nobodyMay(step.settings().performer(), run)) {
      return false;
    }
    unfolding.move(run.ready(unfolding.now()), StepState.READY, null);
    return true;
  }

  /**
   * A person's step has its timeout from the moment it was READY, whoever claims or releases it: it
   * is counted from {@code readyAt}, which nobody who does the step changes.
   */
  private Progress inTime(Step step, StepRun run) {
    Instant ready = run.readyAt() == null ? unfolding.now() : run.readyAt();
    Instant counted = walk.timeout(step, ready);
    if (counted == null) {
      return Progress.OPEN;
    }
    Instant timeout = counted.plus(unfolding.paused(ready));
    if (timeout.isAfter(unfolding.now())) {
      unfolding.wakeAt(timeout);
      return Progress.OPEN;
    }
    StepRun begun =
        run.state() == StepState.IN_PROGRESS
            ? run
            : unfolding.move(run, StepState.IN_PROGRESS, null);
    return failed(
        step, begun, "nobody answered within " + step.settings().failure().timeout(), false);
  }

  /**
   * A step whose handler waits for an answer. Its timeout counts from the first time, so that no
   * answer puts it off; that of a person's step counts already.
   */
  StepRun waiting(Step step, StepRun run, String key) {
    StepRun.Memory memory = run.memory();
    boolean first = memory.waitingFor() == null && memory.answer() == null && !byPeople(step);
    StepRun waiting = first ? run.due(walk.timeout(step, unfolding.now())) : run;
    if (first && !run.key().undo()) {
      waiting = assigned(step, unfolding.scope(run.key()), waiting);
    }
    return waiting.memory(waiting.memory().waitingFor(key).answer(null));
  }

  private Progress beginWait(Step.Wait wait, Scope scope, StepRun run) {
    String key;
    try {
      key = waitKey(wait, scope);
    } catch (InvalidInputException e) {
      return failed(wait, run, String.valueOf(e.getMessage()), false);
    }
    if (key == null) {
      return failed(
          wait,
          run,
          "it waits for an event about the subject, but the instance has no subject",
          false);
    }
    Instant due =
        wait.timeout() == null
            ? null
            : wait.timeout().addTo(unfolding.now(), unfolding.around().tenant().zone());
    StepRun waiting = unfolding.note(run.due(due).memory(run.memory().waitingFor(key)));
    return proceed(wait, scope, waiting);
  }

  private @Nullable String waitKey(Step.Wait wait, Scope scope) {
    if (wait.correlation() != null) {
      return WaitKeys.correlation(
          RenderedKey.checked(
              "The correlation",
              wait.correlation().render(unfolding.data(scope), unfolding.rendering())));
    }
    SubjectRef subject = unfolding.identity().subject();
    return subject == null ? null : WaitKeys.subject(subject);
  }

  private Progress beginWorkflow(Step.SubWorkflow step, Scope scope, StepRun run) {
    if (unfolding.identity().cause().depth() >= Cause.MAX_DEPTH) {
      return failed(step, run, "sub-workflows are nested deeper than " + Cause.MAX_DEPTH, false);
    }
    InstanceSnapshot.Identity identity = unfolding.identity();
    String limit =
        unfolding
            .around()
            .lookup()
            .chainLimit(identity.cause().then(identity.workflow().key(), identity.id()));
    if (limit != null) {
      return failed(step, run, limit, false);
    }
    Optional<WorkflowRef> target =
        unfolding.around().lookup().workflow(step.workflow(), step.version());
    if (target.isEmpty()) {
      return failed(
          step,
          run,
          "there is no published and enabled workflow \"" + step.workflow() + "\"",
          false);
    }
    JsonNode input = step.input().evaluate(unfolding.data(scope), unfolding.rendering());
    String wrong = unfolding.tooMuch(input);
    if (wrong != null) {
      return failed(step, run, "the input of the sub-workflow " + wrong, false);
    }
    InstanceId child = unfolding.around().ids().get();
    unfolding.effect(
        new Effect.StartWorkflow(target.get(), child, input, run.key(), step.awaited()));
    if (step.awaited()) {
      StepRun waiting = run.memory(run.memory().waitingFor(child.toString()));
      return proceed(step, scope, unfolding.note(waiting));
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    unfolding.complete(run, output.put("instance", child.toString()));
    return Progress.DONE;
  }

  /** An attempt failed: tried again if that is allowed, otherwise the step has failed. */
  Progress failed(Step step, StepRun run, String reason, boolean retryable) {
    Retry retry = step.settings().failure().retry();
    if (retryable && run.attempt() < retry.maxAttempts()) {
      double random =
          StableRandom.of(unfolding.identity().id(), run.key().toString(), run.attempt());
      Duration wait = retry.delayAfter(run.attempt(), random);
      again(run, StepState.READY, unfolding.now().plus(wait), reason);
      return Progress.OPEN;
    }
    unfolding.move(run, StepState.FAILED, reason);
    return Progress.FAILED;
  }

  /** Something hinders the step: asked again after the longest wait of a retry up to a minute. */
  void blocked(StepRun run, String reason) {
    StepRun uncounted = run.attempt(Math.max(0, run.attempt() - 1));
    again(uncounted, StepState.BLOCKED, unfolding.now().plus(Duration.ofMinutes(1)), reason);
  }

  private void again(StepRun run, StepState state, Instant due, String reason) {
    unfolding.move(
        run.due(due)
            .claimed(null)
            .memory(run.memory().waitingFor(null).answer(run.memory().early())),
        state,
        reason);
    unfolding.wakeAt(due);
  }
}
