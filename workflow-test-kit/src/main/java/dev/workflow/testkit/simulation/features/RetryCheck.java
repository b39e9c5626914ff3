package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_STUCK;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
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
    if (outcome.done() && was == InstanceState.FAILED) {
      carriesOn(act, instance);
    }
    String refusal =
        outcome.refusal() == null ? "" : String.valueOf(outcome.refusal().getMessage());
    if (was == InstanceState.FAILED
        && outcome.refused()
        && !instance.stoppedAsFailed()
        && !undone(instance)
        && act.fault() == Fault.NONE
        && !stage.host().failing(Host.TENANTS)
        && !stage.unreadable(instance)
        && !refusal.contains("since")
        && !refusal.contains("on purpose")
        && !refusal.contains("exit")
        && !refusal.contains("concurrency")
        && !refusal.contains("replaced")) {
      throw instance.broken(
          NOTHING_STUCK, "it has FAILED and cannot be retried: " + outcome.shown());
    }
  }

  /** Whether it, or an instance that would continue with it, has undone what it had done. */
  private boolean undone(SeenInstance instance) {
    SeenInstance above = stage.sight().parent(instance);
    return instance.compensated() || (above != null && undone(above));
  }

  /** The instance whose step has failed because this one had continues with it. */
  private void carriesOn(Act act, SeenInstance child) {
    SeenInstance parent = stage.sight().parent(child);
    String step = Sight.parentStep(child);
    if (parent == null || step == null || before.get(parent) != InstanceState.FAILED) {
      return;
    }
    Outline.Part part = parent.outline().part(Outline.id(step));
    boolean theLast =
        stage.sight().instances().stream()
            .filter(one -> stage.sight().parent(one) == parent)
            .filter(one -> step.equals(Sight.parentStep(one)))
            .reduce((first, second) -> second)
            .filter(one -> one == child)
            .isPresent();
    if (part != null
        && theLast
        && part.around() == null
        && !part.allowsFailure()
        && stage.sight().waitedFor(child)
        && parent.step(step) == StepState.FAILED
        && parent.state() == InstanceState.FAILED) {
      throw parent.broken(
          NOTHING_STUCK,
          "its step "
              + step
              + " had failed with "
              + child.name()
              + ", and after \""
              + act
              + "\" it is still "
              + parent.state());
    }
  }

  private static void deliberate(Act act, SeenInstance instance, @Nullable InstanceState was) {
    if (was == InstanceState.FAILED
        && instance.state() != InstanceState.FAILED
        && instance.compensated()) {
      throw instance.broken(
          Promise.NOTHING_LOST,
          "what it had done was undone, and after \"" + act + "\" it is " + instance.state());
    }
    if (was == InstanceState.FAILED
        && instance.state() != InstanceState.FAILED
        && instance.stoppedAsFailed()) {
      throw instance.broken(
          Promise.NOTHING_AFTER_AN_END,
          "a stop as failed ended it, and after \"" + act + "\" it is " + instance.state());
    }
  }
}
