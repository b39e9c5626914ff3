package dev.workflow.schedule.internal;

import dev.workflow.schedule.Tick.State;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of one schedule as a transaction sees them: those of the store, with what has been
 * decided of them since and is not written yet. Used by one thread.
 */
final class TickChanges {

  private final ScheduleRows rows;
  private final ScheduleRow.Key schedule;
  private final Map<TickRow.Key, TickRow> fresh = new LinkedHashMap<>();
  private final Map<TickRow.Key, TickRow> changed = new LinkedHashMap<>();

  /** Ticks that the store may have, as they were left out before. */
  private final Set<TickRow.Key> mayBeStored = new HashSet<>();

  /** Ticks that begin in this transaction: their instances are not written yet. */
  private final Set<TickRow.Key> begun = new HashSet<>();

  TickChanges(ScheduleRows rows, ScheduleRow.Key schedule) {
    this.rows = rows;
    this.schedule = schedule;
  }

  TickRow.Key key(Instant planned, String kind) {
    return new TickRow.Key(schedule, planned, kind);
  }

  /** The key of an entry for ticks that were missed, of which there may be one already. */
  TickRow.Key missed(Instant planned) {
    TickRow.Key key = key(planned, TickIds.MISSED);
    mayBeStored.add(key);
    return key;
  }

  /** A key that no run by hand has, at a time or as little as possible after it. */
  TickRow.Key newRun(Instant time) {
    TickRow.Key key = key(time, TickIds.RUN);
    while (!rows.ticks(List.of(key)).isEmpty()) {
      key = key(key.plannedAt().plusNanos(1_000), TickIds.RUN);
    }
    return key;
  }

  /** A tick that the store may have is changed, and any other is added. */
  TickRow put(TickRow tick) {
    (mayBeStored.contains(tick.key()) ? changed : fresh).put(tick.key(), tick);
    return tick;
  }

  /** Puts a tick in the place of what the store, or this transaction, has of it. */
  void replace(TickRow tick) {
    (fresh.containsKey(tick.key()) ? fresh : changed).put(tick.key(), tick);
  }

  void begun(TickRow tick) {
    begun.add(tick.key());
  }

  boolean hasBegun(TickRow tick) {
    return begun.contains(tick.key());
  }

  /** Those that are under way. */
  List<TickRow> open() {
    return seen(
            rows.ticks(schedule, Ticks.names(State.RUNNING, State.RETRYING), Ticking.MOST_QUEUED))
        .stream()
        .filter(Ticks::isOpen)
        .toList();
  }

  /** Those that failed and are to be started again. */
  List<TickRow> retrying() {
    return rows.ticks(schedule, Ticks.names(State.RETRYING), Ticking.MOST_QUEUED);
  }

  /** Those that wait for their turn, in its order. */
  List<TickRow> waiting(int most) {
    return seen(rows.ticks(schedule, Ticks.names(State.QUEUED), most + changed.size())).stream()
        .filter(tick -> Ticks.state(tick) == State.QUEUED)
        .sorted(Comparator.comparing(tick -> tick.key().plannedAt()))
        .limit(most)
        .toList();
  }

  private List<TickRow> seen(List<TickRow> stored) {
    Map<TickRow.Key, TickRow> seen = new LinkedHashMap<>();
    stored.forEach(tick -> seen.put(tick.key(), tick));
    seen.putAll(changed);
    seen.putAll(fresh);
    return List.copyOf(seen.values());
  }

  /**
   * Those of some moments that have not run and are not under way; they may have been left out
   * before.
   */
  List<TickRow> unknown(List<Instant> moments) {
    List<TickRow.Key> keys = moments.stream().map(one -> key(one, TickIds.TICK)).toList();
    Map<TickRow.Key, TickRow> known =
        rows.ticks(keys).stream().collect(Collectors.toMap(TickRow::key, Function.identity()));
    List<TickRow> unknown =
        keys.stream()
            .filter(key -> !known.containsKey(key) || wasLeftOut(known.get(key)))
            .map(key -> Ticks.planned(key, null))
            .toList();
    unknown.forEach(tick -> mayBeStored.add(tick.key()));
    return unknown;
  }

  private static boolean wasLeftOut(@Nullable TickRow tick) {
    return tick != null
        && (Ticks.state(tick) == State.SKIPPED || Ticks.state(tick) == State.DROPPED);
  }

  List<TickRow> fresh() {
    return List.copyOf(fresh.values());
  }

  List<TickRow> changed() {
    return List.copyOf(changed.values());
  }
}
