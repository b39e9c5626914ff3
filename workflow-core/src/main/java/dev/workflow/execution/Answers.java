package dev.workflow.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowException;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepKey;
import dev.workflow.instance.StepRun;
import dev.workflow.instance.StepState;
import dev.workflow.instance.Stimulus;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import org.jspecify.annotations.Nullable;

/** Turns what a person or a webhook said into a result of the step's handler. */
final class Answers {

  private Answers() {}

  static void answer(
      UnitOfWork work, Working working, StepKey key, Actor actor, Work.Answering answering) {
    StepRun run = working.snapshot().step(key);
    if (run.state() != StepState.READY && run.state() != StepState.IN_PROGRESS) {
      throw new IllegalTransitionException(
          "step \""
              + key
              + "\" is "
              + run.state()
              + "; it can be answered while it is READY or IN_PROGRESS");
    }
    if (!(working.tree().place(key.id()).step() instanceof Step.Action action)) {
      throw new IllegalTransitionException(
          "step \"" + key + "\" is not an action: nobody can answer it");
    }
    ActionHandler handler = work.wiring().actions().find(action.type());
    if (handler == null) {
      throw new NotFoundException(
          "this node has no handler for the action \"" + action.type() + "\"");
    }
    if (!handler.performedByPeople() && run.memory().waitingFor() == null) {
      throw new IllegalTransitionException(
          "step \"" + key + "\" is done by the engine and does not wait for an answer");
    }
    CallContext context =
        CallContext.of(
            work.wiring(),
            work.surroundings(working),
            working.snapshot(),
            key,
            Math.max(1, run.attempt()));
    context.join(work.transaction());
    ActionResult result = result(handler, context, answering);
    work.stimulate(working, new Stimulus.PersonAnswer(key, actor, result, context.outgoing()));
  }

  private static ActionResult result(
      ActionHandler handler, CallContext context, Work.Answering answering) {
    try {
      if (answering.failure() != null) {
        return checked(handler, context, handler.fail(context, answering.failure()));
      }
      JsonNode payload = answering.payload() == null ? Json.object() : answering.payload();
      return checked(handler, context, handler.complete(context, payload));
    } catch (WorkflowException e) {
      throw e;
    } catch (Throwable e) {
      throw new WorkflowException(
          "the handler of \"" + handler.type() + "\" could not take the answer: " + e.getMessage(),
          e);
    }
  }

  /** A result that can be stored. One that cannot is no answer: the step stays as it is. */
  private static ActionResult checked(
      ActionHandler handler, CallContext context, @Nullable ActionResult result) {
    ActionResult checked = new Results(context.maxDataBytes()).checked(result, context.outgoing());
    if (checked instanceof ActionResult.Failed failed && !(result instanceof ActionResult.Failed)) {
      throw new WorkflowException(
          "the handler of \""
              + handler.type()
              + "\" could not take the answer: "
              + failed.reason());
    }
    return checked;
  }
}
