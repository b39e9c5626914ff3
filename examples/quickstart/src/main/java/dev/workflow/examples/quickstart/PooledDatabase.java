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
    if (url.startsWith("jdbc:h2:")) {
      // H2 keeps 8 parsed statements by default; the store has more.
      config.addDataSourceProperty("QUERY_CACHE_SIZE", "64");
    }
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
