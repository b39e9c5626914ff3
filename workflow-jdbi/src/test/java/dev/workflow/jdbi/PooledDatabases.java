package dev.workflow.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Fresh databases behind a pool, as a host would have them. */
final class PooledDatabases {

  private static final Queue<HikariDataSource> OPEN = new ConcurrentLinkedQueue<>();

  /** A database in memory is there as long as it has a connection. */
  private static final Queue<Connection> IN_MEMORY = new ConcurrentLinkedQueue<>();

  private PooledDatabases() {}

  /** Closes all that were opened, after each test. */
  static void closeAll() {
    for (HikariDataSource pool = OPEN.poll(); pool != null; pool = OPEN.poll()) {
      pool.close();
    }
    for (Connection last = IN_MEMORY.poll(); last != null; last = IN_MEMORY.poll()) {
      try {
        last.close();
      } catch (SQLException e) {
        throw new IllegalStateException("a database in memory stays", e);
      }
    }
  }

  static DataSource postgres() {
    return pooled(PostgresServer.freshSchema());
  }

  /** A database that holds nothing else. */
  static DataSource postgresAlone() {
    return pooled(PostgresServer.freshDatabase());
  }

  /** In memory; gone when all are closed. */
  static DataSource h2() {
    org.h2.jdbcx.JdbcDataSource source = new org.h2.jdbcx.JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    try {
      IN_MEMORY.add(source.getConnection());
    } catch (SQLException e) {
      throw new IllegalStateException("no database in memory", e);
    }
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
