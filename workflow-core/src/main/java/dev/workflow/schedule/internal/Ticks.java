package dev.workflow.schedule.internal;

import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The states of a tick. */
final class Ticks {

  private Ticks() {}

  /** One that nothing has happened to. */
  static TickRow planned(TickRow.Key key, @Nullable String actor) {
    return new TickRow(key, "QUEUED", 0, null, null, null, null, null, null, actor);
  }

  static TickRow running(TickRow tick, UUID instance, Instant now) {
    return new TickRow(
        tick.key(),
        "RUNNING",
        tick.attempt() + 1,
        instance,
        tick.startedAt() == null ? now : tick.startedAt(),
        null,
        null,
        null,
        null,
        tick.actor());
  }

  /** One whose instance, which had ended, goes on. */
  static TickRow again(TickRow tick) {
    return with(tick, "RUNNING", null, null, null, null);
  }

  static TickRow retrying(TickRow tick, Instant retryAt, @Nullable String reason) {
    return with(tick, "RETRYING", null, retryAt, null, reason);
  }

  static TickRow ended(TickRow tick, String state, Instant at, @Nullable String reason) {
    return ended(tick, state, at, reason, null);
  }

  static TickRow ended(
      TickRow tick, String state, Instant at, @Nullable String reason, @Nullable String output) {
    return with(tick, state, at, null, output, reason);
  }

  private static TickRow with(
      TickRow tick,
      String state,
      @Nullable Instant endedAt,
      @Nullable Instant retryAt,
      @Nullable String output,
      @Nullable String reason) {
    return new TickRow(
        tick.key(),
        state,
        tick.attempt(),
        tick.instance(),
        tick.startedAt(),
        endedAt,
        retryAt,
        output,
        reason == null ? null : Limits.storable(reason, Limits.REASON),
        tick.actor());
  }

  /** Whether its instance has not ended, or another follows. */
  static boolean isOpen(TickRow tick) {
    return tick.state().equals("RUNNING") || tick.state().equals("RETRYING");
  }
}
