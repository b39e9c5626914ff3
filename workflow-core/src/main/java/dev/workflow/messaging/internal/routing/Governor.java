package dev.workflow.messaging.internal.routing;

import dev.workflow.definition.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

/** Says whether a workflow that is governed is the one that is assigned to an event's subject. */
@FunctionalInterface
public interface Governor {

  /**
   * Why a workflow does not start.
   *
   * @param none whether somebody has chosen none for the subject
   */
  record Refusal(boolean none, String because) {}

  /** Null: it may start. */
  @Nullable Refusal refusal(WorkflowDefinition workflow);
}
