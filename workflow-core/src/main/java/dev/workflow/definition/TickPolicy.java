package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of ticks that cannot simply run. Immutable.
 *
 * @param misfire of those that nobody was there for; {@code once} by default
 * @param within those that are older are dropped, whatever {@code misfire} says; null: none are
 * @param overlap of those that come while an earlier one runs; {@code skip} by default
 */
public record TickPolicy(Trigger.Misfire misfire, @Nullable Duration within, Overlap overlap) {

  public static final TickPolicy DEFAULT = new TickPolicy(Trigger.Misfire.ONCE, null, Overlap.SKIP);

  /** What happens to a tick that comes while an instance of an earlier one has not ended. */
  public enum Overlap {
    /** It does not run. */
    SKIP,
    /** It runs when its turn comes: at most 1,000 wait, and no newer one joins them. */
    QUEUE,
    /** It runs at the same time as the other. */
    ALLOW,
    /** The other is cancelled, and it runs when that has ended. */
    REPLACE
  }

  /**
   * Reads the keys of a policy ({@code misfire}, {@code within}, {@code overlap}) of an object that
   * may have others; null if there are problems.
   */
  public static @Nullable TickPolicy read(ObjectNode json, Problems problems) {
    return ScheduleReader.read(json, problems, ScheduleReader::policy);
  }

  /** Writes its keys into an object; what goes without saying is left out. */
  public void write(ObjectNode json) {
    ScheduleReader.write(json, this);
  }
}
