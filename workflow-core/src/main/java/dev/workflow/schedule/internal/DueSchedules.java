package dev.workflow.schedule.internal;

import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.ScheduleRows.News;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.TickRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

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

  DueSchedules(CommandContext work) {
    this.work = work;
    this.rows = work.transaction().schedules();
  }

  /** Lets the ticks happen that are due; returns of how many schedules. */
  int fire(int limit) {
    List<ScheduleRow> due = rows.lockDue(work.now(), limit);
    due.forEach(row -> tick(row, Ticking::run));
    write();
    return due.size();
  }

  /** Leaves what is due first alone for a while. */
  int postpone(String reason) {
    List<ScheduleRow> due = rows.lockDue(work.now(), 1);
    due.forEach(row -> postpone(row, reason));
    write();
    return due.size();
  }

  private void postpone(ScheduleRow row, String reason) {
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
    fresh.addAll(ticking.fresh());
    changed.addAll(ticking.changed());
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
    Map<ScheduleRow.Key, List<News>> bySchedule = new TreeMap<>();
    all.forEach(
        news ->
            bySchedule.computeIfAbsent(news.tick().schedule(), key -> new ArrayList<>()).add(news));
    Map<ScheduleRow.Key, ScheduleRow> locked = new HashMap<>();
    rows.lockIfFree(bySchedule.keySet()).forEach(row -> locked.put(row.key(), row));
    List<News> taken = new ArrayList<>();
    bySchedule.forEach(
        (key, news) -> {
          ScheduleRow row = locked.get(key);
          if (row != null) {
            tick(row, ticking -> settle(ticking, news));
            taken.addAll(news);
          } else if (rows.find(key).isEmpty()) {
            taken.addAll(news);
          }
        });
    rows.removeNews(taken);
    write();
    return taken.size();
  }

  private void settle(Ticking ticking, Collection<News> news) {
    List<TickRow> ticks =
        rows.ticks(news.stream().map(News::tick).distinct().toList()).stream()
            .filter(
                tick ->
                    news.stream()
                        .anyMatch(
                            one ->
                                one.tick().equals(tick.key())
                                    && Objects.equals(one.instance(), tick.instance())))
            .toList();
    ticking.settle(ticks);
    ticking.drain();
  }
}
