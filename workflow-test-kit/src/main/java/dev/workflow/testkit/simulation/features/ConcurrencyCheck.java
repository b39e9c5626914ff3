package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.CONCURRENCY_HOLDS;

import dev.workflow.instance.InstanceState;
import java.util.HashMap;
import java.util.Map;

/** Of the instances with one concurrency key no more are active than their policy allows. */
final class ConcurrencyCheck implements Check {

  private final Stage stage;

  ConcurrencyCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void after(Act act, Outcome outcome) {
    Map<String, SeenInstance> active = new HashMap<>();
    for (SeenInstance instance : stage.sight().instances()) {
      String key = instance.row().origin().concurrencyKey();
      boolean begun =
          instance.state() == InstanceState.ACTIVE || instance.state() == InstanceState.PAUSED;
      if (key == null
          || stage.unreadable(instance)
          || !begun
          || instance.gone()
          || instance.outline().policy().equals("allow")) {
        continue;
      }
      String place = instance.row().key().tenant() + "/" + instance.row().workflow() + "/" + key;
      SeenInstance other = active.put(place, instance);
      if (other != null) {
        throw instance.broken(
            CONCURRENCY_HOLDS,
            "it is "
                + instance.state()
                + " beside "
                + other.name()
                + ", which is "
                + other.state()
                + "; the policy is "
                + instance.outline().policy());
      }
    }
  }
}
