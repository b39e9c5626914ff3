package dev.workflow;

import dev.workflow.operations.Actors;
import dev.workflow.spi.TaskListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all tasks of an engine where their step says nothing else: {@code
 * builder.tasks(tasks -> tasks.withClaimFor(Duration.ofHours(4)))}. Defaults:
 *
 * <ul>
 *   <li>{@code claimFor} none: a claim holds until it is given back
 *   <li>{@code directoryCache} 10 seconds: how long what the host's {@code ActorDirectory} says
 *       counts
 *   <li>{@code notices} {@link TaskNotices#off()}
 *   <li>{@code listeners} none
 * </ul>
 *
 * <p>Immutable and thread-safe; every {@code with} gives a changed copy. Engines on one store
 * should have the same.
 */
public final class TaskSettings {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(3_650);
  private static final Duration LONGEST_CACHE = Duration.ofDays(1);
  private static final TaskSettings DEFAULTS = new TaskSettings(new Parts());

  private final @Nullable Duration claimFor;
  private final Duration directoryCache;
  private final TaskNotices notices;
  private final List<TaskListener> listeners;

  private TaskSettings(Parts parts) {
    claimFor = parts.claimFor;
    directoryCache = parts.directoryCache;
    notices = parts.notices;
    listeners = List.copyOf(parts.listeners);
  }

  public static TaskSettings defaults() {
    return DEFAULTS;
  }

  /** How long a claim holds after the last act of whoever has claimed; empty: for good. */
  public Optional<Duration> claimFor() {
    return Optional.ofNullable(claimFor);
  }

  /**
   * How long a claim holds after the last act of whoever has claimed a task; then it is offered
   * again.
   *
   * @param value from a second to 3,650 days; null: for good
   */
  public TaskSettings withClaimFor(@Nullable Duration value) {
    if (value != null && (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "claimFor is " + value + "; it is from " + SHORTEST + " to " + LONGEST);
    }
    return with(parts -> parts.claimFor = value);
  }

  /** How long what the host's {@code ActorDirectory} says counts. */
  public Duration directoryCache() {
    return directoryCache;
  }

  /**
   * How long what the host's {@code ActorDirectory} says counts, unless {@link Actors#changed}
   * tells that it has changed.
   *
   * @param value up to a day; zero: it is asked each time
   */
  public TaskSettings withDirectoryCache(Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST_CACHE) > 0) {
      throw new IllegalArgumentException(
          "directoryCache is " + value + "; it is from " + Duration.ZERO + " to " + LONGEST_CACHE);
    }
    return with(parts -> parts.directoryCache = value);
  }

  /** How people are notified of their tasks. */
  public TaskNotices notices() {
    return notices;
  }

  /** How people are notified of their tasks. */
  public TaskSettings withNotices(TaskNotices value) {
    return with(parts -> parts.notices = Objects.requireNonNull(value, "value"));
  }

  /** The host's code around the commands of people, in the order in which it is called. */
  public List<TaskListener> listeners() {
    return listeners;
  }

  /** One more that is called around the commands of people. */
  public TaskSettings withListener(TaskListener value) {
    return with(parts -> parts.listeners.add(Objects.requireNonNull(value, "value")));
  }

  private TaskSettings with(Consumer<Parts> change) {
    Parts parts = new Parts();
    parts.claimFor = claimFor;
    parts.directoryCache = directoryCache;
    parts.notices = notices;
    parts.listeners.addAll(listeners);
    change.accept(parts);
    return new TaskSettings(parts);
  }

  /** The parts of settings that are being changed; as they are, the defaults. */
  private static final class Parts {
    private @Nullable Duration claimFor;
    private Duration directoryCache = Duration.ofSeconds(10);
    private TaskNotices notices = TaskNotices.off();
    private final List<TaskListener> listeners = new ArrayList<>();
  }
}
