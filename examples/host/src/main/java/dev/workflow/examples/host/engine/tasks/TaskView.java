package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task in a list.
 *
 * @param id {@code <instance>/<step>}, also its path below {@code /api/v1/tasks/}
 * @param finish null: it is not finished
 */
record TaskView(
    String id,
    String instanceId,
    String step,
    String action,
    String label,
    String workflow,
    @Nullable SubjectRef subject,
    StepState state,
    List<String> roles,
    List<String> candidates,
    @Nullable String assignee,
    @Nullable String claimedBy,
    @Nullable String owner,
    Instant readyAt,
    @Nullable Instant dueAt,
    @Nullable Instant followUpAt,
    int priority,
    Map<String, String> fields,
    @Nullable JsonNode asks,
    @Nullable TaskFinish finish) {

  /** How it ended. */
  record TaskFinish(
      @Nullable String by,
      @Nullable String forWhom,
      List<String> others,
      Instant at,
      @Nullable Long readyToClaimMs,
      @Nullable Long claimToDoneMs) {

    static TaskFinish of(Tasks.Finish finish) {
      return new TaskFinish(
          finish.by() == null ? null : finish.by().id(),
          finish.forWhom(),
          finish.others(),
          finish.at(),
          millis(finish.readyToClaim()),
          millis(finish.claimToDone()));
    }

    private static @Nullable Long millis(@Nullable Duration time) {
      return time == null ? null : time.toMillis();
    }
  }

  static TaskView of(Tasks.Task task) {
    return new TaskView(
        task.id().toString(),
        task.instance().toString(),
        task.step(),
        task.action(),
        task.label(),
        task.workflow(),
        task.subject(),
        task.state(),
        task.roles(),
        task.candidates(),
        task.assignee(),
        task.claimedBy() == null ? null : task.claimedBy().id(),
        task.owner(),
        task.readyAt(),
        task.dueAt(),
        task.followUpAt(),
        task.priority(),
        task.fields(),
        task.asks(),
        task.finish() == null ? null : TaskFinish.of(task.finish()));
  }
}
