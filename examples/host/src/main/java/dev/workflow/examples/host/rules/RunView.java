package dev.workflow.examples.host.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a rule.
 *
 * @param status pending, running, completed, failed or cancelled
 * @param durationMs left out while it runs
 * @param error why it failed
 * @param actionRuns in their order; left out in lists
 */
record RunView(
    String id,
    String workflowId,
    int version,
    String status,
    @Nullable String entityType,
    @Nullable String entityId,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Long durationMs,
    @Nullable String error,
    @Nullable List<ActionRun> actionRuns) {

  /**
   * What became of an action.
   *
   * @param id of the action in its workflow; in loops with its round
   * @param status as of a run, or {@code skipped}
   * @param error why it failed, or will be tried again
   * @param retryCount how often it was tried again
   */
  record ActionRun(
      String id,
      String actionType,
      String status,
      @Nullable JsonNode result,
      @Nullable String error,
      int retryCount,
      @Nullable Long durationMs) {}

  static @Nullable String type(@Nullable SubjectRef subject) {
    return subject == null ? null : subject.type();
  }

  static @Nullable String id(@Nullable SubjectRef subject) {
    return subject == null ? null : subject.id();
  }
}
