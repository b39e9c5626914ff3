package dev.workflow.internal.engine;

import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.TaskParticipation;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a task ended. */
public final class TaskFinish {

  private TaskFinish() {}

  /**
   * @param endedAt when the run ended
   */
  public static TaskRow.Finish of(StepRun run, Instant endedAt) {
    TaskParticipation.End end = run.task().participation().end();
    List<String> others = new ArrayList<>();
    for (TaskState.Vote vote : run.task().ballot().votes()) {
      if (end == null || !vote.actor().equals(end.by())) {
        others.add(vote.actor());
      }
    }
    return new TaskRow.Finish(
        end == null ? null : end.by(),
        end == null ? null : end.forWhom(),
        others,
        endedAt,
        run.task().times().begun());
  }
}
