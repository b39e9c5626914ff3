package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An instance as it was when it was read. Immutable.
 *
 * @param outcome {@code completed}, {@code exited}, {@code failed} or {@code canceled}; null while
 *     it is open
 * @param reason why it ended so
 * @param beginsAt when its steps begin, if a limit on starts delays them; null once they have begun
 * @param variables what its steps have set
 * @param steps every step of the definition in document order, PENDING ones included; steps in
 *     loops once per round
 * @param name what people call it: the workflow's name, unless it was renamed
 * @param restarts the instance that it is a restart of; null: none
 * @param revision how often its steps were changed, by an edit or by going on with another version
 */
public record WorkflowInstance(
    TenantId tenant,
    InstanceId id,
    WorkflowRef workflow,
    @Nullable SubjectRef subject,
    InstanceState state,
    @Nullable InstanceOutcome outcome,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant beginsAt,
    @Nullable Instant endedAt,
    Map<String, JsonNode> variables,
    List<StepView> steps,
    String name,
    @Nullable InstanceId restarts,
    int revision) {

  /**
   * A step of an instance.
   *
   * @param id the step's id; inside loops with its round, such as {@code send[2]}
   * @param kind {@code action}, {@code wait}, …
   * @param asks what an open task asks, as in {@link Tasks.Task}; null for every other step, and
   *     after the first 200 open tasks of an instance
   * @param dueAt READY: when it begins; IN_PROGRESS: when it times out
   * @param reason why it is as it is; PENDING: for which steps it waits by {@code after}. Null:
   *     nothing is to be said
   */
  public record StepView(
      String id,
      String kind,
      StepState state,
      int attempt,
      @Nullable Instant readyAt,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      @Nullable String reason,
      @Nullable Actor claimedBy,
      @Nullable JsonNode output,
      @Nullable JsonNode asks) {}

  /**
   * One step.
   *
   * @throws NotFoundException if the instance has no such step
   */
  public StepView step(String id) {
    return steps.stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    workflow
                        + " has no step \""
                        + id
                        + "\"; it has "
                        + steps.stream().map(StepView::id).collect(Collectors.joining(", "))));
  }

  /** How much of it is done, 0 to 100: the share of the steps that have ended. */
  public int progress() {
    if (state.ended() || steps.isEmpty()) {
      return 100;
    }
    long ended = steps.stream().filter(step -> step.endedAt() != null).count();
    return (int) (100 * ended / steps.size());
  }
}
