package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NO_TENANT_WAITS;

import dev.workflow.instance.InstanceState;
import java.time.Instant;

/** The tenant that has nothing to do with all of it continues whenever a node works. */
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

  @Override
  public void atRest() {
    if (!calm) {
      return;
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
