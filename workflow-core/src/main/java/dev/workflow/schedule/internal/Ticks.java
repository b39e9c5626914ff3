package dev.workflow.schedule.internal;

import dev.workflow.internal.text.Limits;
import dev.workflow.schedule.Tick.State;
import dev.workflow.spi.store.TickRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The states of a tick. */
final class Ticks {

  private Ticks() {}

  /** The names of states, as rows have them. */
  static Set<String> names(State... states) {
    return Arrays.stream(states).map(State::name).collect(Collectors.toUnmodifiableSet());
  }

  static State state(TickRow tick) {
    return State.of(tick.state());
  }

  /** One that nothing has happened to. */
  static TickRow planned(TickRow.Key key, @Nullable String actor) {
    return new TickRow(key, State.QUEUED.name(), 0, null, null, null, null, null, null, actor);
  }

  static TickRow running(TickRow tick, UUID instance, Instant now) {
    return new TickRow(
        tick.key(),
        State.RUNNING.name(),
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
    return with(tick, State.RUNNING, null, null, null, null);
  }

  static TickRow retrying(TickRow tick, Instant retryAt, @Nullable String reason) {
    return with(tick, State.RETRYING, null, retryAt, null, reason);
  }

  static TickRow ended(TickRow tick, State state, Instant at, @Nullable String reason) {
    return ended(tick, state, at, reason, null);
  }

  static TickRow ended(
      TickRow tick, State state, Instant at, @Nullable String reason, @Nullable String output) {
    return with(tick, state, at, null, output, reason);
  }

  private static TickRow with(
      TickRow tick,
      State state,
      @Nullable Instant endedAt,
      @Nullable Instant retryAt,
      @Nullable String output,
      @Nullable String reason) {
    return new TickRow(
        tick.key(),
        state.name(),
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
    return state(tick).open();
  }
}
