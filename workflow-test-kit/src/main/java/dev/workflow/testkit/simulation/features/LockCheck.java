package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.CONCURRENCY_HOLDS;

import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import java.util.HashMap;
import java.util.Map;

/** Of all steps that want one lock, in whatever instances, one at a time is under way. */
final class LockCheck implements Check {

  private final Stage stage;

  LockCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void after(Act act, Outcome outcome) {
    Map<String, String> holders = new HashMap<>();
    for (SeenInstance instance : stage.sight().instances()) {
      boolean begun =
          instance.state() == InstanceState.ACTIVE || instance.state() == InstanceState.PAUSED;
      if (instance.gone() || !begun || stage.unreadable(instance)) {
        continue;
      }
      for (StepRun run : instance.steps().values()) {
        Outline.Part part = instance.outline().part(run.key().id());
        if (part == null || run.key().undo() || !part.is("lock") || !underWay(part, run)) {
          continue;
        }
        String lock = instance.row().key().tenant() + "/" + lock(instance, part);
        String other = holders.put(lock, instance.name() + "/" + run.key());
        if (other != null) {
          throw instance.broken(
              CONCURRENCY_HOLDS,
              "step " + run.key() + " has the lock " + lock + ", and so has " + other);
        }
      }
    }
  }

  /** A task is there for people; what the engine does has begun. */
  private static boolean underWay(Outline.Part part, StepRun run) {
    return run.state() == StepState.IN_PROGRESS
        || (part.people() && run.state() == StepState.READY && run.dueAt() == null);
  }

  private static String lock(SeenInstance instance, Outline.Part part) {
    SubjectRef subject = instance.row().subject();
    return part.text("lock").replace("{{subject.id}}", subject == null ? "" : subject.id());
  }
}
