package dev.workflow.statistics.internal;

import dev.workflow.TenantId;
import dev.workflow.spi.store.StatisticsRows;
import dev.workflow.spi.store.StatisticsRows.Key;
import dev.workflow.spi.store.StatisticsRows.Rollup;
import dev.workflow.statistics.internal.fact.Fact;
import dev.workflow.statistics.internal.fact.FactText;
import dev.workflow.statistics.internal.fact.Figure;
import dev.workflow.statistics.internal.fact.Kind;
import dev.workflow.statistics.internal.fact.Span;
import dev.workflow.statistics.internal.fact.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a portion of facts adds up to. Lines that differ only in how often and how long are read
 * once: the same few steps come again and again. Used by one thread.
 */
final class FactSums {

  /** A thing in a quarter of an hour. */
  private record Base(
      TenantId tenant, String workflow, int version, Kind kind, String name, long quarter) {}

  /** Where lines of one kind go. */
  private record Slot(List<Figure> figures, List<Tally> tallies) {

    void add(long count, long millis) {
      for (Tally tally : tallies) {
        for (Figure figure : figures) {
          tally.add(figure, count);
        }
        if (millis >= 0) {
          tally.time(millis, count);
        }
      }
    }
  }

  private final Map<Base, Tally> sums = new HashMap<>();
  private final Map<String, Map<String, Slot>> slots = new HashMap<>();

  /**
   * Adds the facts of a text.
   *
   * @throws IllegalArgumentException if this version of the engine cannot read one of them; those
   *     before it have been added
   */
  void add(String body) {
    String header = null;
    Map<String, Slot> known = Map.of();
    int begin = 0;
    while (begin <= body.length()) {
      int end = body.indexOf('\n', begin);
      end = end < 0 ? body.length() : end;
      if (end > begin && body.charAt(begin) == '@') {
        header = body.substring(begin, end);
        known = slots.computeIfAbsent(header, one -> new HashMap<>());
      } else if (header == null) {
        throw new IllegalArgumentException("facts of nobody");
      } else {
        add(known, header, body, begin, end);
      }
      begin = end + 1;
    }
  }

  private void add(Map<String, Slot> known, String header, String body, int begin, int end) {
    int name = tab(body, begin, end);
    int after = tab(body, Math.min(end, name + 1), end);
    String what = body.substring(begin, after);
    Slot slot = known.get(what);
    if (slot == null) {
      slot = slot(FactText.read(header + "\n" + what));
      known.put(what, slot);
    }
    int took = Math.min(end, after + 1);
    int more = tab(body, took, end);
    long millis = more > took ? Long.parseLong(body, took, more, 10) : -1;
    long count = more < end ? Long.parseLong(body, more + 1, end, 10) : 1;
    slot.add(count, millis);
  }

  /** Where the next tab is, or the end. */
  private static int tab(String body, int from, int end) {
    int tab = body.indexOf('\t', from);
    return tab < 0 || tab > end ? end : tab;
  }

  private Slot slot(List<Fact> line) {
    List<Figure> figures = line.stream().map(Fact::figure).toList();
    Fact fact = line.get(0);
    int slash = fact.kind() == Kind.STEP ? fact.name().indexOf('/') : -1;
    if (slash < 0) {
      return new Slot(figures, List.of(tally(fact, fact.kind(), fact.name())));
    }
    List<Tally> tallies = new ArrayList<>(2);
    tallies.add(tally(fact, Kind.STEP, fact.name().substring(0, slash)));
    String action = fact.name().substring(slash + 1);
    if (!action.isEmpty()) {
      tallies.add(tally(fact, Kind.ACTION, action));
    }
    return new Slot(figures, tallies);
  }

  private Tally tally(Fact fact, Kind kind, String name) {
    return sums.computeIfAbsent(
        new Base(fact.tenant(), fact.workflow(), fact.version(), kind, name, fact.quarter()),
        base -> new Tally());
  }

  /** Adds all of it to the rollups. */
  void write(StatisticsRows rows) {
    Map<Key, Tally> rollups = new HashMap<>();
    sums.forEach(
        (base, tally) -> {
          if (!base.workflow().isEmpty()) {
            put(rollups, base, base.workflow(), base.version(), tally);
          }
          if (base.workflow().isEmpty() || (base.kind() != Kind.STEP && base.kind() != Kind.ARM)) {
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
