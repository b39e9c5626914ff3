package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TenantId;
import dev.workflow.definition.Step;
import dev.workflow.definition.TimeSpan;
import dev.workflow.expression.ExpressionException;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One attempt of an automatic action. Runs on the executor; ends in an input for its instance. */
final class HandlerCall implements TenantQueues.Call {

  private static final Log log = Log.of(HandlerCall.class);

  private final LeasedInstances runs;
  private final LeasedInstance run;
  private final StepKey step;
  private final int attempt;
  private final @Nullable JsonNode answer;
  private @Nullable Thread thread;
  private @Nullable StoreTransaction transaction;
  private boolean over;
  private boolean begun;
  private final AttemptScope followed = new AttemptScope();

  /**
   * @param answer what the handler is to take; null: it starts the step
   */
  HandlerCall(
      LeasedInstances runs,
      LeasedInstance run,
      StepKey step,
      int attempt,
      @Nullable JsonNode answer) {
    this.answer = answer;
    this.runs = runs;
    this.run = run;
    this.step = step;
    this.attempt = attempt;
  }

  StepKey step() {
    return step;
  }

  int attempt() {
    return attempt;
  }

  /** Whether it does what another call would do. */
  boolean does(int otherAttempt, @Nullable JsonNode otherAnswer) {
    return attempt == otherAttempt && Objects.equals(answer, otherAnswer);
  }

  /** Its result is not wanted any more. */
  synchronized void interrupt() {
    over = true;
    cutOff();
  }

  private synchronized void cutOff() {
    if (thread == null || thread == Thread.currentThread()) {
      return;
    }
    if (transaction != null) {
      transaction.breakOff();
    }
    thread.interrupt();
  }

  /**
   * The handler works in a transaction now, which ends with the attempt if that is cut off. Returns
   * whether it is still wanted.
   */
  synchronized boolean enter(StoreTransaction inTransaction) {
    transaction = inTransaction;
    thread = Thread.currentThread();
    return !over;
  }

  /** The handler has returned and is not interrupted any more. Returns whether it is wanted. */
  synchronized boolean leave() {
    transaction = null;
    thread = null;
    if (over) {
      Thread.interrupted();
    }
    return !over;
  }

  private synchronized boolean begin() {
    if (over) {
      return false;
    }
    thread = Thread.currentThread();
    begun = true;
    return true;
  }

  /** Whether its thread has come. */
  synchronized boolean begun() {
    return begun;
  }

  /**
   * Returns whether the attempt is still wanted; from now on it cannot be interrupted, and an
   * interrupt that the handler left behind is not the engine's.
   */
  private synchronized boolean end() {
    thread = null;
    boolean wanted = !over;
    over = true;
    Thread.interrupted();
    return wanted;
  }

  LeasedInstance owner() {
    return run;
  }

  @Override
  public TenantId tenant() {
    return run.key().tenant();
  }

  @Override
  public void refused(Throwable reason) {
    run.refused(reason);
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    long started = System.nanoTime();
    Timeouts.Ticket timeout = runs.timeouts().after(timeout(), this::timedOut);
    MDC.put("workflow.tenant", run.key().tenant().value());
    MDC.put("workflow.instance", run.key().id().toString());
    MDC.put("workflow.step", step.toString());
    followed.begin(runs.engine().listeners(), this::start);
    try {
      attempt(action(), started);
    } catch (Throwable e) {
      log.error(
          "The attempt {} of {} in {} failed outside its handler", attempt, step, run.key(), e);
      finish(
          ActionResult.failed(ResultCheck.reason(e), true), InstanceInput.Outgoing.NONE, started);
    } finally {
      timeout.cancel();
      followed.end();
      MDC.remove("workflow.tenant");
      MDC.remove("workflow.instance");
      MDC.remove("workflow.step");
    }
  }

  private void attempt(String action, long started) {
    ActionHandler handler = runs.engine().actions().find(action);
    if (handler == null) {
      finish(
          ActionResult.blocked("this node has no handler for the action \"" + action + "\""),
          InstanceInput.Outgoing.NONE,
          started);
      return;
    }
    CallContext context;
    try {
      context = CallContext.of(runs.engine(), run.stored().snapshot(), run.tree(), step, attempt);
    } catch (ExpressionException e) {
      finish(
          ActionResult.failed(String.valueOf(e.getMessage()), false),
          InstanceInput.Outgoing.NONE,
          started);
      return;
    } catch (RuntimeException e) {
      finish(
          ActionResult.failed(ResultCheck.reason(e), true), InstanceInput.Outgoing.NONE, started);
      return;
    }
    Access.Answer use =
        runs.engine()
            .access()
            .use(
                context.principal(),
                context.tenant(),
                context.workflow().key(),
                context.subject(),
                action);
    if (!use.allowed()) {
      String reason = "\"" + context.principal() + "\" may not use the action \"" + action + "\"";
      finish(
          ActionResult.failed(StoredText.cut(reason + use.because()), use.failure() != null),
          InstanceInput.Outgoing.NONE,
          started);
      return;
    }
    if (handler.transactional()) {
      new TransactionalCall(runs, run, this).attempt(handler, context, started);
      return;
    }
    ActionResult result = ask(handler, context);
    finish(result, context.outgoing(), started);
  }

  /** Asks the handler; whatever it throws or gives becomes a result. */
  ActionResult ask(ActionHandler handler, CallContext context) {
    JsonNode answer = context.answer();
    if (answer != null) {
      return take(handler, context, answer);
    }
    try {
      if (!handler.canStart(context)) {
        return ActionResult.blocked("the handler cannot start it now");
      }
      ActionResult result = handler.start(context);
      return context.kept(result);
    } catch (InterruptedException e) {
      return ActionResult.failed("interrupted", true);
    } catch (Throwable e) {
      // Errors too: a step whose handler fails an assertion must not stay open for ever.
      String blocks = runs.engine().modules().blocks(e);
      return blocks == null
          ? ActionResult.failed(ResultCheck.reason(e), true)
          : ActionResult.blocked(StoredText.cut(blocks));
    }
  }

  /** Gives the handler the answer it waited for. One that it does not take leaves it waiting. */
  private ActionResult take(ActionHandler handler, CallContext context, JsonNode answer) {
    try {
      ActionResult result = handler.complete(context, answer.path("payload"));
      return context.kept(result);
    } catch (Throwable e) {
      log.warn(
          "The step {} of {} did not take its answer and waits on: {}",
          step,
          run.key(),
          ResultCheck.reason(e));
      return ActionResult.waiting(answer.path("key").textValue());
    }
  }

  /** Ends the attempt unless it was cut off before. */
  void finish(ActionResult result, InstanceInput.Outgoing outgoing, long started) {
    if (!end()) {
      return;
    }
    followed.result(result);
    followed.end();
    tell(result, took(started));
    run.offer(new InstanceInput.Answer(step, attempt, result, outgoing));
  }

  /** Ends the attempt without an answer: it has been given already. */
  boolean finishSilently(ActionResult result, long started) {
    if (!end()) {
      return false;
    }
    followed.result(result);
    followed.end();
    tell(result, took(started));
    return true;
  }

  private static Duration took(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private EngineListener.AttemptStart start() {
    return new EngineListener.AttemptStart(
        run.key().tenant(),
        run.key().id(),
        run.tree().definition().ref(),
        step.toString(),
        action(),
        attempt);
  }

  private void tell(ActionResult result, Duration took) {
    runs.engine()
        .listeners()
        .tell(
            listener ->
                listener.attemptEnded(
                    new EngineListener.Attempt(
                        run.key().tenant(),
                        run.key().id(),
                        run.tree().definition().ref(),
                        step.toString(),
                        action(),
                        attempt,
                        took,
                        result)));
  }

  private void timedOut() {
    ActionResult result = ActionResult.failed("timed out after " + timeout(), true);
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      followed.result(result);
      cutOff();
    }
    tell(result, timeout());
    run.offer(new InstanceInput.Answer(step, attempt, result, InstanceInput.Outgoing.NONE));
  }

  private Step definition() {
    return run.tree().node(step).step();
  }

  private String action() {
    if (step.undo()) {
      var compensation = definition().settings().failure().compensate();
      return compensation == null ? "" : compensation.action();
    }
    return definition() instanceof Step.Action action ? action.type() : "";
  }

  private Duration timeout() {
    TimeSpan own = definition().settings().failure().timeout();
    return own == null ? runs.engine().options().handlerTimeout() : own.atMost();
  }
}
