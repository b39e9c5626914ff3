package dev.workflow.schedule;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One tick of a schedule, and its result.
 *
 * @param id the same on every node: made of the schedule and the planned time. What it starts sees
 *     it as {@code input.schedule.tick}
 * @param plannedAt before it is put off by jitter
 * @param attempt how often it was started
 * @param instance what it started last; null: nothing
 * @param startedAt when it was started first
 * @param durationMillis from the start to the end; null while it has not ended
 * @param output of the step that ended last, as JSON; cut after 2,000 characters
 * @param reason why it did not run or did not succeed
 * @param by who wanted it to run; null: nobody, it was time
 */
public record Tick(
    String id,
    Instant plannedAt,
    Kind kind,
    State state,
    int attempt,
    @Nullable InstanceId instance,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long durationMillis,
    @Nullable String output,
    @Nullable String reason,
    @Nullable Actor by) {

  /** Where it comes from. */
  public enum Kind {
    /** The schedule planned it. */
    TICK,
    /** Somebody wanted it to run now. */
    RUN,
    /** An entry for ticks that were dropped together, planned as the newest of them. */
    MISSED,
    /**
     * A kind that this release does not know, written by a newer one on the same database. Only
     * read; a query for it finds nothing.
     */
    UNRECOGNIZED;

    /** The kind of a stored name; {@link #UNRECOGNIZED} if no other has it. */
    public static Kind of(String stored) {
      for (Kind kind : values()) {
        if (kind.name().equals(stored)) {
          return kind;
        }
      }
      return UNRECOGNIZED;
    }
  }

  /** How far it has come. */
  public enum State {
    /** It waits for earlier ones to end. */
    QUEUED,
    /** Its instance has not ended; a paused one has not either. */
    RUNNING,
    /** It has failed, and is started again at a later time. */
    RETRYING,
    /** Its instance has completed, or has exited. */
    COMPLETED,
    FAILED,
    CANCELED,
    /** It did not run because of another, or because its workflow did not start. */
    SKIPPED,
    /** It did not run because it was missed, or too many were waiting. */
    DROPPED,
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

    /** Whether its instance has not ended, or another follows. */
    public boolean open() {
      return this == RUNNING || this == RETRYING;
    }
  }
}
