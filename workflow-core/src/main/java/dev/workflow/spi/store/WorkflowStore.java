package dev.workflow.spi.store;

import java.time.Instant;

/**
 * The store in which the engine keeps everything durable. Thread-safe.
 *
 * <p>Every access runs in a {@link StoreTransaction}. Implementations give read-committed isolation
 * or better and retry what the database asks to retry (serialization failures, deadlocks).
 */
public interface WorkflowStore extends AutoCloseable {

  /**
   * Runs {@code work} in one transaction: committed when it returns, rolled back when it throws.
   *
   * <p>May run {@code work} again after a serialization failure, a deadlock, or the loss of a
   * connection before the commit, so it must have no effect outside the transaction before it
   * returns.
   *
   * @throws StoreUnavailableException if the database cannot be reached
   * @throws CommitInDoubtException if the connection broke during the commit
   * @throws StoreException if the database refuses
   */
  <T, X extends Exception> T transact(StoreWork<T, X> work) throws X;

  /**
   * The store's clock, on which due times and leases are compared: the database's time where there
   * is a database.
   */
  Instant now();

  /** One line for the log: what kind of store, where, which schema version. */
  String describe();

  /**
   * Registers a hint: called, on any thread, when another node may have left work. Calls may be
   * lost or superfluous. Stores without notifications never call it.
   */
  default void onWorkAvailable(Runnable hint) {}

  /**
   * Runs a loop of the engine on the calling thread, until it returns. A store that takes its
   * connections from the host keeps one for the loop meanwhile, so that threads of the host that
   * hold all others while they wait for the engine do not wait for each other.
   */
  default void onOwnConnection(Runnable loop) {
    loop.run();
  }

  /** Releases what the store opened itself; a DataSource of the host stays open. Idempotent. */
  @Override
  void close();
}
