package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.WorkflowEngine;
import java.io.File;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** How long it takes until the work of a killed node continues elsewhere. */
final class FailoverProgram {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Database database;
  private final Duration lease;
  private final File log;
  private final Random random = new Random(1);
  private final Map<String, Kind> accepted = new HashMap<>();
  private final List<Double> seconds = new ArrayList<>();

  private FailoverProgram(Database database, Duration lease, File log) {
    this.database = database;
    this.lease = lease;
    this.log = log;
  }

  static Report run(Options options) throws Exception {
    int kills = options.number("kills", 10);
    Duration lease = Duration.ofMillis(options.number("lease-ms", 15_000));
    int instances = options.number("instances", 20);
    Report report =
        new Report("failover").put("leaseSeconds", lease.toMillis() / 1e3).put("kills", kills);
    File log = Files.createTempFile("reliability-nodes-", ".log").toFile();
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 4);
        WorkflowEngine engine = WorkflowEngines.looking(pool)) {
      Kind.define(engine);
      FailoverProgram program = new FailoverProgram(database, lease, log);
      report.must(program.kill(kills, instances), "work stands still; see " + log);
      program.figures(report, Duration.ofMillis(options.number("tolerance-ms", 2_000)));
      new Audit(database, engine, report).check(program.accepted);
    }
    return report;
  }

  /** Returns whether all work ended. */
  private boolean kill(int kills, int instances) throws Exception {
    Map<String, Long> continued = new ConcurrentHashMap<>();
    List<String> settings =
        List.of("--jdbc", database.url(), "--lease-ms", String.valueOf(lease.toMillis()));
    try (NodeProcess heir =
        NodeProcess.start("heir", settings, log, line -> note(continued, line))) {
      for (int i = 0; i < kills; i++) {
        Map<String, Long> held = new ConcurrentHashMap<>();
        NodeProcess victim =
            NodeProcess.start("victim-" + i, settings, log, line -> note(held, line));
        victim.tell("hold");
        for (int n = 0; n < instances; n++) {
          String id = "held-" + i + "-" + n;
          victim.publish(Kind.HELD.event(id));
          accepted.put(id, Kind.HELD);
        }
        Await.until("the victim holds", PATIENCE, () -> held.size() == instances);
        atAnyMomentOfTheLease();
        long killed = System.nanoTime();
        victim.kill();
        Await.until(
            "the work goes on",
            lease.plus(PATIENCE),
            () -> continued.keySet().containsAll(held.keySet()));
        for (String key : held.keySet()) {
          long goesOn = Objects.requireNonNull(continued.get(key), "it goes on");
          seconds.add((goesOn - killed) / 1e9);
        }
      }
      return Work.awaitEnd(database, PATIENCE);
    }
  }

  /** Leases are renewed three times in their length. */
  private void atAnyMomentOfTheLease() throws Exception {
    var unused =
        Await.within(Duration.ofMillis(random.nextLong(lease.toMillis() / 3)), () -> false);
  }

  private static void note(Map<String, Long> when, String line) {
    if (line.startsWith("held ")) {
      when.put(line.substring(5), System.nanoTime());
    }
  }

  private void figures(Report report, Duration tolerance) {
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = sorted[sorted.length / 2];
    double longest = Arrays.stream(sorted).max().orElseThrow();
    report
        .put("continued", sorted.length)
        .put("minSeconds", sorted[0])
        .put("medianSeconds", median)
        .put("maxSeconds", longest)
        .must(
            longest <= lease.plus(tolerance).toMillis() / 1e3,
            "work of a killed node went on only after " + longest + " s")
        .people(
            "with a lease of %.0f s the work of a killed node goes on after %.1f s (median), %.1f s at most",
            lease.toMillis() / 1e3, median, longest);
  }
}
