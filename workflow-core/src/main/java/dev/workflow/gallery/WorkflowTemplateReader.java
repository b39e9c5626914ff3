package dev.workflow.gallery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Limits;
import dev.workflow.task.form.TaskForm;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a workflow template; every mistake is noted at its place. */
final class WorkflowTemplateReader {

  private static final List<String> KEYS =
      List.of("key", "name", "description", "category", "parameters", "workflow");
  private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");
  private static final int MAX_NAME = 200;
  private static final int MAX_CATEGORY = 100;
  private static final int MAX_PARAMETERS = 100;

  private final JsonNode json;
  private final Problems problems = Problems.none();

  private WorkflowTemplateReader(JsonNode json) {
    this.json = json;
  }

  static WorkflowTemplate read(String text) {
    if (Limits.bytes(text) > WorkflowTemplate.MAX_BYTES) {
      return refuse("is larger than " + WorkflowTemplate.MAX_BYTES + " bytes");
    }
    try {
      return read(Json.reader().readTree(text));
    } catch (JsonProcessingException e) {
      return refuse("is not JSON: " + e.getOriginalMessage());
    }
  }

  static WorkflowTemplate read(JsonNode json) {
    return json.isObject()
        ? new WorkflowTemplateReader(json).template()
        : refuse("expected an object, found " + JsonKind.of(json));
  }

  private static WorkflowTemplate refuse(String problem) {
    throw new InvalidInputException("The workflow template", List.of(new Problem("", problem)));
  }

  private WorkflowTemplate template() {
    Json.check(json, WorkflowTemplate.MAX_BYTES, problems);
    throwIfAny("");
    json.fieldNames().forEachRemaining(this::checkKnown);
    String key = text("key", 100, true);
    if (key != null && !KEY.matcher(key).matches()) {
      problems
          .at("key")
          .add("begins with a lower-case letter or a digit, and has these, _ and - only");
    }
    String name = text("name", MAX_NAME, true);
    JsonNode description = json.path("description");
    if (!description.isMissingNode() && !description.isTextual()) {
      problems.at("description").add("expected a text, found " + JsonKind.of(description));
    }
    String category = text("category", MAX_CATEGORY, true);
    ObjectNode parameters = object("parameters", false);
    ObjectNode workflow = object("workflow", true);
    Set<String> used = new HashSet<>();
    check(parameters, workflow, used);
    throwIfAny(key == null ? "" : key);
    return new WorkflowTemplate(
        String.valueOf(key),
        String.valueOf(name),
        description.textValue(),
        String.valueOf(category),
        parameters,
        workflow);
  }

  private void throwIfAny(String key) {
    String shown = key.isEmpty() ? "" : " \"" + Limits.oneLine(key) + "\"";
    problems.throwIfAny(list -> new InvalidInputException("The workflow template" + shown, list));
  }

  private void checkKnown(String key) {
    if (!KEYS.contains(key)) {
      problems.at(key).add("unknown key" + DidYouMean.suffix(key, KEYS));
    }
  }

  private @Nullable String text(String key, int most, boolean required) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() && required) {
      problems.at(key).add("is required");
      return null;
    }
    if (!value.isTextual()) {
      problems.at(key).add("expected a text, found " + JsonKind.of(value));
      return null;
    }
    String wrong = Limits.wrongLine(value.textValue(), most);
    if (wrong != null) {
      problems.at(key).add(wrong);
    } else if (value.textValue().isBlank()) {
      problems.at(key).add("must not be empty");
    }
    return value.textValue();
  }

  private ObjectNode object(String key, boolean required) {
    JsonNode value = json.path(key);
    if (value instanceof ObjectNode object) {
      return object;
    }
    if (!value.isMissingNode()) {
      problems.at(key).add("expected an object, found " + JsonKind.of(value));
    } else if (required) {
      problems.at(key).add("is required");
    }
    return Json.object();
  }

  /** The parameters by themselves, and where they stand. */
  private void check(ObjectNode parameters, ObjectNode workflow, Set<String> used) {
    Problems place = problems.at("parameters");
    if (!parameters.isEmpty()) {
      TaskForm form = TaskForm.compile(parameters, place);
      if (form == null) {
        return;
      }
    }
    JsonNode properties = parameters.path("properties");
    if (properties.size() > MAX_PARAMETERS) {
      place.at("properties").add("are " + properties.size() + "; at most " + MAX_PARAMETERS);
      return;
    }
    for (Map.Entry<String, JsonNode> one : properties.properties()) {
      checkParameter(parameters, one, place.at("properties").at(one.getKey()));
    }
    new Placeholders(parameters, used).check(workflow, problems.at("workflow"));
    Collection<String> unused = new HashSet<>();
    properties.fieldNames().forEachRemaining(unused::add);
    unused.removeAll(used);
    unused.stream()
        .sorted()
        .forEach(name -> place.at("properties").at(name).add("stands nowhere in the workflow"));
  }

  private static void checkParameter(
      ObjectNode parameters, Map.Entry<String, JsonNode> one, Problems place) {
    JsonNode schema = one.getValue();
    if (!PARAMETER.matcher(one.getKey()).matches()) {
      place.add("the name of a parameter has letters, digits and _ only, and begins with a letter");
    }
    if (!schema.path("type").isTextual()) {
      place.add("has no \"type\"; write one, such as \"string\"");
    }
    if (!schema.has("default") && !Placeholders.isRequired(parameters, one.getKey())) {
      place.add("is neither required nor has a \"default\"; write one of both");
    }
    if (schema.has("default") && schema.path("type").isTextual()) {
      TaskForm form = TaskForm.compile(alone(parameters, one.getKey(), schema), Problems.none());
      if (form != null) {
        ObjectNode value = Json.object();
        value.set(one.getKey(), schema.path("default"));
        form.check(value).list().forEach(problem -> place.at("default").add(problem.message()));
      }
    }
  }

  /** A form of one parameter alone. */
  private static ObjectNode alone(ObjectNode parameters, String name, JsonNode schema) {
    ObjectNode form = Json.object().put("type", "object");
    form.putObject("properties").set(name, schema);
    if (parameters.has("$defs")) {
      form.set("$defs", parameters.get("$defs"));
    }
    return form;
  }
}
