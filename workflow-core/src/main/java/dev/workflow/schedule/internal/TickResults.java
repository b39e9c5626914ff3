package dev.workflow.schedule.internal;

import dev.workflow.Json;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.UnreadableException;
import dev.workflow.internal.text.Limits;
import dev.workflow.schedule.Tick.State;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.TickRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of the instances of ticks. */
final class TickResults {

  private static final int OUTPUT = 2_000;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Map<InstanceKey, InstanceSnapshot> instances;
  private final Map<InstanceKey, String> unreadable;
  private final Instant now;

  private TickResults(
      Map<InstanceKey, InstanceSnapshot> instances,
      Map<InstanceKey, String> unreadable,
      Instant now) {
    this.instances = instances;
    this.unreadable = unreadable;
    this.now = now;
  }

  static TickResults read(CommandContext work, List<TickRow> ticks) {
    List<InstanceKey> keys =
        ticks.stream().filter(tick -> tick.instance() != null).map(Ticking::instance).toList();
    InstanceReader reader = new InstanceReader(work.engine(), work.transaction());
    Map<InstanceKey, InstanceSnapshot> found = new HashMap<>();
    Map<InstanceKey, String> unreadable = new HashMap<>();
    try {
      reader.read(keys).forEach((key, stored) -> found.put(key, stored.snapshot()));
    } catch (UnreadableException e) {
      for (InstanceKey key : keys) {
        try {
          reader.read(key).ifPresent(stored -> found.put(key, stored.snapshot()));
        } catch (UnreadableException one) {
          unreadable.put(key, String.valueOf(one.getMessage()));
        }
      }
    }
    return new TickResults(found, unreadable, work.now());
  }

  /** The tick as its instance is. */
  TickRow of(TickRow tick, int maxRetries) {
    State state = Ticks.state(tick);
    if (state == State.UNRECOGNIZED) {
      return tick;
    }
    InstanceKey key = Ticking.instance(tick);
    InstanceSnapshot instance = instances.get(key);
    if (instance == null) {
      return unreadable.containsKey(key) || !Ticks.isOpen(tick)
          ? tick
          : Ticks.ended(tick, State.CANCELED, now, "its instance was removed");
    }
    if (!instance.state().ended()) {
      return state == State.RUNNING ? tick : Ticks.again(tick);
    }
    if (state != State.RUNNING) {
      return tick;
    }
    InstanceSnapshot.Ending ending = Objects.requireNonNull(instance.ending());
    boolean failed = instance.state() == InstanceState.FAILED;
    if (failed && !instance.over() && tick.attempt() <= maxRetries) {
      return Ticks.retrying(tick, now.plus(pause(tick.attempt())), ending.reason());
    }
    return Ticks.ended(
        tick, State.of(instance.state().name()), ending.at(), ending.reason(), output(instance));
  }

  /** A minute, and twice as long after each attempt. */
  private static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 6));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static @Nullable String output(InstanceSnapshot instance) {
    return instance.steps().values().stream()
        .filter(run -> run.output() != null)
        .max(Comparator.comparingInt((StepRun run) -> run.memory().order()))
        .map(run -> Limits.storable(Json.write(Objects.requireNonNull(run.output())), OUTPUT))
        .orElse(null);
  }
}
