package dev.workflow.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Problems that somebody has to look at, because the engine cannot go on as it was meant to. A
 * finding is open from the moment it begins until its cause is gone; then it is settled. A step has
 * at most one open finding of each kind. Thread-safe.
 *
 * <p>A finding is written in the transaction in which it begins, and is removed with its instance.
 * Every call throws {@link NotFoundException} if the host does not know the tenant.
 */
public interface Findings {

  /** What kinds there are. */
  enum Kind {
    /** What a step names as who may do it gives nobody: only ADMIN may do it. */
    NOBODY_MAY,
    /** Fewer voters remain than approvals are still needed. */
    QUORUM_UNREACHABLE,
    /**
     * A condition of a trigger, an exit or a wait depends on a field that its principal may not
     * see: it has no effect. One for each workflow, until another version of it is published.
     * Evidence: {@code condition}, {@code principal}, {@code fields}, {@code event}, {@code
     * instance}.
     */
    NOT_EVALUABLE,
    /** A step was to be given to somebody, and there was nobody: it is offered. */
    ALLOCATION_WITHOUT_ANYBODY,
    /**
     * The holder of a step may not do it any more: it was taken from them, and nobody has begun it.
     */
    HOLDER_NOT_ELIGIBLE,
    /**
     * A kind that this release does not know, written by a newer one on the same database. Only
     * read; a query for it finds nothing.
     */
    UNRECOGNIZED;

    /** The kind of a stored name; {@link #UNRECOGNIZED} if no other has it. */
    public static Kind of(String stored) {
      for (Kind kind : values()) {
        if (kind.name().equals(stored)) {
          return kind;
        }
      }
      return UNRECOGNIZED;
    }
  }

  /** Findings, oldest first. */
  Page<Finding> list(TenantId tenant, Query query, @Nullable String cursor, int limit);

  /** How many open ones there are of each kind. */
  Map<Kind, Long> count(TenantId tenant);

  /**
   * Which findings; null parts do not filter.
   *
   * @param settled true: those that are settled; false: those that are open; null: both
   */
  record Query(@Nullable Boolean settled, @Nullable Kind kind, @Nullable InstanceId instance) {

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

    public Query withKind(@Nullable Kind value) {
      return new Query(settled, value, instance);
    }

    public Query withInstance(@Nullable InstanceId value) {
      return new Query(settled, kind, value);
    }
  }

  /**
   * A finding.
   *
   * @param instance null: of no instance
   * @param step null: of no step
   * @param since when it began
   * @param settledAt null: it is open
   * @param evidence what led to it: an object, by kind
   */
  record Finding(
      UUID id,
      Kind kind,
      @Nullable InstanceId instance,
      @Nullable String step,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      Instant since,
      @Nullable Instant settledAt,
      JsonNode evidence) {}
}
