package dev.workflow.schedule.internal;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.TickRow;
import java.time.Duration;

/** Schedules and ticks as users see them. */
final class ScheduleViews {

  private ScheduleViews() {}

  static Schedule schedule(ScheduleRow row) {
    ScheduleSpec spec = ScheduleSpec.of(row);
    return new Schedule(
        row.key().tenant(),
        ScheduleId.of(row.key().id()),
        row.workflow(),
        spec.task(),
        spec.timing(),
        spec.policy(),
        Schedule.State.of(row.progress().state()),
        row.progress().nextAt(),
        row.progress().running(),
        row.progress().queued(),
        row.createdAt(),
        Actor.of(row.createdBy()));
  }

  static Tick tick(TickRow row) {
    boolean ran = row.startedAt() != null && row.endedAt() != null;
    return new Tick(
        TickIds.of(row.key()),
        row.key().plannedAt(),
        Tick.Kind.of(row.key().kind()),
        Tick.State.of(row.state()),
        row.attempt(),
        row.instance() == null ? null : InstanceId.of(row.instance()),
        row.startedAt(),
        row.endedAt(),
        ran ? Duration.between(row.startedAt(), row.endedAt()).toMillis() : null,
        row.output(),
        row.reason(),
        row.actor() == null ? null : Actor.of(row.actor()));
  }
}
