package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowException;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepData;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.StoreException;
import dev.workflow.task.form.TaskForm;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a person or a webhook said into a result of the step's handler. Whether the step takes
 * an answer has been asked before.
 */
final class TaskCompletion {

  private TaskCompletion() {}

  static void answer(
      UnitOfWork work,
      InstanceUpdate working,
      StepKey key,
      Actor actor,
      @Nullable String forWhom,
      CommandContext.TaskAnswer answer) {
    StepRun run = working.snapshot().step(key);
    String action = StepData.action(working.tree(), key);
    ActionHandler handler = work.engine().actions().find(action);
    if (handler == null) {
      throw new NotFoundException("this node has no handler for the action \"" + action + "\"");
    }
    CallContext context =
        CallContext.of(
            work.engine(),
            work.context(working),
            working.snapshot(),
            key,
            Math.max(1, run.attempt()));
    context.join(work.transaction());
    TaskForm form = key.undo() ? null : working.tree().form(key);
    ActionResult result = result(handler, context, answer, form);
    String code =
        answer instanceof CommandContext.TaskAnswer.CannotBeDone cannot ? cannot.code() : null;
    InstanceInput given =
        new InstanceInput.PersonAnswer(key, actor, result, context.outgoing(), code);
    work.handle(working, InstanceInput.OnBehalf.of(given, key, forWhom));
  }

  /**
   * The same with an answer that came before the turn of its step. If it is not taken, it stays the
   * draft that it is.
   */
  static void early(UnitOfWork work, InstanceUpdate working, Effect.AnswerEarly early) {
    if (work.rehearses()) {
      return;
    }
    try {
      answer(
          work,
          working,
          early.step(),
          early.by(),
          early.forWhom(),
          new CommandContext.TaskAnswer.Done(early.payload()));
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      String reason = Limits.storable(String.valueOf(e.getMessage()), Limits.REASON);
      work.handle(working, new InstanceInput.EarlyRefused(early.step(), reason));
    }
  }

  private static ActionResult result(
      ActionHandler handler,
      CallContext context,
      CommandContext.TaskAnswer answer,
      @Nullable TaskForm form) {
    try {
      if (answer instanceof CommandContext.TaskAnswer.CannotBeDone cannot) {
        return checked(handler, context, handler.fail(context, cannot.reason()));
      }
      JsonNode payload = ((CommandContext.TaskAnswer.Done) answer).payload();
      if (form == null) {
        return checked(handler, context, handler.complete(context, payload));
      }
      form.check(payload).throwIfAny(list -> new InvalidInputException("The answer", list));
      return checked(handler, context, formed(handler, context, payload));
    } catch (WorkflowException e) {
      throw e;
    } catch (Throwable e) {
      throw new WorkflowException(
          "the handler of \"" + handler.type() + "\" could not take the answer: " + e.getMessage(),
          e);
    }
  }

  /**
   * The handler takes what its own form lists; what the document's form lists besides is in the
   * output next to what the handler makes of it.
   */
  private static ActionResult formed(ActionHandler handler, CallContext context, JsonNode payload)
      throws Exception {
    JsonNode known = handler.form(context.config()).map(own -> own.path("properties")).orElse(null);
    if (known == null || !payload.isObject()) {
      return handler.complete(context, payload);
    }
    ObjectNode taken = Json.object();
    ObjectNode besides = Json.object();
    payload
        .properties()
        .forEach(
            field ->
                (known.has(field.getKey()) ? taken : besides)
                    .set(field.getKey(), field.getValue()));
    ActionResult result = handler.complete(context, taken);
    boolean merges =
        result instanceof ActionResult.Completed completed
            && !besides.isEmpty()
            && (completed.output() == null || completed.output().isObject());
    if (!merges) {
      return result;
    }
    ObjectNode output = Json.object();
    JsonNode made = ((ActionResult.Completed) result).output();
    if (made != null) {
      output.setAll((ObjectNode) made);
    }
    return ActionResult.completed(output.setAll(besides));
  }

  /** A result that can be stored. One that cannot is no answer: the step stays as it is. */
  private static ActionResult checked(
      ActionHandler handler, CallContext context, @Nullable ActionResult result) {
    ActionResult checked = context.kept(result);
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
