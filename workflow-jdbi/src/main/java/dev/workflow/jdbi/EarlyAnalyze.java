package dev.workflow.jdbi;

import dev.workflow.internal.log.Log;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has the database look at tables that have just begun to grow.
 *
 * <p>A plan that PostgreSQL made for an empty table scans all of it, and is kept while the table
 * grows by thousands of rows a second, until autovacuum's next round finds that the statistics are
 * old, up to a minute later. So the first rows that a store writes are counted, and at 500, 4,000,
 * 32,000, … of them the statistics are renewed, on a thread that ends with that. Thread-safe.
 */
final class EarlyAnalyze {

  private static final Log log = Log.of(EarlyAnalyze.class);
  private static final long FIRST = 500;
  private static final long LAST = 2_000_000;
  private static final int GROWTH = 8;

  private final Runnable analyze;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong next = new AtomicLong(FIRST);
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * @param analyze renews the statistics
   */
  EarlyAnalyze(Runnable analyze) {
    this.analyze = analyze;
  }

  /** Counts rows that were committed. */
  void written(long rows) {
    if (rows == 0 || next.get() > LAST) {
      return;
    }
    if (written.addAndGet(rows) >= next.get() && running.compareAndSet(false, true)) {
      next.set(written.get() * GROWTH);
      Thread thread = new Thread(this::run, "workflow-statistics");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      analyze.run();
    } catch (RuntimeException e) {
      log.debug("The statistics were not renewed; autovacuum will do it", e);
    } finally {
      running.set(false);
    }
  }
}
