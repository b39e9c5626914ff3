package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.WorkflowEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes on one database, one whose wall clock is ahead and one whose is behind, far beyond
 * the lease. Each holds work for several leases: nobody takes it from another, and what is written
 * has the database's time.
 */
final class ClockProgram {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LEASES = 3;

  private final Report report = new Report("clock");
  private final Map<String, Kind> accepted = new HashMap<>();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final int instances;
  private final Duration lease;
  private final Duration skew;
  private final Path library;

  private ClockProgram(Options options, Path library) {
    this.instances = options.number("instances", 10);
    this.lease = Duration.ofMillis(options.number("lease-ms", 2_000));
    this.skew = Duration.ofMinutes(options.number("skew-minutes", 10));
    this.library = library;
  }

  static Report run(Options options) throws Exception {
    Optional<Path> library = library();
    if (library.isEmpty()) {
      return new Report("clock")
          .must(
              false,
              "libfaketime is not installed, so no process can be given another clock; on Debian: apt-get install faketime");
    }
    return new ClockProgram(options, library.get()).run(options.text("jdbc"));
  }

  /** The library that gives a process another clock, where the system has it. */
  static Optional<Path> library() throws IOException {
    for (String root : List.of("/usr/lib", "/usr/lib64", "/usr/local/lib")) {
      if (Files.isDirectory(Path.of(root))) {
        try (Stream<Path> files = Files.find(Path.of(root), 3, ClockProgram::isLibrary)) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLibrary(Path file, Object attributes) {
    return file.endsWith("libfaketimeMT.so.1");
  }

  private Report run(@Nullable String jdbc) throws Exception {
    File log = Files.createTempFile("reliability-nodes-", ".log").toFile();
    try (Database database = Database.open(jdbc);
        HikariDataSource pool = Database.pool(database.url(), 4);
        WorkflowEngine engine = WorkflowEngines.looking(pool)) {
      Kind.define(engine);
      try (NodeProcess right = node("right", 0, database, log);
          NodeProcess ahead = node("ahead", 1, database, log);
          NodeProcess behind = node("behind", -1, database, log)) {
        for (NodeProcess node : List.of(right, ahead, behind)) {
          hold(node);
        }
        Await.until("the nodes hold", PATIENCE, () -> held.size() == accepted.size());
        boolean patient = Await.within(lease.multipliedBy(LEASES), () -> false);
        report.must(!patient, "time did not pass");
        for (NodeProcess node : List.of(right, ahead, behind)) {
          node.tell("release");
        }
        report.must(Work.awaitEnd(database, PATIENCE), "work stands still; see " + log);
      }
      check(database);
      new Audit(database, engine, report).check(accepted);
    }
    return report.people(
        "clocks %d minutes off: %,d steps held for %d leases by three nodes, none taken over",
        skew.toMinutes(), accepted.size(), LEASES);
  }

  /**
   * Only the wall clock: waits of the JVM go by the monotonic one and last as long as they should.
   */
  private NodeProcess node(String name, int direction, Database database, File log)
      throws Exception {
    List<String> settings =
        List.of("--jdbc", database.url(), "--lease-ms", String.valueOf(lease.toMillis()));
    Map<String, String> environment =
        direction == 0
            ? Map.of()
            : Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME",
                (direction > 0 ? "+" : "-") + skew.toMinutes() + "m",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    return NodeProcess.start(name, settings, environment, log, line -> note(name, line));
  }

  private void note(String name, String line) {
    if (line.startsWith("held ")) {
      held.add(line.substring(5));
    } else if (line.startsWith("clock ")) {
      long off = Long.parseLong(line.substring(6)) - System.currentTimeMillis();
      synchronized (report) {
        report.put(name + "OffSeconds", Math.round(off / 1e3));
      }
    }
  }

  private void hold(NodeProcess node) throws Exception {
    node.tell("hold");
    for (int i = 0; i < instances; i++) {
      String id = node.name() + "-" + i;
      node.publish(Kind.HELD.event(id));
      accepted.put(id, Kind.HELD);
    }
  }

  private void check(Database database) throws Exception {
    report
        .must(
            report.count("aheadOffSeconds") > skew.toSeconds() / 2
                && report.count("behindOffSeconds") < -skew.toSeconds() / 2,
            "the clocks were not off: libfaketime did nothing")
        .none(
            "takenOver",
            database.number("SELECT count(*) FROM wf_journal WHERE body LIKE '%taken over from%'"))
        .none(
            "callsOfOtherNodes",
            database.number(
                "SELECT count(*) FROM call_log c JOIN wf_instance i ON i.id::text = c.instance::text"
                    + " WHERE c.step = 'a' AND i.subject_id NOT LIKE c.node || '-%'"))
        .none(
            "entriesWithAnotherTime",
            database.number(
                "SELECT count(*) FROM wf_journal WHERE abs(extract(epoch FROM at - now())) > "
                    + skew.toSeconds() / 2));
  }
}
