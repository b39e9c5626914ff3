package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NO_TENANT_WAITS;

import dev.workflow.instance.InstanceState;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;

/**
 * The tenant that has nothing to do with all of it continues whenever a node works, and what cannot
 * be asked about a tenant is not made up: its work stands.
 */
final class TenantCheck implements Check {

  private final Stage stage;
  private boolean calm = true;

  TenantCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    calm &= act.fault() == Fault.NONE;
  }

  /** All nodes have begun anew since: none of them knows what the directory had said before. */
  @Override
  public void called(Calls.Call call) {
    if (calm
        && !call.stale()
        && call.instance().tenant().equals(Cast.A)
        && stage.host().failing(Host.TENANTS)) {
      throw new Broken(
          NO_TENANT_WAITS,
          stage.names().name(call.instance()),
          "step " + call.step() + " was called although nobody knows its tenant");
    }
  }

  @Override
  public void atRest() {
    if (!calm) {
      return;
    }
    for (MessageRow row : stage.sight().messages()) {
      boolean due =
          row.tenant().equals(Cast.B)
              && row.is(MessageState.PENDING)
              && row.status().plannedAt() != null
              && !row.status().plannedAt().isAfter(stage.clock().instant());
      if (due) {
        throw new Broken(
            NO_TENANT_WAITS,
            null,
            "a message of the other tenant is still PENDING after a node has worked");
      }
    }
    for (SeenInstance instance : stage.sight().instances()) {
      Instant begun = instance.readySince("timer");
      boolean due =
          instance.row().key().tenant().equals(Cast.B)
              && instance.state() != InstanceState.COMPLETED
              && (begun == null || !begun.plusSeconds(1).isAfter(stage.clock().instant()));
      if (due) {
        throw instance.broken(
            NO_TENANT_WAITS,
            "it is " + instance.state() + " after a node has worked: " + instance.steps().keySet());
      }
    }
  }
}
