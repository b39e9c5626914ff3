package dev.workflow.testkit.contract;

import static dev.workflow.testkit.contract.ForeignCalls.done;

import dev.workflow.Actors;

/** The operations on what is known of actors. */
final class ActorCalls {

  private final ForeignCalls calls;

  ActorCalls(ForeignCalls calls) {
    this.calls = calls;
  }

  void addAll(Actors it) {
    calls.add("Actors.changed(TenantId)", "done", tenant -> done(() -> it.changed(tenant)));
  }
}
