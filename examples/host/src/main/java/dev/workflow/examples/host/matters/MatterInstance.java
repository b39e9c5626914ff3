package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template at work on a matter.
 *
 * @param templateId the workflow's key
 * @param revision how often its steps were changed
 */
record MatterInstance(
    @JsonProperty("id") String id,
    @JsonProperty("name") String name,
    @JsonProperty("templateId") String templateId,
    @JsonProperty("templateVersion") int templateVersion,
    @JsonProperty("matterId") @Nullable String matterId,
    @JsonProperty("status") InstanceState status,
    @JsonProperty("progress") int progress,
    @JsonProperty("revision") int revision,
    @JsonProperty("createdAt") Instant createdAt,
    @JsonProperty("endedAt") @Nullable Instant endedAt,
    @JsonProperty("reason") @Nullable String reason,
    @JsonProperty("steps") List<MatterStep> steps) {

  /**
   * A step of it.
   *
   * @param id the same in all routes
   * @param actionConfig as it was written
   * @param assignedToId who has it
   * @param asks what is asked, with the values that it has now; null: the step is not open
   * @param output what it gave
   */
  record MatterStep(
      @JsonProperty("id") String id,
      @JsonProperty("instanceId") String instanceId,
      @JsonProperty("order") int order,
      @JsonProperty("title") String title,
      @JsonProperty("actionType") String actionType,
      @JsonProperty("actionConfig") JsonNode actionConfig,
      @JsonProperty("roleScope") @Nullable String roleScope,
      @JsonProperty("required") boolean required,
      @JsonProperty("actionState") StepState actionState,
      @JsonProperty("assignedToId") @Nullable String assignedToId,
      @JsonProperty("readyAt") @Nullable Instant readyAt,
      @JsonProperty("dueAt") @Nullable Instant dueAt,
      @JsonProperty("endedAt") @Nullable Instant endedAt,
      @JsonProperty("reason") @Nullable String reason,
      @JsonProperty("asks") @Nullable JsonNode asks,
      @JsonProperty("output") @Nullable JsonNode output) {}
}
