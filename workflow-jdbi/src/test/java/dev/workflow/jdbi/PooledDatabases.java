package dev.workflow.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Fresh databases behind a pool, as a host would have them. */
final class PooledDatabases {

  private static final Queue<HikariDataSource> OPEN = new ConcurrentLinkedQueue<>();

  private PooledDatabases() {}

  /** Closes all that were opened, after each test. */
  static void closeAll() {
    for (HikariDataSource pool = OPEN.poll(); pool != null; pool = OPEN.poll()) {
      pool.close();
    }
  }

  static DataSource postgres() {
    return pooled(PostgresServer.freshSchema());
  }

  /** A database that holds nothing else. */
  static DataSource postgresAlone() {
    return pooled(PostgresServer.freshDatabase());
  }

  /** In memory; gone with the JVM. */
  static DataSource h2() {
    org.h2.jdbcx.JdbcDataSource source = new org.h2.jdbcx.JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return pooled(source);
  }

  /** A pool that waits only a moment for a connection. */
  static HikariDataSource impatient(DataSource source) {
    HikariConfig config = config(source);
    config.setConnectionTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** A pool whose connections come with auto-commit off. */
  static HikariDataSource withoutAutoCommit(DataSource source) {
    HikariConfig config = config(source);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  private static DataSource pooled(DataSource source) {
    HikariDataSource pool = new HikariDataSource(config(source));
    OPEN.add(pool);
    return pool;
  }

  private static HikariConfig config(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    return config;
  }
}
