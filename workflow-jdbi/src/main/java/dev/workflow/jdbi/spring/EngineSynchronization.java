package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.jdbi.JoinedTransaction;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * One engine's part in one transaction of Spring. The engine hears of the commit. What was done
 * between a savepoint and the return to it is forgotten. Suspended with its transaction, as Spring
 * keeps it with the transaction's other synchronizations. Used by the transaction's thread.
 */
final class EngineSynchronization implements TransactionSynchronization {

  /** What the engine did up to the next savepoint. */
  private record Section(
      @Nullable Object savepoint, JoinedTransaction transaction, WorkflowEngine.Joined engine) {}

  private final WorkflowEngine engine;
  private final JdbiWorkflowStore store;
  private final DataSource dataSource;
  private final Connection connection;
  private final List<Section> sections = new ArrayList<>();
  private boolean ending;

  EngineSynchronization(WorkflowEngine engine, JdbiWorkflowStore store, DataSource dataSource) {
    this.engine = engine;
    this.store = store;
    this.dataSource = dataSource;
    this.connection = DataSourceUtils.getConnection(dataSource);
    begin(null);
  }

  private void begin(@Nullable Object savepoint) {
    JoinedTransaction transaction = store.join(connection);
    sections.add(new Section(savepoint, transaction, engine.in(transaction)));
  }

  boolean of(WorkflowEngine other) {
    return engine == other;
  }

  /** Whether the transaction is being committed or rolled back. */
  boolean ending() {
    return ending;
  }

  WorkflowEngine.Joined engine() {
    return sections.get(sections.size() - 1).engine();
  }

  @Override
  public void savepoint(Object savepoint) {
    begin(savepoint);
  }

  @Override
  public void savepointRollback(Object savepoint) {
    for (int i = sections.size() - 1; i > 0; i--) {
      if (sections.get(i).savepoint() == savepoint) {
        sections.subList(i, sections.size()).clear();
        begin(savepoint);
        return;
      }
    }
    // It is older than the engine's part: nothing of it remains.
    sections.clear();
    begin(null);
  }

  @Override
  public void beforeCompletion() {
    ending = true;
  }

  @Override
  public void afterCommit() {
    sections.forEach(section -> section.transaction().committed());
  }

  @Override
  public void afterCompletion(int status) {
    DataSourceUtils.releaseConnection(connection, dataSource);
  }
}
