package dev.workflow.docs;

import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.jdbi.JoinedTransaction;
import dev.workflow.spi.ActionHandler;
import java.sql.Connection;
import java.util.Collection;
import java.util.function.Consumer;
import javax.sql.DataSource;

// snippet: class
/** The engine in a container that has transactions of its own. Thread-safe. */
final class ContainerWorkflows implements AutoCloseable {

  private final JdbiWorkflowStore store;
  private final WorkflowEngine engine;

  /**
   * @param plain a pool that takes no part in the container's transactions
   * @param handlers all that the container has
   */
  ContainerWorkflows(DataSource plain, Collection<ActionHandler> handlers) {
    this.store = JdbiWorkflowStore.open(plain); // brings its tables up to date
    WorkflowEngine.Builder builder = WorkflowEngine.builder().store(store);
    handlers.forEach(builder::handler);
    this.engine = builder.build();
  }

  void start() {
    engine.start();
  }

  /** For what has a transaction of its own. */
  WorkflowEngine engine() {
    return engine;
  }

  /**
   * For what is part of the container's transaction.
   *
   * @param connection the one that the container gives inside its transaction
   * @param afterCommit runs what it is given once the transaction has committed
   */
  WorkflowEngine.Joined join(Connection connection, Consumer<Runnable> afterCommit) {
    JoinedTransaction transaction = store.join(connection);
    afterCommit.accept(transaction::committed);
    return engine.in(transaction);
  }

  /** Handlers that run get up to 30 seconds; then their work is handed to other nodes. */
  @Override
  public void close() {
    engine.close();
  }
}
// end
