package dev.workflow.examples.reliability;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Collects garbage every second and notes what remains. */
final class HeapWatch implements AutoCloseable {

  private final List<Long> used = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "heap");

  HeapWatch() {
    used.add(remaining());
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!over.await(1, TimeUnit.SECONDS)) {
        used.add(remaining());
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  private static long remaining() {
    System.gc();
    long sum = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum >> 20;
  }

  /** The heap in the beginning, at its fullest, and at the end, after collections. */
  void report(Report report) throws InterruptedException {
    close();
    used.add(remaining());
    long first = used.get(0);
    long most = used.stream().mapToLong(Long::longValue).max().orElseThrow();
    report
        .put("heapMbBefore", first)
        .put("heapMbAtMost", most)
        .put("heapMbAfter", used.get(used.size() - 1))
        .put("heapGrowthMb", most - first)
        .must(most - first < 200, "the heap grew by " + (most - first) + " MB");
  }

  @Override
  public void close() throws InterruptedException {
    over.countDown();
    thread.join();
  }
}
