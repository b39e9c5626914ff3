package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.WorkflowEngine;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A started engine on a PostgreSQL whose disks fill up, first that of the tables and then that of
 * the log: calls end with a clear error, the engine recovers by itself when there is room again,
 * and nothing acknowledged is lost.
 */
final class DiskFullProgram {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int TABLES_MEGABYTES = 64;
  private static final int LOG_MEGABYTES = 160;

  private DiskFullProgram() {}

  static Report run(Options options) throws Exception {
    Report report = new Report("diskfull");
    Optional<Volume> tables = Volume.mount("tables", TABLES_MEGABYTES);
    Optional<Volume> log = Volume.mount("log", LOG_MEGABYTES);
    report.put("volumes", (tables.isPresent() ? 1 : 0) + (log.isPresent() ? 1 : 0));
    if (tables.isEmpty() || log.isEmpty()) {
      return report.people("NOTHING was tried: this process may not mount a file system");
    }
    try (Volume small = tables.get();
        Volume smallLog = log.get();
        Database database = Database.open(null)) {
      run(options, report, database, small, smallLog);
    }
    return report;
  }

  private static void run(
      Options options, Report report, Database database, Volume tables, Volume log)
      throws Exception {
    Server server = database.server().orElseThrow();
    database.execute("ALTER SYSTEM SET max_wal_size = '64MB'");
    database.execute("ALTER SYSTEM SET min_wal_size = '32MB'");
    database.execute("ALTER SYSTEM SET wal_recycle = off");
    server.moveLog(log.folder("wal"));
    database.execute("CREATE TABLESPACE small LOCATION '" + tables.folder("tables") + "'");
    String url = database.url() + "&options=-c%20default_tablespace%3Dsmall";
    int calls = options.number("calls", 200);
    try (HikariDataSource direct = Database.pool(database.url(), 4);
        HikariDataSource pool = Database.pool(url, 8);
        WorkflowEngine engine = ProxyProgram.engine(pool, new CallLog(direct, "filled"));
        Publishers publishers = new Publishers(engine)) {
      Kind.define(engine);
      engine.start();
      publishers.start();
      awaitAcknowledged(report, publishers, calls, "the beginning");

      tables.fill();
      awaitRefused(report, publishers, calls, "tables");
      tables.free();
      awaitAcknowledged(report, publishers, calls, "a full disk of tables");

      log.fill();
      burn(database);
      awaitRefused(report, publishers, Publishers.THREADS, "log");
      log.free();
      report.put("serverStartedAgain", server.comeBack() ? 1 : 0);
      awaitAcknowledged(report, publishers, calls, "a full disk of the log");

      publishers.stop();
      report.must(Work.awaitEnd(database, PATIENCE), "work stands still");
      report
          .put("refusals", publishers.refusals())
          .put("longestCallSeconds", publishers.longestSeconds())
          .none("unclearErrors", publishers.unclear().size())
          .put("errors", String.join(" | ", publishers.clear()));
      new Audit(database, engine, report).check(publishers.accepted());
      report.people(
          "%,d runs acknowledged, %,d calls refused, the longest took %.1f s",
          publishers.accepted().size(), publishers.refusals(), publishers.longestSeconds());
    }
  }

  /** Writes to the log until there is no room for it. */
  private static void burn(Database database) {
    try {
      while (true) {
        database.number(
            "SELECT length(pg_logical_emit_message(true, 'ballast', repeat('x', 4000000))::text)");
      }
    } catch (SQLException e) {
      // That was the aim.
    }
  }

  private static void awaitRefused(Report report, Publishers publishers, long more, String where)
      throws Exception {
    long before = publishers.ended(true);
    report.must(
        Await.within(PATIENCE, () -> publishers.ended(true) >= before + more),
        "calls are not refused although the disk is full: " + where);
    report.put("refusedBy_" + where, publishers.ended(true) - before);
  }

  private static void awaitAcknowledged(
      Report report, Publishers publishers, long more, String after) throws Exception {
    long before = publishers.ended(false);
    report.must(
        Await.within(PATIENCE, () -> publishers.ended(false) >= before + more),
        "the engine does not recover from " + after);
  }
}
