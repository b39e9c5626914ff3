package dev.workflow.spi.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tick of a schedule: what was planned for a moment, and the result.
 *
 * @param attempt how often it was started
 * @param instance what it started last; null: nothing
 * @param startedAt when it was started first
 * @param retryAt when it is started again; null: it is not
 * @param output the result, shortened
 * @param reason why it did not run, or did not succeed
 * @param actor who wanted it, if nobody but time did null
 */
public record TickRow(
    Key key,
    String state,
    int attempt,
    @Nullable UUID instance,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant retryAt,
    @Nullable String output,
    @Nullable String reason,
    @Nullable String actor) {

  /**
   * Identifies a tick.
   *
   * @param plannedAt before it is put off by jitter
   * @param kind {@code TICK}; {@code RUN}: somebody wanted it; {@code MISSED}: an entry for ticks
   *     that were dropped together, of which this is the newest
   */
  public record Key(ScheduleRow.Key schedule, Instant plannedAt, String kind) {}
}
