package dev.workflow.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been used up so far.
 *
 * @param commits transactions of the database; NaN: unknown
 * @param walBytes bytes of write-ahead log; NaN: unknown
 * @param cpuMs processor time of this JVM
 */
record Counters(double commits, double walBytes, double cpuMs) {

  /** The connections that a started engine keeps: of its writer, and of its leases. */
  private static final int KEPT = 2;

  static Counters read(Database database) throws SQLException {
    if (!database.isPostgres()) {
      return new Counters(Double.NaN, Double.NaN, processorMs());
    }
    reportOfEveryConnection(database);
    String commits = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    String wal = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";
    return new Counters(
        Double.parseDouble(database.value(commits)),
        Double.parseDouble(database.value(wal)),
        processorMs());
  }

  private static double processorMs() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e6
        : Double.NaN;
  }

  /**
   * A server process reports what it has counted at most once a second, so each is told to do so
   * now: all connections are taken out of the pool for it at once, but for those that a started
   * engine keeps, whose counts come a second late.
   */
  private static void reportOfEveryConnection(Database database) throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < Database.CONNECTIONS - KEPT; i++) {
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
    return new Counters(commits - before.commits, walBytes - before.walBytes, cpuMs - before.cpuMs);
  }
}
