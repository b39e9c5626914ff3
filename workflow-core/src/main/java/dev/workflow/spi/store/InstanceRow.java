package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The narrow row of an instance: what is needed to find, claim and list it. Everything else is in
 * its journal.
 *
 * @param origin how it came to be; written once
 * @param progress what changes; see {@link Progress}
 */
public record InstanceRow(
    InstanceKey key,
    WorkflowRef workflow,
    @Nullable SubjectRef subject,
    Origin origin,
    Progress progress) {

  /** How the owner of one begins that is certain to end, and has not been ended yet. */
  public static final String ENDING = "~~";

  /**
   * @param eventId the event that started it, whose body is then the instance's input; null:
   *     started otherwise
   * @param input the input as JSON text if there is no event
   * @param parent the instance and step that wait for it or started it, as {@code
   *     instance-uuid/step}
   * @param concurrencyKey the rendered key, if the workflow has one
   */
  public record Origin(
      @Nullable String eventId,
      @Nullable String input,
      @Nullable String parent,
      @Nullable String concurrencyKey,
      Instant createdAt) {}

  /**
   * @param state an {@code InstanceState} name
   * @param outcome how it ended: {@code completed}, {@code exited}, {@code failed}, {@code
   *     canceled}, …; null while open
   * @param revision the fence: every claim and every write to this row raises it by one
   * @param owner the node that holds the lease; null: nobody
   * @param dueAt when it must be claimed: the next timer, or the end of the lease; null: not by
   *     time
   */
  public record Progress(
      String state,
      @Nullable String outcome,
      long revision,
      @Nullable String owner,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt) {}

  /** The same of another version. */
  public InstanceRow with(WorkflowRef other) {
    return other.equals(workflow) ? this : new InstanceRow(key, other, subject, origin, progress);
  }

  /** The same, started by another event. */
  public InstanceRow withEvent(String eventId) {
    Origin other =
        new Origin(
            eventId, origin.input(), origin.parent(), origin.concurrencyKey(), origin.createdAt());
    return new InstanceRow(key, workflow, subject, other, progress);
  }

  public InstanceRow with(Progress changed) {
    return new InstanceRow(key, workflow, subject, origin, changed);
  }
}
