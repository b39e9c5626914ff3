package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.READABLE;

import dev.workflow.TenantId;
import java.util.HashMap;
import java.util.Map;

/** Everything that is stored can be read through the engine. */
final class ReadableCheck implements Check {

  private final Stage stage;
  private final Map<SeenInstance, Integer> read = new HashMap<>();

  ReadableCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void atEnd() {
    read.clear();
    after(Act.of(Verb.WORK, ""), Outcome.done(null));
  }

  @Override
  public void after(Act act, Outcome outcome) {
    if (outcome.done() && Nasty.mustBeRefused(act)) {
      throw new Broken(
          READABLE, act.instance(), "\"" + act + "\" is accepted although no store keeps it");
    }
    if (stage.host().failing(Host.TENANTS)) {
      return;
    }
    for (SeenInstance instance : stage.sight().instances()) {
      if (instance.gone() || stage.poisoned().holds(instance.row().key())) {
        continue;
      }
      Integer known = read.put(instance, instance.history().size());
      if (known != null && known == instance.history().size()) {
        continue;
      }
      TenantId tenant = instance.row().key().tenant();
      try {
        stage.reader().instances().get(tenant, instance.row().key().id());
        stage.reader().history().of(tenant, instance.row().key().id());
      } catch (RuntimeException e) {
        throw instance.broken(READABLE, "after \"" + act + "\" it cannot be read: " + e);
      }
    }
  }
}
