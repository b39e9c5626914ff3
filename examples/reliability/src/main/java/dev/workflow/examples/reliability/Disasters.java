package dev.workflow.examples.reliability;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills nodes, breaks connections and crashes the database, on a thread of its own. */
final class Disasters {

  private final Cluster cluster;
  private final Database database;
  private final Milestones milestones;
  private final Random random;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger crashes = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger brokenConnections = new AtomicInteger();
  private volatile String fault = "";

  /**
   * @param count how many, tied to progress; 0: one after every {@code seconds}, until the end
   */
  Disasters(
      Cluster cluster,
      Database database,
      Milestones milestones,
      int count,
      int seconds,
      long seed) {
    this.cluster = cluster;
    this.database = database;
    this.milestones = milestones;
    this.random = new Random(seed);
    this.thread =
        new Thread(() -> run(count == 0 ? () -> bySeconds(seconds) : () -> count(count)), "chaos");
    thread.setDaemon(true);
  }

  private interface Course {
    void run() throws Exception;
  }

  private void run(Course course) {
    try {
      course.run();
    } catch (InterruptedException e) {
      // The run is over.
    } catch (Exception e) {
      fault = e.toString();
    } finally {
      milestones.over();
    }
  }

  private void bySeconds(int seconds) throws Exception {
    while (!over.await(seconds, TimeUnit.SECONDS)) {
      int dice = random.nextInt(10);
      strike(dice < 7 ? 0 : dice < 9 ? 1 : 2);
    }
  }

  private void count(int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      milestones.awaitDue(i);
      milestones.disaster();
      strike((i - 1) % 3);
    }
  }

  private void strike(int kind) throws Exception {
    if (kind == 0) {
      kills.incrementAndGet();
      cluster.replace(random.nextInt(cluster.size()));
    } else if (kind == 2 && database.server().isPresent()) {
      crashes.incrementAndGet();
      database.server().get().crashAndComeBack();
    } else {
      cuts.incrementAndGet();
      brokenConnections.addAndGet(database.breakConnections());
    }
  }

  void start() {
    thread.start();
  }

  /** Waits for the one that is under way, and lets none follow. */
  void stop() throws InterruptedException {
    over.countDown();
    thread.join();
  }

  void report(Report report) {
    report
        .put("kills", kills.get())
        .put("databaseCrashes", crashes.get())
        .put("timesConnectionsBroken", cuts.get())
        .put("brokenConnections", brokenConnections.get())
        .must(fault.isEmpty(), "a disaster could not be made: " + fault);
  }

  int kills() {
    return kills.get();
  }

  int crashes() {
    return crashes.get();
  }
}
