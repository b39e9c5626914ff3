package dev.workflow.jdbi;

import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.store.FullStoreContract;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The portable statements on a PostgreSQL that refuses everything else, and ends a transaction when
 * it refuses a statement: a dialect of a product and a form of statements that do not know each
 * other.
 */
class PortableStoreTest extends FullStoreContract {

  private static final AtomicInteger STORES = new AtomicInteger();
  private static DataSource database;

  @BeforeAll
  static void createDatabase() {
    database = PlainSql.only(PooledDatabases.postgres());
  }

  @AfterAll
  static void closePool() {
    PooledDatabases.closeAll();
  }

  @Override
  protected WorkflowStore createStore() {
    return JdbiWorkflowStore.builder(database)
        .tablePrefix("portable" + STORES.incrementAndGet() + "_")
        .portableSql()
        .open();
  }
}
