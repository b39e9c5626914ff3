package dev.workflow.internal.engine;

import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Work that a module does by itself: on threads of its own, or without any when the engine is run
 * by {@code runUntilIdle()}. Implementations are thread-safe.
 */
public interface BackgroundWork {

  /**
   * What a module works with.
   *
   * @param transactions the engine's own transactions
   * @param calls where it calls the host's code: on the thread that asks, unless the engine was
   *     started. Waited for at the close
   * @param exits asked before something of an instance leaves the engine
   */
  record Host(EngineContext engine, Transactions transactions, Executor calls, ExitLook exits) {}

  /** The threads that the engine starts and stops. */
  List<PollingThread> threads();

  /** Looks for work now rather than at the next poll. */
  void wake();

  /** Called three times in the length of a lease. */
  void renew();

  /** Does all that is due on this thread; returns how much that was. */
  int runDue();

  /**
   * Called when nothing is due any more: does what can only be looked for. Returns whether there
   * was some, so that more may be due.
   */
  boolean runWhenIdle();

  /** When something is due next, if ever. */
  Optional<Instant> nextDue(StoreTransaction transaction);

  /** Called at the close, when its threads and calls have ended: stores what came of them. */
  void finish();
}
