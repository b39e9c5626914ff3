package dev.workflow.jdbi;

import dev.workflow.spi.store.StoreTransaction;
import java.sql.Connection;

/**
 * A transaction of the host on a plain {@link Connection}, in which the engine takes part. The
 * engine cannot see it end, so the host says so. Used by the transaction's thread.
 */
public interface JoinedTransaction extends StoreTransaction {

  /**
   * Tells the engine that the host has committed: what was published continues at once, and
   * listeners and meters hear of it. Left out, the work is found at the next poll and the listeners
   * hear nothing of what was published. Call it after {@code commit()}, and not after a rollback. A
   * second call does nothing.
   */
  void committed();
}
