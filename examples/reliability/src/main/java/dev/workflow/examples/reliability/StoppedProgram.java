package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.WorkflowEngine;
import java.io.File;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process that stands still beyond its lease, as under a debugger or on a frozen machine: others
 * do its work, and when it wakes, with handlers that return at that moment, it changes nothing of
 * what they have done.
 */
final class StoppedProgram {

  /** Only the sleeper has leases to renew. */
  private static final String RENEWING =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE state = 'idle in transaction' AND datname = current_database() AND query LIKE 'UPDATE wf_instance SET due_at%'
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private StoppedProgram() {}

  static Report run(Options options) throws Exception {
    int instances = options.number("instances", 40);
    Report report = new Report("stopped").put("instances", instances);
    File log = Files.createTempFile("reliability-nodes-", ".log").toFile();
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 4);
        WorkflowEngine engine = WorkflowEngines.looking(pool)) {
      Kind.define(engine);
      List<String> settings =
          List.of(
              "--jdbc",
              database.url(),
              "--lease-ms",
              String.valueOf(options.number("lease-ms", 2_000)));
      Set<String> held = ConcurrentHashMap.newKeySet();
      Set<String> left = ConcurrentHashMap.newKeySet();
      Map<String, Kind> accepted = new HashMap<>();
      try (NodeProcess sleeper =
              NodeProcess.start("sleeper", settings, log, line -> note(line, held, left));
          NodeProcess heir = NodeProcess.start("heir", settings, log, line -> {})) {
        sleeper.tell("hold");
        for (int i = 0; i < instances; i++) {
          Kind kind = i % 10 == 0 ? Kind.HELD_BOOKING : Kind.HELD;
          String id = kind.key() + "-" + i;
          sleeper.publish(kind.event(id));
          accepted.put(id, kind);
        }
        Await.until("the sleeper holds", PATIENCE, () -> held.size() == instances);
        if (options.number("inside-transaction", 0) > 0) {
          report.put("stoppedInsideTransaction", 1);
          stopInsideTransaction(sleeper, database);
        } else {
          sleeper.signal("STOP");
        }
        boolean done = Work.awaitEnd(database, PATIENCE);
        report.must(done, "the work of a stopped process does not go on; see " + log);
        remember(database);
        sleeper.tell("release");
        sleeper.signal("CONT");
        Await.until("the sleeper lets go", PATIENCE, () -> left.size() == instances);
        Kind plain = Kind.STARTED.get(0);
        sleeper.publish(plain.event("afterwards"));
        accepted.put("afterwards", plain);
        report.must(Work.awaitEnd(database, PATIENCE), "work stands still; see " + log);
      }
      check(database, report);
      new Audit(database, engine, report).check(accepted);
      report.people(
          "a process stopped with %,d open handlers beyond its lease wrote nothing when it woke",
          instances);
    }
    return report;
  }

  /** Stops the process at different moments until it is between a renewal and its commit. */
  private static void stopInsideTransaction(NodeProcess sleeper, Database database)
      throws Exception {
    Await.until(
        "the sleeper is stopped while it renews its leases",
        PATIENCE,
        () -> {
          sleeper.signal("STOP");
          boolean inside = database.number(RENEWING) > 0;
          if (!inside) {
            sleeper.signal("CONT");
          }
          return inside;
        });
  }

  private static void note(String line, Set<String> held, Set<String> left) {
    if (line.startsWith("held ")) {
      held.add(line.substring(5));
    } else if (line.startsWith("left ")) {
      left.add(line.substring(5));
    }
  }

  private static void remember(Database database) throws Exception {
    database.execute(
        """
        CREATE TABLE instance_before AS SELECT * FROM wf_instance;
        CREATE TABLE journal_before AS SELECT * FROM wf_journal;
        CREATE TABLE ledger_before AS SELECT * FROM ledger;
        """);
  }

  private static void check(Database database, Report report) throws Exception {
    report
        .exactly(
            "continuedElsewhere",
            report.count("instances"),
            database.number(
                "SELECT count(DISTINCT idempotency_key) FROM call_log WHERE node = 'heir' AND step = 'a'"))
        .none(
            "instancesChangedAfterwards",
            database.number(
                "SELECT count(*) FROM (SELECT * FROM instance_before EXCEPT SELECT * FROM wf_instance) d"))
        .none(
            "journalEntriesAddedAfterwards",
            database.number(
                """
                SELECT count(*) FROM (SELECT * FROM wf_journal EXCEPT SELECT * FROM journal_before) d
                JOIN instance_before i ON i.id = d.instance_id
                """))
        .none(
            "journalEntriesChangedAfterwards",
            database.number(
                "SELECT count(*) FROM (SELECT * FROM journal_before EXCEPT SELECT * FROM wf_journal) d"))
        .none(
            "rowsOfTransactionalHandlersAddedAfterwards",
            database.number(
                "SELECT (SELECT count(*) FROM ledger) - (SELECT count(*) FROM ledger_before)"));
  }
}
