package dev.workflow.spi;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one tenant's work. What exceeds a limit waits and is never dropped; limits hold
 * over all nodes. Immutable and thread-safe; every {@code with} gives a changed copy.
 *
 * <p>An instance is <em>at work</em> while a node holds it: its automatic steps run or are about
 * to. One that waits for time, an event or a person is not.
 *
 * @param starts at most so many instances, of all workflows together, begin in any window of that
 *     length; null: no limit
 * @param concurrent at most so many instances are at work at the same time; null: no limit
 * @param concurrentOf the same for single workflows, by key
 */
public record TenantLimits(
    @Nullable Starts starts, @Nullable Integer concurrent, Map<String, Integer> concurrentOf) {

  /** At most {@code permits} instances begin in any window of length {@code per}. */
  public record Starts(int permits, Duration per) {

    public Starts {
      if (permits < 1 || per.isZero() || per.isNegative()) {
        throw new IllegalArgumentException(
            "a limit lets at least one instance begin, in a window longer than zero");
      }
    }
  }

  /** No limits: the default. */
  public static final TenantLimits NONE = new TenantLimits(null, null, Map.of());

  public TenantLimits {
    concurrentOf = Map.copyOf(concurrentOf);
    if ((concurrent != null && concurrent < 1)
        || concurrentOf.values().stream().anyMatch(most -> most < 1)) {
      throw new IllegalArgumentException("a limit lets at least one instance work");
    }
  }

  /** At most {@code permits} instances begin in any window of length {@code per}. */
  public TenantLimits withStarts(int permits, Duration per) {
    return new TenantLimits(new Starts(permits, per), concurrent, concurrentOf);
  }

  /** At most {@code most} instances are at work at the same time. */
  public TenantLimits withConcurrent(int most) {
    return new TenantLimits(starts, most, concurrentOf);
  }

  /** At most {@code most} instances of one workflow are at work at the same time. */
  public TenantLimits withConcurrent(String workflow, int most) {
    Map<String, Integer> all = new LinkedHashMap<>(concurrentOf);
    all.put(workflow, most);
    return new TenantLimits(starts, concurrent, all);
  }

  /** Whether anything limits how many instances are at work. */
  public boolean limitsWork() {
    return concurrent != null || !concurrentOf.isEmpty();
  }
}
