package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.InstanceId;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Instant;

/** The calls about what is to come. */
final class CalendarCalls {

  private final ForeignCalls calls;
  private final UpcomingWork.Id step;

  CalendarCalls(ForeignCalls calls, InstanceId instance) {
    this.calls = calls;
    this.step = new UpcomingWork.Id(UpcomingWork.Kind.STEP, instance.value(), "ask");
  }

  void addAll(UpcomingWork it) {
    String none = "NotFoundException: tenant {tenant} has no instance {instance}";
    calls.add(
        "UpcomingWork.list(TenantId, Query, String, int)",
        "[]",
        tenant -> it.list(tenant, UpcomingWork.Query.all(), null, 9).items());
    calls.add(
        "UpcomingWork.skip(TenantId, Id, Actor, String)",
        none,
        tenant -> done(() -> it.skip(tenant, step, SPY, null)));
    calls.add(
        "UpcomingWork.move(TenantId, Id, Instant, Actor, String)",
        none,
        tenant -> done(() -> it.move(tenant, step, Instant.EPOCH, SPY, null)));
    calls.add(
        "UpcomingWork.runNow(TenantId, Id, Actor, String)",
        none,
        tenant -> done(() -> it.runNow(tenant, step, SPY, null)));
    calls.add(
        "UpcomingWork.hold(TenantId, Id, Actor, String)",
        none,
        tenant -> done(() -> it.hold(tenant, step, SPY, null)));
    calls.add(
        "UpcomingWork.release(TenantId, Id, Actor, String)",
        none,
        tenant -> done(() -> it.release(tenant, step, SPY, null)));
  }
}
