package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.InstanceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of requests. */
final class Requests {

  private Requests() {}

  /** On which matter a template is put to work. */
  record Instantiation(@JsonProperty("matterId") String matterId) {}

  /**
   * What becomes of an instance; what is left out stays.
   *
   * @param status ACTIVE, PAUSED or CANCELED
   */
  record MatterChange(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("status") @Nullable InstanceState status,
      @JsonProperty("reason") @Nullable String reason) {}

  /** Why something is done. */
  record SkipReason(@JsonProperty("reason") @Nullable String reason) {}

  /** Why a step cannot be done. */
  record StepFailure(@JsonProperty("reason") String reason) {}

  /** To whom a step is given. */
  record StepAssignment(@JsonProperty("assignedToId") String assignedToId) {}

  /** What is said about a step. */
  record StepComment(@JsonProperty("text") String text) {}

  /** For what an endpoint is: esign, payments or uploads. */
  record NewWebhookEndpoint(@JsonProperty("kind") String kind) {}

  /** The form of a template, as the translator reads it: it tells all problems at once. */
  record TemplateBody(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("description") @Nullable String description,
      @JsonProperty("steps") @Nullable List<StepBody> steps) {}

  /** The form of a step, as the translator reads it. */
  record StepBody(
      @JsonProperty("id") @Nullable String id,
      @JsonProperty("order") @Nullable Integer order,
      @JsonProperty("title") @Nullable String title,
      @JsonProperty("actionType") @Nullable ActionType actionType,
      @JsonProperty("actionConfig") @Nullable JsonNode actionConfig,
      @JsonProperty("roleScope") @Nullable RoleScope roleScope,
      @JsonProperty("required") @Nullable Boolean required,
      @JsonProperty("due") @Nullable JsonNode due) {}
}
