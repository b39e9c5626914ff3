package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.ForeignCalls.SPY;
import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.Actor;
import dev.workflow.operations.Actors;
import java.time.Instant;
import java.util.UUID;

/** The operations on what is known of actors. */
final class ActorCalls {

  private final ForeignCalls calls;

  ActorCalls(ForeignCalls calls) {
    this.calls = calls;
  }

  void addAll(Actors it) {
    Instant from = Instant.parse("2030-01-01T00:00:00Z");
    calls.add(
        "Actors.absence(TenantId, Actor, Instant, Instant, Actor)",
        "done",
        tenant -> done(() -> it.absence(tenant, SPY, from, from.plusSeconds(1), null)));
    calls.add(
        "Actors.removeAbsence(TenantId, UUID)",
        "false",
        tenant -> it.removeAbsence(tenant, new UUID(0, 7)));
    calls.add(
        "Actors.absences(TenantId, Actor, String, int)",
        "[]",
        tenant -> it.absences(tenant, Actor.of("anna"), null, 9).items());
    calls.add("Actors.changed(TenantId, Actor)", "0", tenant -> it.changed(tenant, SPY));
    calls.add("Actors.changed(TenantId)", "done", tenant -> done(() -> it.changed(tenant)));
  }
}
