package dev.workflow.spi;

import dev.workflow.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long what is finished stays. Without one the engine removes nothing by itself.
 *
 * <p>Asked about once an hour on a thread of the engine, on each node; may block. Thread-safe. What
 * it throws, or says wrongly, removes nothing until the next time.
 */
public interface RetentionPolicy {

  /** The tenants of which something is to be removed. */
  Collection<TenantId> tenants();

  /** How long what is theirs stays. */
  Keep of(TenantId tenant);

  /** Whether it is a quiet time, in which something may be removed; asked before each batch. */
  default boolean quiet(TenantId tenant, Instant now) {
    return true;
  }

  /**
   * How long things stay after their end; null: for ever. A time of zero or less is refused.
   *
   * @param instances with journal, tasks and messages, since they ended
   * @param workflows the same of single workflows, by key
   * @param messages those of no instance, since they ended
   * @param events since they were accepted; those that started an instance stay as long as it
   * @param ticks of schedules, since they ended
   * @param findings since they were settled
   */
  record Keep(
      @Nullable Duration instances,
      Map<String, Duration> workflows,
      @Nullable Duration messages,
      @Nullable Duration events,
      @Nullable Duration ticks,
      @Nullable Duration findings) {

    /** Everything for ever. */
    public static final Keep EVERYTHING = new Keep(null, Map.of(), null, null, null, null);

    public Keep {
      workflows = Map.copyOf(workflows);
      require("instances", instances);
      workflows.forEach((key, time) -> require("instances of \"" + key + "\"", time));
      require("messages", messages);
      require("events", events);
      require("ticks", ticks);
      require("findings", findings);
    }

    private static void require(String what, @Nullable Duration time) {
      if (time != null && (time.isNegative() || time.isZero())) {
        throw new IllegalArgumentException(
            "the time for which " + what + " are kept must be more than zero, not " + time);
      }
    }

    /** All of them for the same time. */
    public static Keep all(Duration time) {
      return new Keep(time, Map.of(), time, time, time, time);
    }

    public Keep withInstances(@Nullable Duration time) {
      return new Keep(time, workflows, messages, events, ticks, findings);
    }

    public Keep withWorkflow(String key, Duration time) {
      Map<String, Duration> more = new LinkedHashMap<>(workflows);
      more.put(key, time);
      return new Keep(instances, more, messages, events, ticks, findings);
    }

    public Keep withMessages(@Nullable Duration time) {
      return new Keep(instances, workflows, time, events, ticks, findings);
    }

    public Keep withEvents(@Nullable Duration time) {
      return new Keep(instances, workflows, messages, time, ticks, findings);
    }

    public Keep withTicks(@Nullable Duration time) {
      return new Keep(instances, workflows, messages, events, time, findings);
    }

    public Keep withFindings(@Nullable Duration time) {
      return new Keep(instances, workflows, messages, events, ticks, time);
    }
  }
}
