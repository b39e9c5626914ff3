package dev.workflow.examples.reliability;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.WorkflowEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many runs of mixed workflows on three nodes, while nodes are killed, connections broken and the
 * database crashed; then everything that the database holds is checked.
 */
final class ChaosProgram {

  private static final int NODES = 3;
  private static final Duration STUCK = Duration.ofSeconds(90);

  private ChaosProgram() {}

  static Report run(Options options) throws Exception {
    int runs = options.number("runs", 100_000);
    int count = options.number("disasters", 0);
    Report report = new Report("chaos").put("runs", runs);
    Milestones milestones = new Milestones(runs, count);
    long began = System.nanoTime();
    try (Database database = Database.open(options.text("jdbc"));
        HikariDataSource pool = Database.pool(database.url(), 4);
        WorkflowEngine engine = WorkflowEngines.looking(pool)) {
      Kind.define(engine);
      try (Cluster cluster = new Cluster(NODES, List.of("--jdbc", database.url()));
          Traffic traffic = new Traffic(cluster, database, milestones)) {
        Disasters disasters =
            new Disasters(
                cluster,
                database,
                milestones,
                count,
                options.number("seconds-between-kills", 5),
                options.number("seed", 1));
        disasters.start();
        boolean ended = work(database, traffic, runs, disasters);
        disasters.report(report);
        report
            .must(ended, "work stands still; see " + cluster.log())
            .put("seconds", (System.nanoTime() - began) / 1e9)
            .put("nodes", cluster.startedNodes())
            .put("answers", traffic.answers())
            .put("publishedAgain", cluster.refusals())
            .none("acknowledgedWithoutEffect", traffic.withoutEffect());
        new Audit(database, engine, report).check(traffic.accepted());
        report.people(
            "%,d runs and %,d answers acknowledged, %d nodes killed, %d crashes of the database, %,d calls repeated",
            traffic.accepted().size(),
            traffic.answers(),
            disasters.kills(),
            disasters.crashes(),
            report.count("repeatedCalls"));
      }
    }
    return report;
  }

  /** Returns whether all runs ended. */
  private static boolean work(Database database, Traffic traffic, int runs, Disasters disasters)
      throws Exception {
    ExecutorService publishing = Executors.newSingleThreadExecutor();
    try {
      Future<?> published =
          publishing.submit(
              () -> {
                traffic.publish(runs);
                return null;
              });
      while (!published.isDone()) {
        Await.within(Duration.ofMillis(100), () -> traffic.answer() > 0 || published.isDone());
      }
      published.get();
      disasters.stop();
      return Work.awaitEnd(database, STUCK, traffic::answer);
    } finally {
      publishing.shutdownNow();
    }
  }
}
