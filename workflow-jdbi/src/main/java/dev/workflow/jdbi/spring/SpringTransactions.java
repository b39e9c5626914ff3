package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Finds the transaction of Spring that the engine takes part in. Thread-safe. */
final class SpringTransactions {

  private static final String REFUSED =
      "The engine cannot take part in the transaction of Spring that is active on this thread: it"
          + " has no connection of the engine's DataSource. What was done here would stay if that"
          + " transaction is rolled back. Use the transaction manager of the engine's DataSource,"
          + " call the engine outside of the transaction, or set"
          + " workflow.transactions=separate.";

  private final JdbiWorkflowStore store;
  private final DataSource dataSource;
  private final TransactionMode mode;
  private final OngoingTransactions ongoing;

  SpringTransactions(
      JdbiWorkflowStore store,
      DataSource dataSource,
      TransactionMode mode,
      OngoingTransactions ongoing) {
    this.store = store;
    this.dataSource = unwrapped(dataSource);
    this.mode = mode;
    this.ongoing = ongoing;
  }

  /** The data source that a transaction manager binds connections of. */
  static DataSource unwrapped(DataSource dataSource) {
    if (dataSource instanceof TransactionAwareDataSourceProxy proxy
        && proxy.getTargetDataSource() != null) {
      return proxy.getTargetDataSource();
    }
    return dataSource;
  }

  /**
   * The engine inside the transaction of this thread; null: there is none, or it is ending.
   *
   * @throws IllegalStateException if there is one that the engine cannot take part in
   */
  WorkflowEngine.@Nullable Joined current(WorkflowEngine engine) {
    if (mode == TransactionMode.SEPARATE
        || !TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()
        || ongoing.ending()) {
      return null;
    }
    if (!TransactionSynchronizationManager.hasResource(dataSource)) {
      throw new IllegalStateException(REFUSED);
    }
    EngineSynchronization joined = synchronization(engine);
    return joined.ending() ? null : joined.engine();
  }

  private EngineSynchronization synchronization(WorkflowEngine engine) {
    for (TransactionSynchronization known :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (known instanceof EngineSynchronization joined && joined.of(engine)) {
        return joined;
      }
    }
    EngineSynchronization joined = new EngineSynchronization(engine, store, dataSource);
    TransactionSynchronizationManager.registerSynchronization(joined);
    return joined;
  }
}
