package dev.workflow.examples.host.engine.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Tick;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule.
 *
 * @param workflow whose trigger it is; null: a scheduled task
 * @param timing as it is written in documents
 * @param zone in which it ticks
 * @param nextAt null: paused or ended
 */
record ScheduleView(
    UUID id,
    @Nullable String workflow,
    @Nullable String name,
    @Nullable JsonNode task,
    ObjectNode timing,
    String zone,
    Schedule.State state,
    @Nullable Instant nextAt,
    int running,
    int queued,
    Instant createdAt,
    String createdBy) {

  static ScheduleView of(Schedule one, ZoneId tenant) {
    ObjectNode timing = Json.object();
    one.timing().write(timing);
    return new ScheduleView(
        one.id().value(),
        one.workflow(),
        one.task() == null ? null : one.task().name(),
        one.task() == null ? null : one.task().toJson(),
        timing,
        one.timing().zoneOr(tenant).getId(),
        one.state(),
        one.nextAt(),
        one.running(),
        one.queued(),
        one.createdAt(),
        one.createdBy().id());
  }

  /**
   * A tick that is to come.
   *
   * @param local in the schedule's zone
   * @param clockChange when the clocks of the zone change within a day of it; null: they do not
   */
  record NextTick(Instant at, OffsetDateTime local, String zone, @Nullable Instant clockChange) {

    private static final long DAY = 86_400;

    static NextTick of(Instant at, ZoneId zone) {
      ZoneOffsetTransition change = zone.getRules().nextTransition(at.minusSeconds(DAY));
      boolean near = change != null && change.getInstant().isBefore(at.plusSeconds(DAY));
      return new NextTick(
          at, at.atZone(zone).toOffsetDateTime(), zone.getId(), near ? change.getInstant() : null);
    }
  }

  /** A tick that was. */
  record TickView(
      String id,
      Instant plannedAt,
      String kind,
      String state,
      int attempt,
      @Nullable String instanceId,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long durationMs,
      @Nullable String output,
      @Nullable String reason,
      @Nullable String by) {

    static TickView of(Tick one) {
      return new TickView(
          one.id(),
          one.plannedAt(),
          one.kind().name(),
          one.state().name(),
          one.attempt(),
          one.instance() == null ? null : one.instance().toString(),
          one.startedAt(),
          one.endedAt(),
          one.durationMillis(),
          one.output(),
          one.reason(),
          one.by() == null ? null : one.by().id());
    }
  }
}
