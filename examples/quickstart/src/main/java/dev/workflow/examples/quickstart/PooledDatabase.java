package dev.workflow.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** A small pool of connections to a JDBC URL. */
final class PooledDatabase implements Quickstart.Database {

  private final HikariDataSource pool;

  private PooledDatabase(HikariDataSource pool) {
    this.pool = pool;
  }

  static PooledDatabase open(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setPoolName("quickstart");
    return new PooledDatabase(new HikariDataSource(config));
  }

  @Override
  public DataSource source() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
