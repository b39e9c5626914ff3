package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.definition.Trigger.Misfire;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Schedules;
import java.time.Instant;
import java.util.List;

/** The operations on schedules. */
final class ScheduleCalls {

  static final ScheduledTask TASK =
      ScheduledTask.parse(
          """
          {"name": "weekly", "type": "workflow", "config": {"workflow_id": "w"}, "schedule": "0 9 * * MON",
           "enabled": false}
          """);

  private final ForeignCalls calls;
  private final ScheduleId id;

  /** With the id of a schedule. */
  ScheduleCalls(ForeignCalls calls, ScheduleId id) {
    this.calls = calls;
    this.id = id;
  }

  void addAll(Schedules it) {
    String none = "NotFoundException: tenant {tenant} has no schedule " + id;
    Instant time = Instant.parse("2026-01-05T09:00:00Z");
    calls.add(
        "Schedules.create(TenantId, ScheduledTask, Actor)",
        "weekly PAUSED",
        tenant -> {
          Schedule created = it.create(tenant, TASK, SPY);
          return created.task().name() + " " + created.state();
        });
    calls.add("Schedules.get(TenantId, ScheduleId)", none, tenant -> it.get(tenant, id));
    calls.add(
        "Schedules.list(TenantId, String, String, int)",
        "[]",
        tenant -> it.list(tenant, null, null, 10).items());
    calls.add(
        "Schedules.update(TenantId, ScheduleId, ScheduledTask, Actor)",
        none,
        tenant -> it.update(tenant, id, TASK, SPY));
    calls.add(
        "Schedules.delete(TenantId, ScheduleId, Actor)",
        none,
        tenant -> done(() -> it.delete(tenant, id, SPY)));
    calls.add(
        "Schedules.pause(TenantId, ScheduleId, Actor)",
        none,
        tenant -> done(() -> it.pause(tenant, id, SPY)));
    calls.add(
        "Schedules.resume(TenantId, ScheduleId, Actor)",
        none,
        tenant -> done(() -> it.resume(tenant, id, SPY)));
    calls.add(
        "Schedules.resume(TenantId, ScheduleId, Misfire, Actor)",
        none,
        tenant -> done(() -> it.resume(tenant, id, Misfire.ALL, SPY)));
    calls.add(
        "Schedules.runNow(TenantId, ScheduleId, boolean, Actor)",
        none,
        tenant -> it.runNow(tenant, id, true, SPY));
    calls.add("Schedules.next(TenantId, ScheduleId, int)", none, tenant -> it.next(tenant, id, 3));
    calls.add(
        "Schedules.backfill(TenantId, ScheduleId, Instant, Instant, Actor)",
        none,
        tenant -> it.backfill(tenant, id, time, time, SPY));
    calls.add(
        "Schedules.history(TenantId, ScheduleId, String, int)",
        none,
        tenant -> List.of(it.history(tenant, id, null, 10)));
    calls.add(
        "Schedules.purge(TenantId, Instant, LongConsumer)",
        "0",
        tenant -> it.purge(tenant, time, removed -> {}));
  }
}
