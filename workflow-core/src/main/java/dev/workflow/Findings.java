package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has to look at, because the engine cannot go on as it was meant to. A finding is
 * open from the moment in which it begins until the cause is gone; then it is settled. Of one kind
 * there is one at a time about a step. Thread-safe.
 *
 * <p>Written in the transaction in which it begins; gone together with its instance. Every call
 * throws {@link NotFoundException} if the host does not know the tenant.
 */
public interface Findings {

  /** All that a step names as who may do it gives nobody: only ADMIN may. */
  String NOBODY_MAY = "NOBODY_MAY";

  /** Fewer voters remain than approvals are still needed. */
  String QUORUM_UNREACHABLE = "QUORUM_UNREACHABLE";

  /**
   * A condition of a trigger, an exit or a wait depends on a field that its principal may not see:
   * it has no effect. One for each workflow, until another version of it is published. Evidence:
   * {@code condition}, {@code principal}, {@code fields}, {@code event}, {@code instance}.
   */
  String NOT_EVALUABLE = "NOT_EVALUABLE";

  /** A step was to be given to somebody, and there was nobody: it is offered. */
  String ALLOCATION_WITHOUT_ANYBODY = "ALLOCATION_WITHOUT_ANYBODY";

  /** Whoever had a step may not do it any more: it was taken from them, and nobody has begun it. */
  String HOLDER_NOT_ELIGIBLE = "HOLDER_NOT_ELIGIBLE";

  /** Findings, oldest first. */
  Page<Finding> list(TenantId tenant, Query query, @Nullable String cursor, int limit);

  /** How many open ones there are of each kind. */
  Map<String, Long> count(TenantId tenant);

  /**
   * Which findings; null parts do not filter.
   *
   * @param settled true: those that are settled; false: those that are open; null: both
   */
  record Query(@Nullable Boolean settled, @Nullable String kind, @Nullable InstanceId instance) {

    /** Those that are open. */
    public static Query open() {
      return new Query(false, null, null);
    }

    /** Open and settled ones. */
    public static Query all() {
      return new Query(null, null, null);
    }

    public Query withSettled(@Nullable Boolean value) {
      return new Query(value, kind, instance);
    }

    public Query withKind(@Nullable String value) {
      return new Query(settled, value, instance);
    }

    public Query withInstance(@Nullable InstanceId value) {
      return new Query(settled, kind, value);
    }
  }

  /**
   * A finding.
   *
   * @param kind such as {@link #NOBODY_MAY}; later releases have more
   * @param instance null: of no instance
   * @param step null: of no step
   * @param since when it began
   * @param settledAt null: it is open
   * @param evidence what led to it: an object, by kind
   */
  record Finding(
      UUID id,
      String kind,
      @Nullable InstanceId instance,
      @Nullable String step,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      Instant since,
      @Nullable Instant settledAt,
      JsonNode evidence) {}
}
