package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.store.FullStoreContract;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** All tests in one database, each with tables of its own. */
class PostgresStoreTest extends FullStoreContract {

  private static final AtomicInteger STORES = new AtomicInteger();
  private static DataSource database;

  @BeforeAll
  static void createDatabase() {
    database = PooledDatabases.postgres();
  }

  @AfterAll
  static void closePool() {
    PooledDatabases.closeAll();
  }

  @Override
  protected WorkflowStore createStore() {
    return JdbiWorkflowStore.builder(database)
        .tablePrefix("test" + STORES.incrementAndGet() + "_")
        .open();
  }
}
