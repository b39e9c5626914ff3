package dev.workflow.internal.decide;

import dev.workflow.TaskSettings;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.definition.TaskPolicy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long claims hold. */
public final class TaskClaims {

  private TaskClaims() {}

  /**
   * How long a claim of a step holds after the last act; null: for good, or it is no claim that
   * ends: it was assigned, or several people answer.
   */
  static @Nullable Duration span(Step step, StepRun run, TaskSettings settings) {
    Performer performer = step.settings().performer();
    if (performer.quorum() != null || Commands.somebody(run.memory().assignee()) != null) {
      return null;
    }
    Duration own = performer.taskPolicy().claimFor();
    return own == null ? settings.claimFor().orElse(null) : own;
  }

  /** When the claim of a step ends as things are; null: it does not, or nobody has claimed. */
  public static @Nullable Instant end(
      Step step, StepRun run, InstanceSnapshot instance, Instant now, TaskSettings settings) {
    Instant acted = run.task().participation().acted();
    Duration span = span(step, run, settings);
    if (span == null || acted == null || run.claimedBy() == null) {
      return null;
    }
    if (!run.state().open() || Commands.waits(run)) {
      return null;
    }
    boolean stops =
        step.settings().performer().taskPolicy().clock().contains(TaskPolicy.Stop.PAUSED);
    Duration paused = stops ? instance.paused(acted, now) : Duration.ZERO;
    return acted.plus(span).plus(paused);
  }
}
