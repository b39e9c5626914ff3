package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open step that a person can do: READY or IN_PROGRESS, or BLOCKED if nobody but ADMIN may.
 *
 * @param state a {@code StepState} name
 * @param assignee the only actor who may do it; empty: nobody; null: whoever has the role
 * @param claimedBy null: nobody yet
 */
public record TaskRow(
    InstanceKey instance,
    String step,
    String action,
    String label,
    String workflow,
    @Nullable SubjectRef subject,
    String state,
    @Nullable String role,
    @Nullable String assignee,
    @Nullable String claimedBy,
    Instant readyAt,
    @Nullable Instant dueAt) {

  /** The place in the order of tasks at which one stands or stood. */
  public static TaskRow place(
      InstanceKey instance, String step, Instant readyAt, @Nullable Instant dueAt) {
    return new TaskRow(instance, step, "", "", "", null, "", null, null, null, readyAt, dueAt);
  }
}
