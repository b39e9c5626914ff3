package dev.workflow.examples.host.engine.statistics;

import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.statistics.Statistics;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When, and by which step of time.
 *
 * @param version of the workflow; all by default
 * @param from 30 days before the end by default
 * @param to now by default
 * @param bucket total, hour, day, week or month of the zone; total by default
 * @param zone UTC by default
 */
record Period(
    @Nullable Integer version,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String bucket,
    @Nullable String zone) {

  private static final Duration USUAL = Duration.ofDays(30);

  /**
   * @param workflow null: all
   */
  Statistics.Query query(Caller caller, @Nullable String workflow) {
    Instant end = to == null ? Instant.now() : to;
    return new Statistics.Query(
        caller.tenant(),
        workflow,
        version,
        from == null ? end.minus(USUAL) : from,
        end,
        Objects.requireNonNullElse(
            Refusal.word(Statistics.Bucket.class, "bucket", bucket), Statistics.Bucket.TOTAL),
        place());
  }

  private ZoneId place() {
    try {
      return ZoneId.of(zone == null ? "UTC" : zone);
    } catch (DateTimeException e) {
      throw Refusal.of("zone", "is no zone such as Europe/Amsterdam");
    }
  }
}
