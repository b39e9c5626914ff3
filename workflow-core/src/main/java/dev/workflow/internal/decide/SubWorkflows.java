package dev.workflow.internal.decide;

import dev.workflow.InstanceId;
import dev.workflow.definition.Step;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sub-workflows of an instance: those that its steps wait for, or have waited for. One that
 * nobody waits for goes its own way.
 */
public final class SubWorkflows {

  private SubWorkflows() {}

  /** Whether a workflow has steps that wait for others. */
  public static boolean in(StepTree tree) {
    return tree.nodes().stream()
        .anyMatch(place -> place.step() instanceof Step.SubWorkflow step && step.awaited());
  }

  /** Those that have ended. */
  public static List<InstanceId> ended(Collection<StepRun> runs, StepTree tree) {
    return runs.stream().map(run -> ended(run, tree)).filter(Objects::nonNull).toList();
  }

  /** The one that a step has waited for; null: none. */
  public static @Nullable InstanceId ended(StepRun run, StepTree tree) {
    if (run.output() == null
        || run.key().undo()
        || !(tree.node(run.key()).step() instanceof Step.SubWorkflow step)
        || !step.awaited()) {
      return null;
    }
    String child = run.output().path("instance").textValue();
    return child == null ? null : InstanceId.parse(child);
  }

  /**
   * The run that waits, or has waited, for a sub-workflow. Its step may be called otherwise than
   * when it started it, since the instance has gone on with another version.
   *
   * @param step the run that started it, as it was called then
   */
  public static Optional<StepRun> awaiting(
      InstanceSnapshot instance, StepTree tree, StepKey step, InstanceId child) {
    StepRun same = instance.step(step);
    if (awaits(same, tree, child)) {
      return Optional.of(same);
    }
    return instance.plan().revision() == 0
        ? Optional.empty()
        : instance.steps().values().stream().filter(run -> awaits(run, tree, child)).findFirst();
  }

  private static boolean awaits(StepRun run, StepTree tree, InstanceId child) {
    boolean mayBe = run.memory().waitingFor() != null || run.output() != null;
    return mayBe && (child.equals(open(run, tree)) || child.equals(ended(run, tree)));
  }

  /** Those that its steps wait for now. */
  static List<InstanceId> open(Collection<StepRun> runs, StepTree tree) {
    return runs.stream().map(run -> open(run, tree)).filter(Objects::nonNull).toList();
  }

  /** The one that a step waits for now; null: none. */
  public static @Nullable InstanceId open(StepRun run, StepTree tree) {
    String child = run.memory().waitingFor();
    return child != null && tree.node(run.key()).step() instanceof Step.SubWorkflow
        ? InstanceId.parse(child)
        : null;
  }
}
