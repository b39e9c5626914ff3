package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_STUCK;

import dev.workflow.instance.InstanceState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure can be retried, a deliberate end cannot. */
final class RetryCheck implements Check {

  private final Stage stage;
  private final Map<SeenInstance, InstanceState> before = new HashMap<>();
  private @Nullable Act asked;

  RetryCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    asked = act;
    before.clear();
    stage.sight().instances().forEach(instance -> before.put(instance, instance.state()));
  }

  @Override
  public void after(Act act, Outcome outcome) {
    SeenInstance instance = stage.sight().find(act.instance());
    if (act.verb() == Verb.BULK && act.argument().equals("RETRY")) {
      before.forEach((one, state) -> deliberate(act, one, state));
    }
    if (act.verb() != Verb.RETRY || act != asked || instance == null || instance.gone()) {
      return;
    }
    InstanceState was = before.get(instance);
    deliberate(act, instance, was);
    String refusal =
        outcome.refusal() == null ? "" : String.valueOf(outcome.refusal().getMessage());
    if (was == InstanceState.FAILED
        && outcome.refused()
        && !instance.stoppedAsFailed()
        && !instance.compensated()
        && act.fault() == Fault.NONE
        && !stage.host().failing(Host.TENANTS)
        && !stage.poisoned().holds(instance.row().key())
        && !refusal.contains("since")
        && !refusal.contains("on purpose")
        && !refusal.contains("exit")
        && !refusal.contains("concurrency")
        && !refusal.contains("replaced")) {
      throw instance.broken(
          NOTHING_STUCK, "it has FAILED and cannot be retried: " + outcome.shown());
    }
  }

  private static void deliberate(Act act, SeenInstance instance, @Nullable InstanceState was) {
    if (was == InstanceState.FAILED
        && instance.state() != InstanceState.FAILED
        && instance.stoppedAsFailed()) {
      throw instance.broken(
          Promise.NOTHING_AFTER_AN_END,
          "a stop as failed ended it, and after \"" + act + "\" it is " + instance.state());
    }
  }
}
