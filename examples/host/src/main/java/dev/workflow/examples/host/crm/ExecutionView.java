package dev.workflow.examples.host.crm;

import dev.workflow.schedule.Tick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scheduled task.
 *
 * @param status pending, running, completed, failed, cancelled or skipped
 * @param attempt how often it was started
 * @param instanceId what it started last
 * @param output of the last step, as JSON, cut after 2,000 characters
 * @param error why it did not run or failed
 */
record ExecutionView(
    String id,
    String status,
    Instant plannedAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Long durationMs,
    int attempt,
    @Nullable String instanceId,
    @Nullable String output,
    @Nullable String error) {

  static ExecutionView of(Tick tick) {
    return new ExecutionView(
        tick.id(),
        status(tick.state()).word(),
        tick.plannedAt(),
        tick.startedAt(),
        tick.endedAt(),
        tick.durationMillis(),
        tick.attempt(),
        tick.instance() == null ? null : tick.instance().toString(),
        tick.output(),
        tick.reason());
  }

  private static Status status(Tick.State state) {
    return switch (state) {
      case QUEUED -> Status.PENDING;
      case RUNNING, RETRYING, UNRECOGNIZED -> Status.RUNNING;
      case COMPLETED -> Status.COMPLETED;
      case FAILED -> Status.FAILED;
      case CANCELED -> Status.CANCELLED;
      case SKIPPED, DROPPED -> Status.SKIPPED;
    };
  }
}
