package dev.workflow.examples.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: one thread writes whatever has been handed in since its last commit. Thread-safe.
 */
final class LimitWriter implements AutoCloseable {

  private final LimitTables tables;
  private final Thread thread = new Thread(this::writeUntilClosed, "limit-writer");
  private List<Entry> queued = new ArrayList<>();
  private boolean closed;
  private volatile @Nullable SQLException failure;

  private record Entry(LimitFact fact, CountDownLatch durable) {}

  LimitWriter(LimitTables tables) {
    this.tables = tables;
    thread.start();
  }

  /** Returns when the fact is durable. */
  void write(LimitFact fact) throws InterruptedException {
    Entry entry = new Entry(fact, new CountDownLatch(1));
    synchronized (this) {
      queued.add(entry);
      if (queued.size() == 1) {
        notifyAll();
      }
    }
    entry.durable().await();
    SQLException failed = failure;
    if (failed != null) {
      throw new IllegalStateException("the limit could not be written", failed);
    }
  }

  private void writeUntilClosed() {
    List<LimitFact> facts = new ArrayList<>();
    for (List<Entry> batch = next(); !batch.isEmpty(); batch = next()) {
      facts.clear();
      batch.forEach(entry -> facts.add(entry.fact()));
      try {
        tables.write(facts);
      } catch (SQLException e) {
        failure = e;
      }
      batch.forEach(entry -> entry.durable().countDown());
    }
  }

  /** What is queued; empty: nothing will come any more. */
  private synchronized List<Entry> next() {
    try {
      while (queued.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      return List.of();
    }
    List<Entry> batch = queued;
    queued = new ArrayList<>();
    return batch;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tables.close();
  }
}
