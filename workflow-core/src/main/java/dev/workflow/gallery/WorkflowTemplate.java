package dev.workflow.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import org.jspecify.annotations.Nullable;

/**
 * A workflow with places that are filled in later, in which parameters stand:
 *
 * <ul>
 *   <li>{@code {"$parameter": "days"}} in the place of any value becomes the parameter's value, of
 *       its type;
 *   <li>{@code ${company}} within a text becomes the parameter's value as text. <code>$${</code> is
 *       written for these two characters themselves.
 * </ul>
 *
 * <p>A value stays where it is put. What looks like an expression in it is text, <code>\{{</code>;
 * within an expression it can be a part of a path or a number only, and names no secret; in {@code
 * html} its special characters are escaped. A parameter with {@code "x-expression": true} takes an
 * expression, such as an address that stands in the data, and is put as it is.
 *
 * <p>Each parameter is a property of {@code parameters}, a JSON Schema as {@linkplain
 * dev.workflow.task.form.TaskForm forms} have it. It has a {@code type}, and is {@code required} or
 * has a {@code default}.
 *
 * <p>Immutable and thread-safe; equal if it says the same.
 *
 * @param key unique among the tenant's templates: {@code [a-z0-9][a-z0-9_-]{0,99}}
 * @param name what people call it
 * @param category such as {@code sales}, {@code support}, {@code onboarding} or {@code operations}
 * @param parameters the JSON Schema of the parameters
 * @param workflow the document with its places
 */
public record WorkflowTemplate(
    String key,
    String name,
    @Nullable String description,
    String category,
    ObjectNode parameters,
    ObjectNode workflow) {

  /** The most bytes of a template as it is written. */
  public static final int MAX_BYTES = 1_048_576;

  public WorkflowTemplate {
    parameters = parameters.deepCopy();
    workflow = workflow.deepCopy();
  }

  /**
   * Reads a template from its file.
   *
   * @throws InvalidInputException with every problem and its place
   */
  public static WorkflowTemplate parse(String json) {
    return WorkflowTemplateReader.read(json);
  }

  /**
   * Reads a template.
   *
   * @throws InvalidInputException with every problem and its place
   */
  public static WorkflowTemplate parse(JsonNode json) {
    return WorkflowTemplateReader.read(json);
  }

  /** A copy. */
  @Override
  public ObjectNode parameters() {
    return parameters.deepCopy();
  }

  /** A copy. */
  @Override
  public ObjectNode workflow() {
    return workflow.deepCopy();
  }

  /** The template as {@link #parse(JsonNode)} reads it. A new tree each time. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("key", key).put("name", name);
    if (description != null) {
      json.put("description", description);
    }
    json.put("category", category);
    json.set("parameters", parameters.deepCopy());
    json.set("workflow", workflow.deepCopy());
    return json;
  }

  /** The same under another key and name. */
  public WorkflowTemplate as(String otherKey, String otherName) {
    return new WorkflowTemplate(otherKey, otherName, description, category, parameters, workflow);
  }

  /**
   * The workflow document with the parameters in their places.
   *
   * @param values by parameter; what is left out is its default
   * @throws InvalidInputException naming every value that does not fit its parameter or its place
   */
  public ObjectNode fill(ObjectNode values) {
    return new TemplateFilling(this).fill(values);
  }
}
