package dev.workflow.docs;

import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.jdbi.JoinedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

// snippet: class
/** The engine of an application, from its start to its stop. Thread-safe. */
final class Workflows implements AutoCloseable {

  private final DataSource dataSource;
  private final JdbiWorkflowStore store;
  private final WorkflowEngine engine;

  Workflows(DataSource dataSource) {
    this.dataSource = dataSource;
    this.store = JdbiWorkflowStore.open(dataSource); // brings its tables up to date
    this.engine = WorkflowEngine.builder().store(store).build();
  }

  void start() {
    engine.start();
  }

  /** For what has a transaction of its own. */
  WorkflowEngine engine() {
    return engine;
  }

  /** One transaction for the application's statements and the engine's. */
  void inTransaction(Work work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      JoinedTransaction transaction = store.join(connection);
      try {
        work.with(connection, engine.in(transaction));
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
      transaction.committed(); // what was published continues at once
    }
  }

  /** What is done in one transaction. */
  interface Work {
    void with(Connection connection, WorkflowEngine.Joined engine) throws SQLException;
  }

  /** Handlers that run get up to 30 seconds; then their work is handed to other nodes. */
  @Override
  public void close() {
    engine.close();
  }
}
// end
