package dev.workflow.schedule;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.TickPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is: a trigger of a workflow, or a scheduled task.
 *
 * @param workflow the key of the workflow whose trigger it is; null: it is a task
 * @param task null: it is a trigger
 * @param nextAt the next planned tick, before it is put off by jitter; null: it does not tick, or
 *     never again. While it is paused, the first tick that was missed
 * @param running how many of its ticks have an instance that has not ended, or wait to be repeated
 * @param queued how many of them wait for their turn
 */
public record Schedule(
    TenantId tenant,
    ScheduleId id,
    @Nullable String workflow,
    @Nullable ScheduledTask task,
    ScheduleTiming timing,
    TickPolicy policy,
    State state,
    @Nullable Instant nextAt,
    int running,
    int queued,
    Instant createdAt,
    Actor createdBy) {

  /** Whether it ticks. */
  public enum State {
    ACTIVE,
    /** Somebody has paused it. */
    PAUSED,
    /**
     * Its trigger is gone: the workflow is disabled, archived or deleted, or its newest version has
     * no such trigger.
     */
    ENDED,
    /**
     * A state that this release does not know, written by a newer one on the same database. Only
     * read; a query for it finds nothing.
     */
    UNRECOGNIZED;

    /** The state of a stored name; {@link #UNRECOGNIZED} if no other has it. */
    public static State of(String stored) {
      for (State state : values()) {
        if (state.name().equals(stored)) {
          return state;
        }
      }
      return UNRECOGNIZED;
    }
  }
}
