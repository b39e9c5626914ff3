package dev.workflow.schedule.internal;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ticks that are to come of the schedules of a tenant. */
public final class UpcomingTicks {

  /** More schedules of one tenant are not looked at. */
  private static final int MOST_SCHEDULES = 10_000;

  private static final int AT_ONCE = 500;

  private UpcomingTicks() {}

  /**
   * A tick.
   *
   * @param planned before it is put off by jitter
   * @param next whether it is the next one of its schedule
   */
  public record Coming(ScheduleRow schedule, Instant planned, Instant at, boolean next) {

    /** What it starts, as far as that is a task of its own. */
    public @Nullable ScheduledTask task() {
      return ScheduleViews.schedule(schedule).task();
    }
  }

  /**
   * Those of a time, in no order.
   *
   * @param workflow of its triggers alone; null: of all
   * @param to null: only the next tick of each
   * @param most how many of each schedule
   */
  public static List<Coming> of(
      EngineContext engine,
      StoreTransaction transaction,
      TenantId tenant,
      @Nullable String workflow,
      Instant from,
      @Nullable Instant to,
      int most) {
    ZoneId zone = engine.tenant(tenant).zone();
    List<Coming> coming = new ArrayList<>();
    UUID after = null;
    int looked = 0;
    List<ScheduleRow> rows;
    do {
      rows = transaction.schedules().list(tenant, workflow, after, AT_ONCE);
      for (ScheduleRow row : rows) {
        after = row.key().id();
        add(coming, row, zone, from, to, most);
      }
      looked += rows.size();
    } while (rows.size() == AT_ONCE && looked < MOST_SCHEDULES);
    return coming;
  }

  private static void add(
      List<Coming> coming,
      ScheduleRow row,
      ZoneId zone,
      Instant from,
      @Nullable Instant to,
      int most) {
    Instant next = row.progress().nextAt();
    if (next == null || Schedule.State.of(row.progress().state()) != Schedule.State.ACTIVE) {
      return;
    }
    DueTicks times = new DueTicks(ScheduleSpec.of(row).timing(), zone, row.key().id());
    Instant fires = times.fires(next);
    if (to == null) {
      if (!fires.isBefore(from)) {
        coming.add(new Coming(row, next, fires, true));
      }
      return;
    }
    Duration jitter = Duration.between(next, fires);
    Instant begin = from.minus(jitter);
    Instant end = to.minus(jitter);
    for (Instant tick : times.between(begin.isBefore(next) ? next : begin, end, most)) {
      coming.add(new Coming(row, tick, times.fires(tick), tick.equals(next)));
    }
  }
}
