package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.EngineContract.LEAD;
import static dev.workflow.testkit.contract.ForeignCalls.SPY;

import dev.workflow.SubjectRef;
import dev.workflow.retention.Retention;
import dev.workflow.retention.Retention.What;
import java.time.Duration;

/** The operations on what is removed. */
final class RetentionCalls {

  private final ForeignCalls calls;

  RetentionCalls(ForeignCalls calls) {
    this.calls = calls;
  }

  void addAll(Retention it) {
    calls.add(
        "Retention.hold(TenantId, SubjectRef, Actor, String)",
        "spy",
        tenant -> it.hold(tenant, LEAD, SPY, "mine").by());
    calls.add(
        "Retention.release(TenantId, SubjectRef, Actor)",
        "false",
        tenant -> it.release(tenant, LEAD, SPY));
    calls.add(
        "Retention.held(TenantId, SubjectRef)", "Optional.empty", tenant -> it.held(tenant, LEAD));
    calls.add(
        "Retention.holds(TenantId, String, int)",
        "[]",
        tenant -> it.holds(tenant, null, 9).items());
    calls.add(
        "Retention.erasures(TenantId, SubjectRef, String, int)",
        "[]",
        tenant -> it.erasures(tenant, SubjectRef.of("lead", "nobody's"), null, 9).items());
    calls.add(
        "Retention.purge(TenantId, Consumer)",
        "Removed[instances=0, messages=0, events=0, ticks=0, findings=0]",
        tenant -> it.purge(tenant, removed -> {}));
    calls.add(
        "Retention.purge(TenantId, What, Duration, Consumer)",
        "Removed[instances=0, messages=0, events=0, ticks=0, findings=0]",
        tenant -> it.purge(tenant, What.INSTANCES, Duration.ofNanos(1), removed -> {}));
    calls.add(
        "Retention.erase(TenantId, SubjectRef, Actor)",
        "0 0 0 0 0 false",
        tenant -> {
          var receipt = it.erase(tenant, LEAD, SPY);
          return receipt.canceled()
              + " "
              + receipt.instances()
              + " "
              + receipt.messages()
              + " "
              + receipt.events()
              + " "
              + receipt.findings()
              + " "
              + receipt.override();
        });
  }
}
