package dev.workflow.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** A small pool of connections to a JDBC URL. */
final class PooledDatabase implements Quickstart.Database {

  private static final long CONNECT_MILLIS = 10_000;

  private final HikariDataSource pool;

  private PooledDatabase(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Connects, to find out now whether that is possible.
   *
   * @throws IllegalArgumentException if the URL is none, or nothing answers there
   */
  static PooledDatabase open(String url) {
    try {
      return connect(url);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "cannot open the database " + url + ": " + reason(e).lines().findFirst().orElse(""), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }

  private static PooledDatabase connect(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setPoolName("quickstart");
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(1);
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
