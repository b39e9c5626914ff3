package dev.workflow.examples.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL has done since it was created: transactions of this database, bytes of write-ahead
 * log.
 */
record Counters(long commits, long walBytes) {

  static final Counters NONE = new Counters(0, 0);

  static Counters read(Database database) throws SQLException {
    if (!database.isPostgres()) {
      return NONE;
    }
    reportOfEveryConnection(database);
    long commits =
        Long.parseLong(
            database.value(
                "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"));
    long wal =
        Long.parseLong(
            database.value("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"));
    return new Counters(commits, wal);
  }

  /**
   * A server process reports what it has counted at most once a second, so each is told to do so
   * now: all connections are taken out of the pool for it at once.
   */
  private static void reportOfEveryConnection(Database database) throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < Database.CONNECTIONS; i++) {
        Connection connection = database.source().getConnection();
        all.add(connection);
        try (Statement statement = connection.createStatement()) {
          statement.execute("SELECT pg_stat_force_next_flush()");
        }
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  Counters since(Counters before) {
    return new Counters(commits - before.commits, walBytes - before.walBytes);
  }
}
