package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a condition is evaluated against besides the data: the moment, the tenant's zone and, for
 * the {@code changed} operators, the data as it was before.
 *
 * <p>Immutable; thread-safe as long as nobody changes {@code previous}.
 *
 * @param now the moment {@code within_last}, {@code {{today}}} and the like count from
 * @param zone the zone a plain date is understood in
 * @param previous the data before the change, or null where the event carries none; a JSON null is
 *     none too
 */
public record EvaluationContext(
    Instant now, ZoneId zone, @Nullable JsonNode previous, boolean masked) {

  public EvaluationContext {
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(zone, "zone");
    if (previous != null && (previous.isNull() || previous.isMissingNode())) {
      previous = null;
    }
  }

  /** A context without previous data. */
  public static EvaluationContext of(Instant now, ZoneId zone) {
    return new EvaluationContext(now, zone, null, false);
  }

  /** This context with the data as it was before the change; null for none. */
  public EvaluationContext withPrevious(@Nullable JsonNode previous) {
    return new EvaluationContext(now, zone, previous, masked);
  }

  /** This context for data in which values may be masked. */
  public EvaluationContext withMasks() {
    return new EvaluationContext(now, zone, previous, true);
  }
}
