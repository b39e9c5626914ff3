package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_LOST;

import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.ActionResult;
import java.util.HashMap;
import java.util.Map;

/** What a handler has given is kept, whatever becomes of the steps that follow. */
final class ResultCheck implements Check {

  private final Stage stage;
  private final Map<String, Calls.Call> calls = new HashMap<>();
  private boolean calm = true;

  ResultCheck(Stage stage) {
    this.stage = stage;
  }

  /** Only what a node was called with in an act without faults is sure to be written. */
  @Override
  public void before(Act act) {
    calm = act.fault() == Fault.NONE;
    calls.clear();
  }

  @Override
  public void called(Calls.Call call) {
    if (calm && !call.stale()) {
      calls.put(call.instance().id() + "/" + call.step() + "/" + call.attempt(), call);
    }
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved) || moved.to() == StepState.COMPLETED) {
      return;
    }
    StepRun run = moved.after();
    Calls.Call call = calls.get(instance.row().key().id() + "/" + run.key() + "/" + run.attempt());
    if (moved.from() != StepState.IN_PROGRESS
        || moved.to() == StepState.IN_PROGRESS
        || moved.to() == StepState.SKIPPED
        || call == null
        || unwritable(instance, run)) {
      return;
    }
    if (stage.calls().given(call) instanceof ActionResult.Completed) {
      throw instance.broken(
          NOTHING_LOST,
          "the handler of step "
              + run.key()
              + " has done its work, and the step went to "
              + moved.to()
              + ": "
              + run.reason());
    }
  }

  /** Whether its handler gives what cannot be kept. */
  private static boolean unwritable(SeenInstance instance, StepRun run) {
    Outline.Part part = instance.outline().part(run.key().id());
    return part == null
        || part.json().path("config").has("output")
        || part.json().path("config").has("sets");
  }
}
