package dev.workflow.spi.store;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody has to look at. */
public interface FindingRows {

  /**
   * A finding.
   *
   * @param id in the order in which they began
   * @param settledAt null: it is open
   * @param evidence an object as JSON text
   */
  record FindingRow(
      TenantId tenant,
      UUID id,
      String kind,
      @Nullable InstanceId instance,
      @Nullable String step,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      Instant since,
      @Nullable Instant settledAt,
      String evidence) {}

  void put(FindingRow row);

  /** Replaces the evidence of findings, and when they were settled; missing ones stay missing. */
  void replace(List<FindingRow> rows);

  /** Settles the open one of a kind about a step, if there is one. */
  void settle(InstanceKey instance, String step, String kind, Instant at);

  /** Settles the open ones of a kind about a workflow and no instance of it. */
  void settle(TenantId tenant, String workflow, String kind, Instant at);

  /** Removes some that were settled before a time; returns how many. */
  int purge(TenantId tenant, Instant settledBefore, int limit);

  /** Removes some about a subject; returns how many. */
  int removeAbout(TenantId tenant, SubjectRef subject, int limit);

  /**
   * One page, oldest first; null parts do not filter.
   *
   * @param settled whether they are settled
   * @param after the id of the last one that is known; null: from the beginning
   */
  List<FindingRow> list(
      TenantId tenant,
      @Nullable Boolean settled,
      @Nullable String kind,
      @Nullable InstanceId instance,
      @Nullable UUID after,
      int limit);

  /** How many open ones there are of each kind. */
  Map<String, Long> count(TenantId tenant);
}
