package dev.workflow.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Problems that somebody has to look at, because the engine cannot go on as it was meant to. A
 * finding is open from the moment it begins until its cause is gone; then it is settled. A step has
 * at most one open finding of each kind. Thread-safe.
 *
 * <p>A finding of an instance is written in the transaction in which it begins, and is removed with
 * the instance. Those of the <i>watchdog</i> are about what does not work though nothing has
 * failed; it looks once in a while, writes the newest evidence into those that are open, and
 * settles them when it does not see their cause any more. Every call throws {@link
 * NotFoundException} if the host does not know the tenant.
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
     * Watchdog: a workflow starts no more though events match: of the events since its last start,
     * at most a day ago, three or more match its newest version, and an error, its concurrency, a
     * loop or a chain keeps each from starting it, or nothing that is known. One for each workflow.
     * Evidence: {@code events}, {@code since}, {@code version}, {@code reasons}, {@code samples} of
     * event ids.
     */
    TRIGGER_SILENT,
    /**
     * Watchdog: tasks were due more than an hour ago, nobody holds them, and their step has neither
     * an escalation nor a reminder nor a timeout. One for each step. Evidence: {@code tasks},
     * {@code oldestDue}, {@code samples} of task ids.
     */
    DEADLINE_UNSERVED,
    /**
     * Watchdog: an enabled workflow sends on a channel for which no node has a sender. One for each
     * channel. Evidence: {@code channel}, {@code workflows}, {@code samples} of keys, {@code
     * nodes}.
     */
    CHANNEL_WITHOUT_SENDER,
    /**
     * Watchdog: an enabled workflow names a role that nobody has. One for each role. Evidence:
     * {@code role}, {@code workflows}, {@code samples} of keys.
     */
    ROLE_WITHOUT_ANYBODY,
    /**
     * Watchdog: no node has a handler for actions of an enabled workflow. One for each workflow.
     * Evidence: {@code version}, {@code actions}, {@code steps}, {@code nodes}.
     */
    ACTION_UNKNOWN,
    /**
     * Watchdog: the next tick of a schedule should have begun more than five minutes ago. One for
     * each schedule. Evidence: {@code schedule}, {@code planned}, {@code lateSeconds}, and {@code
     * task} with its name.
     */
    SCHEDULE_BEHIND,
    /**
     * Watchdog: ten or more instances, or messages, were due more than five minutes ago, nobody has
     * taken them, and there are more than at the look before. Evidence: {@code what}, {@code
     * overdue}, {@code before}, {@code oldestDue}.
     */
    BACKLOG_GROWS,
    /**
     * A kind that this release does not know, written by a newer one on the same database. Only
     * read; a query for it finds nothing.
     */
    UNRECOGNIZED;

    /** Those that the watchdog begins, updates and settles. */
    public static Set<Kind> watched() {
      return EnumSet.range(TRIGGER_SILENT, BACKLOG_GROWS);
    }

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
   * Lets the watchdog look at a tenant now, on this thread. By itself it looks in an engine that is
   * started, as {@link dev.workflow.EngineOptions} says. A missing handler or sender is told at the
   * second look, a growing backlog too.
   *
   * @return the findings of the {@linkplain Kind#watched() watched} kinds that are open now, oldest
   *     first
   */
  List<Finding> look(TenantId tenant);

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
