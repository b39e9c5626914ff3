package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template of the work on a matter.
 *
 * @param id the workflow's key
 * @param status of what is shown
 * @param version the newest published version; 0: none
 * @param steps as they were written, in their order
 */
record MatterTemplate(
    @JsonProperty("id") String id,
    @JsonProperty("name") String name,
    @JsonProperty("description") @Nullable String description,
    @JsonProperty("status") TemplateStatus status,
    @JsonProperty("version") int version,
    @JsonProperty("steps") List<TemplateStep> steps) {

  /**
   * A step of it.
   *
   * @param id given by its order and title
   * @param actionType one of {@link ActionType}, or the name of another action of the engine
   */
  record TemplateStep(
      @JsonProperty("id") String id,
      @JsonProperty("order") int order,
      @JsonProperty("title") String title,
      @JsonProperty("actionType") String actionType,
      @JsonProperty("actionConfig") JsonNode actionConfig,
      @JsonProperty("roleScope") @Nullable String roleScope,
      @JsonProperty("required") boolean required,
      @JsonProperty("due") @Nullable JsonNode due) {

    static TemplateStep of(DocumentStep step) {
      JsonNode form = StepForm.write(step);
      return new TemplateStep(
          step.id(),
          step.order(),
          form.path("title").asText(),
          form.path("actionType").asText(),
          form.path("actionConfig"),
          form.path("roleScope").textValue(),
          form.path("required").asBoolean(),
          form.get("due"));
    }
  }

  /**
   * A line of the list of templates.
   *
   * @param hasDraft whether a draft of it is kept
   */
  record TemplateLine(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("description") @Nullable String description,
      @JsonProperty("status") TemplateStatus status,
      @JsonProperty("version") int version,
      @JsonProperty("hasDraft") boolean hasDraft) {}
}
