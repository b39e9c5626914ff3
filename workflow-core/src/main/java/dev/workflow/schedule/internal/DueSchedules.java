package dev.workflow.schedule.internal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.log.Log;
import dev.workflow.schedule.Schedule;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.ScheduleRows.News;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.TickRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one transaction does about schedules: those that are due, and those with news. */
final class DueSchedules {

  private static final Log log = Log.of(DueSchedules.class);

  /** How long one that cannot be dealt with is left alone. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final CommandContext work;
  private final ScheduleRows rows;
  private final List<TickRow> fresh = new ArrayList<>();
  private final List<TickRow> changed = new ArrayList<>();
  private final List<ScheduleRow> updated = new ArrayList<>();
  private final Set<ScheduleRow.Key> postponed = new HashSet<>();

  DueSchedules(CommandContext work) {
    this.work = work;
    this.rows = work.transaction().schedules();
  }

  /** Lets the ticks happen that are due; returns of how many schedules. */
  int fire(int limit) {
    return fire(rows.lockDue(work.now(), limit));
  }

  private int fire(List<ScheduleRow> due) {
    due.forEach(row -> tick(row, Ticking::run));
    write();
    return due.size();
  }

  /**
   * The same for tenants in turn, an equal share for each.
   *
   * @param after the last one that was looked at; null: a round begins
   */
  Round fire(int limit, @Nullable TenantId after) {
    List<TenantId> tenants = rows.dueTenants(work.now(), after, limit);
    List<ScheduleRow> due = new ArrayList<>();
    boolean left = false;
    for (TenantId tenant : tenants) {
      int share = Math.max(1, limit / tenants.size());
      List<ScheduleRow> some = rows.lockDue(tenant, work.now(), share);
      left |= some.size() == share;
      due.addAll(some);
    }
    boolean more = tenants.size() == limit;
    return new Round(fire(due), more ? tenants.get(limit - 1) : null, left || more);
  }

  /**
   * What a part of a round over the tenants has done.
   *
   * @param last the last one that was looked at; null: the round is over
   * @param left whether something may be left that is due
   */
  record Round(int fired, @Nullable TenantId last, boolean left) {}

  /** Leaves what is due first alone for a while. */
  int postpone(String reason) {
    List<ScheduleRow> due = rows.lockDue(work.now(), 1);
    due.forEach(row -> postpone(row, reason));
    write();
    return due.size();
  }

  private void postpone(ScheduleRow row, String reason) {
    postponed.add(row.key());
    log.warn(
        "Schedule {} of tenant {} is looked at again in {}: {}",
        row.key().id(),
        row.key().tenant(),
        PAUSE,
        reason);
    ScheduleRow.Progress was = row.progress();
    updated.add(
        row.with(
            new ScheduleRow.Progress(
                was.state(),
                was.nextAt(),
                work.now().plus(PAUSE),
                was.running(),
                was.queued(),
                was.retryAt())));
  }

  /** Nothing has been changed for a schedule of which not even the tenant is known. */
  private void tick(ScheduleRow row, Consumer<Ticking> deed) {
    if (Schedule.State.of(row.progress().state()) == Schedule.State.UNRECOGNIZED) {
      postpone(row, "this release does not know its state " + row.progress().state());
      return;
    }
    Ticking ticking;
    try {
      ticking = new Ticking(work, row, ScheduleSpec.of(row));
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      postpone(row, String.valueOf(e.getMessage()));
      return;
    }
    whole(() -> deed.accept(ticking));
    fresh.addAll(ticking.ticks().fresh());
    changed.addAll(ticking.ticks().changed());
    updated.add(ticking.row());
  }

  /** What is refused after something was begun takes all of the transaction with it. */
  static void whole(Runnable deed) {
    try {
      deed.run();
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void write() {
    if (!fresh.isEmpty()) {
      rows.insertTicks(fresh);
    }
    if (!changed.isEmpty()) {
      rows.putTicks(changed);
    }
    if (!updated.isEmpty()) {
      rows.update(updated);
    }
  }

  /** Takes up news of instances; returns how many. */
  int takeNews(int limit) {
    List<News> all = rows.lockNews(limit);
    if (all.isEmpty()) {
      return 0;
    }
    TreeSet<ScheduleRow.Key> schedules = new TreeSet<>();
    all.forEach(news -> schedules.add(news.tick().schedule()));
    Map<ScheduleRow.Key, ScheduleRow> locked = new TreeMap<>();
    rows.lockIfFree(schedules).forEach(row -> locked.put(row.key(), row));
    List<News> taken =
        all.stream()
            .filter(
                news ->
                    locked.containsKey(news.tick().schedule())
                        || rows.find(news.tick().schedule()).isEmpty())
            .toList();
    settle(taken, locked);
    rows.removeNews(taken);
    List<News> left =
        taken.stream().filter(news -> postponed.contains(news.tick().schedule())).toList();
    addAgain(left);
    write();
    return taken.size() - left.size();
  }

  /** Puts the oldest news behind all others; returns it. */
  Optional<News> putOffNews() {
    List<News> oldest = rows.lockNews(1);
    rows.removeNews(oldest);
    addAgain(oldest);
    return oldest.stream().findFirst();
  }

  private void addAgain(List<News> some) {
    if (!some.isEmpty()) {
      rows.addNews(
          some.stream()
              .map(
                  one ->
                      new News(UuidCreator.getTimeOrderedEpochPlus1(), one.tick(), one.instance()))
              .toList());
    }
  }

  /** Reads all ticks and instances together. */
  private void settle(List<News> taken, Map<ScheduleRow.Key, ScheduleRow> locked) {
    Map<TickRow.Key, Set<UUID>> instances = new LinkedHashMap<>();
    taken.forEach(
        news ->
            instances.computeIfAbsent(news.tick(), key -> new HashSet<>()).add(news.instance()));
    List<TickRow> ticks =
        rows.ticks(instances.keySet()).stream()
            .filter(
                tick ->
                    tick.instance() != null
                        && instances.getOrDefault(tick.key(), Set.of()).contains(tick.instance()))
            .toList();
    TickResults results = TickResults.read(work, ticks);
    Map<ScheduleRow.Key, List<TickRow>> bySchedule =
        ticks.stream().collect(Collectors.groupingBy(tick -> tick.key().schedule()));
    locked.forEach(
        (key, row) ->
            tick(
                row,
                ticking -> {
                  ticking.settle(bySchedule.getOrDefault(key, List.of()), results);
                  ticking.drain();
                }));
  }
}
