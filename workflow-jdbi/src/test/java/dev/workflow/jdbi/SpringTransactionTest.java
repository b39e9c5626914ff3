package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The engine in an application of Spring that gives it no support of its own. */
class SpringTransactionTest {

  private static final TenantId TENANT = TenantId.of("test");

  private final Logger log =
      (Logger) LoggerFactory.getLogger("dev.workflow.internal.engine.OutsideTransaction");
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final DataSource database = PooledDatabases.h2();
  private final TransactionTemplate transactions =
      new TransactionTemplate(new DataSourceTransactionManager(database));
  private final JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
  private final WorkflowEngine engine = WorkflowEngine.builder().store(store).build();

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
  }

  @AfterEach
  void close() {
    log.detachAppender(said);
    engine.close();
    PooledDatabases.closeAll();
  }

  private static Event event(String id) {
    return Event.of(TENANT, "order.placed", SubjectRef.of("order", "1"), Json.object()).withId(id);
  }

  @Test
  void what_is_published_outside_of_the_transaction_stays_and_is_warned_of_once() {
    engine.events().publish(event("before"));
    assertThat(said.list).isEmpty();
    transactions.executeWithoutResult(
        status -> {
          engine.events().publish(event("e-1"));
          engine.events().publish(event("e-2"));
          status.setRollbackOnly();
        });
    assertThat(engine.events().receipt(TENANT, "e-1")).isPresent();
    assertThat(said.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    assertThat(said.list.get(0).getFormattedMessage())
        .isEqualTo(
            "The engine was called inside an active Spring transaction and did not take part in"
                + " it: what it did stays if that transaction is rolled back. Call"
                + " engine.in(store.join(connection)) with the transaction's connection to take"
                + " part. This is said once.");
  }

  @Test
  void what_joins_the_transaction_goes_with_it() {
    for (boolean rollback : List.of(true, false)) {
      transactions.executeWithoutResult(
          status -> {
            JoinedTransaction joined = store.join(DataSourceUtils.getConnection(database));
            engine.in(joined).events().publish(event("rollback " + rollback));
            TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                  @Override
                  public void afterCommit() {
                    joined.committed();
                  }
                });
            if (rollback) {
              status.setRollbackOnly();
            }
          });
    }
    assertThat(engine.events().receipt(TENANT, "rollback true")).isEmpty();
    assertThat(engine.events().receipt(TENANT, "rollback false")).isPresent();
    assertThat(said.list).isEmpty();
  }
}
