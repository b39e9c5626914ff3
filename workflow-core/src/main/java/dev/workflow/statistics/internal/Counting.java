package dev.workflow.statistics.internal;

import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.StatisticsRows.Facts;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds facts to rollups: one transaction takes facts away and changes the rollups, so that each
 * counts once, whenever it was committed and whoever dies. One node at a time does it. Thread-safe.
 */
final class Counting {

  /** How many rows of facts are counted at once. */
  static final int PORTION = 250;

  private static final Log log = Log.of(Counting.class);

  private final WorkflowStore store;
  private final Set<Long> unreadable = ConcurrentHashMap.newKeySet();

  Counting(WorkflowStore store) {
    this.store = store;
  }

  /** Counts a portion; returns how many rows of facts it had. */
  int count() {
    return store.transact(this::count);
  }

  private int count(StoreTransaction transaction) {
    StatisticsRows rows = transaction.statistics();
    boolean some = rows.areKept() && !rows.facts(0, 1).isEmpty();
    if (!some || !rows.lockCounting()) {
      return 0;
    }
    List<Facts> counted = List.of();
    long after = 0;
    while (counted.isEmpty()) {
      List<Facts> portion = rows.facts(after, PORTION);
      if (portion.isEmpty()) {
        return 0;
      }
      after = portion.get(portion.size() - 1).id();
      counted = portion.stream().filter(facts -> !unreadable.contains(facts.id())).toList();
      FactSums sums = new FactSums();
      if (!counted.stream().allMatch(facts -> read(facts, sums))) {
        return count(transaction); // without those that cannot be read
      }
      sums.write(rows);
    }
    rows.removeFacts(counted);
    return counted.size();
  }

  /** What a newer engine has written waits for one that can read it. */
  private boolean read(Facts facts, FactSums sums) {
    try {
      sums.add(facts.body());
      return true;
    } catch (IllegalArgumentException e) {
      unreadable.add(facts.id());
      log.warn(
          "Facts {} cannot be counted by this version of the engine and wait for one that can: {}",
          facts.id(),
          e.getMessage());
      return false;
    }
  }
}
