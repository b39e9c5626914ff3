package dev.workflow.statistics.internal;

import dev.workflow.TenantId;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.StatisticsRows.Facts;
import dev.workflow.spi.store.StatisticsRows.Key;
import dev.workflow.spi.store.StatisticsRows.Rollup;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.statistics.internal.fact.Fact;
import dev.workflow.statistics.internal.fact.FactText;
import dev.workflow.statistics.internal.fact.Kind;
import dev.workflow.statistics.internal.fact.Span;
import dev.workflow.statistics.internal.fact.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    if (!some || !rows.lockTurn()) {
      return 0;
    }
    Sums sums = new Sums();
    List<Facts> counted = new ArrayList<>();
    long after = 0;
    while (counted.isEmpty()) {
      List<Facts> portion = rows.facts(after, PORTION);
      if (portion.isEmpty()) {
        return 0;
      }
      after = portion.get(portion.size() - 1).id();
      portion.stream().filter(facts -> read(facts, sums)).forEach(counted::add);
    }
    sums.write(rows);
    rows.removeFacts(counted);
    return counted.size();
  }

  /** What a newer engine has written waits for one that can read it. */
  private boolean read(Facts facts, Sums sums) {
    List<Fact> read;
    try {
      read = FactText.read(facts.body());
    } catch (IllegalArgumentException e) {
      if (unreadable.add(facts.id())) {
        log.warn(
            "Facts {} cannot be counted by this version of the engine and wait for one that can: {}",
            facts.id(),
            e.getMessage());
      }
      return false;
    }
    read.forEach(sums::add);
    return true;
  }

  /** What a portion adds up to. */
  private static final class Sums {

    /** A thing in a quarter of an hour. */
    private record Base(
        TenantId tenant, String workflow, int version, Kind kind, String name, long quarter) {}

    private final Map<Base, Tally> sums = new HashMap<>();

    void add(Fact fact) {
      int slash = fact.kind() == Kind.STEP ? fact.name().indexOf('/') : -1;
      if (slash < 0) {
        add(fact, fact.kind(), fact.name());
        return;
      }
      add(fact, Kind.STEP, fact.name().substring(0, slash));
      String action = fact.name().substring(slash + 1);
      if (!action.isEmpty()) {
        add(fact, Kind.ACTION, action);
      }
    }

    private void add(Fact fact, Kind kind, String name) {
      Base base =
          new Base(fact.tenant(), fact.workflow(), fact.version(), kind, name, fact.quarter());
      Tally tally = sums.computeIfAbsent(base, key -> new Tally());
      tally.add(fact.figure(), fact.count());
      if (fact.millis() >= 0) {
        tally.time(fact.millis(), fact.count());
      }
    }

    void write(StatisticsRows rows) {
      Map<Key, Tally> rollups = new HashMap<>();
      sums.forEach(
          (base, tally) -> {
            if (!base.workflow().isEmpty()) {
              put(rollups, base, base.workflow(), base.version(), tally);
            }
            if (base.workflow().isEmpty()
                || (base.kind() != Kind.STEP && base.kind() != Kind.ARM)) {
              put(rollups, base, "", 0, tally);
            }
          });
      List<Rollup> known = rows.find(rollups.keySet());
      List<Rollup> changed = new ArrayList<>();
      for (Rollup rollup : known) {
        Tally sum = rollups.remove(rollup.key());
        if (sum != null) {
          sum.add(rollup.body());
          changed.add(new Rollup(rollup.key(), sum.text()));
        }
      }
      List<Rollup> fresh = new ArrayList<>();
      rollups.forEach((key, tally) -> fresh.add(new Rollup(key, tally.text())));
      rows.update(changed);
      rows.insert(fresh);
    }

    private static void put(
        Map<Key, Tally> rollups, Base base, String workflow, int version, Tally tally) {
      for (Span span : Span.values()) {
        Key key =
            new Key(
                base.tenant(),
                workflow,
                version,
                base.kind().code(),
                span.code(),
                span.floor(Span.ofQuarter(base.quarter())),
                base.name());
        rollups.computeIfAbsent(key, one -> new Tally()).add(tally);
      }
    }
  }
}
