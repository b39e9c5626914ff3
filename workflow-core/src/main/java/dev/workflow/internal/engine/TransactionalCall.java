package dev.workflow.internal.engine;

import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import java.util.List;
import java.util.Set;

/**
 * An attempt of a transactional handler: what it writes and the record of its result are one
 * transaction. If it fails, or the lease is lost meanwhile, nothing of it remains.
 */
final class TransactionalCall {

  /** Rolls the transaction back and carries the result out of it. */
  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ActionResult result;

    RolledBack(ActionResult result) {
      super("rolled back", null, false, false);
      this.result = result;
    }
  }

  private record Done(UnitOfWork work, Set<InstanceKey> fenced, ActionResult result) {}

  private final LeasedInstances runs;
  private final LeasedInstance run;
  private final HandlerCall call;

  TransactionalCall(LeasedInstances runs, LeasedInstance run, HandlerCall call) {
    this.runs = runs;
    this.run = run;
    this.call = call;
  }

  void attempt(ActionHandler handler, CallContext context, long started) {
    try {
      if (!run.acquire()) {
        return;
      }
    } catch (InterruptedException e) {
      call.finish(ActionResult.failed("interrupted", true), InstanceInput.Outgoing.NONE, started);
      return;
    }
    Done done;
    try {
      done = inTransaction(handler, context);
    } catch (RolledBack e) {
      run.release();
      call.finish(e.result, InstanceInput.Outgoing.NONE, started);
      return;
    } catch (StoreUnavailableException e) {
      // No fault of the handler: the attempt is made again, or turns out to be committed.
      call.finishSilently(ActionResult.failed(String.valueOf(e.getMessage()), true), started);
      run.abandon(e);
      return;
    } catch (RuntimeException e) {
      run.release();
      call.finish(
          ActionResult.failed(String.valueOf(e.getMessage()), true),
          InstanceInput.Outgoing.NONE,
          started);
      return;
    } catch (Error e) {
      run.release();
      throw e;
    }
    call.finishSilently(done.result(), started);
    run.committed(done.work(), done.fenced());
    runs.adopt(done.work());
  }

  private Done inTransaction(ActionHandler handler, CallContext context) {
    return runs.engine()
        .store()
        .transact(
            transaction -> {
              context.join(transaction);
              ActionResult result = ask(handler, context, transaction);
              if (!(result instanceof ActionResult.Completed)) {
                throw new RolledBack(result);
              }
              InstanceInput answer =
                  new InstanceInput.Answer(call.step(), call.attempt(), result, context.outgoing());
              UnitOfWork work =
                  new UnitOfWork(
                      runs.engine(),
                      transaction,
                      runs.committer().local(),
                      UnitOfWork.Repeats.LOOKED_UP);
              InstanceUpdate working = run.begin(List.of());
              work.instances().add(working);
              work.handle(working, answer);
              if (working.transitions().isEmpty() || !work.instances().secure(working)) {
                throw new RolledBack(
                    ActionResult.failed("the step has been ended by somebody else", true));
              }
              Set<InstanceKey> fenced = work.flush();
              if (fenced.contains(run.key())) {
                throw new RolledBack(
                    ActionResult.failed("the step has been ended by somebody else", true));
              }
              return new Done(work, fenced, result);
            });
  }

  private ActionResult ask(
      ActionHandler handler, CallContext context, StoreTransaction transaction) {
    ActionResult result =
        call.enter(transaction) ? call.ask(handler, context) : ActionResult.completed();
    return call.leave() ? result : ActionResult.failed("cut off", true);
  }
}
