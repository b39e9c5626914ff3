package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.examples.host.web.FormFields;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A step as the law firm writes it. Treat the JSON as read-only.
 *
 * @param order steps are done in this order, those of equal order side by side; null: as written
 * @param roleScope null: whoever is on the matter
 * @param required false: whoever may do it may also skip it
 * @param due by when, as the engine's documents have it; null: whenever
 */
record StepForm(
    @Nullable Integer order,
    String title,
    @Nullable ActionType actionType,
    ObjectNode actionConfig,
    @Nullable RoleScope roleScope,
    boolean required,
    @Nullable JsonNode due) {

  static final int MOST_ORDER = 9_999;

  private static final String[] KEYS = {
    "id", "order", "title", "actionType", "actionConfig", "roleScope", "required", "due"
  };

  /** Reads a step; what is wrong with it is told. */
  static StepForm read(JsonNode json, Problems problems) {
    FormFields fields = FormFields.of(json, problems, KEYS);
    Integer order = fields.whole("order", 0, MOST_ORDER);
    String title = fields.required("title", 200);
    ActionType type = fields.oneOf("actionType", ActionType.class);
    if (type == null && json.path("actionType").isMissingNode()) {
      fields
          .problems()
          .at("actionType")
          .add(
              "is missing; expected one of "
                  + Arrays.stream(ActionType.values())
                      .map(Enum::name)
                      .collect(Collectors.joining(", ")));
    }
    RoleScope role = fields.oneOf("roleScope", RoleScope.class);
    JsonNode due = json.path("due");
    return new StepForm(
        order,
        title,
        type,
        fields.object("actionConfig"),
        role == null && type != null ? type.role() : role,
        fields.flag("required", true),
        due.isMissingNode() || due.isNull() ? null : due);
  }

  /** The step of a document of ours, over what it had besides. */
  ObjectNode toStep(String id, ObjectNode before) {
    ObjectNode step = before.deepCopy();
    step.put("id", id).put("name", title);
    if (actionType != null) {
      step.put("action", actionType.action());
    }
    step.set("config", actionConfig);
    set(step, "role", roleScope == null ? null : Json.object().textNode(roleScope.name()));
    set(step, "due", due);
    set(step, "required", required ? null : Json.object().booleanNode(false));
    return step;
  }

  private static void set(ObjectNode step, String key, @Nullable JsonNode value) {
    if (value == null) {
      step.remove(key);
    } else {
      step.set(key, value);
    }
  }

  /** A step of a document in this form, as {@link #read} reads it. */
  static ObjectNode write(DocumentStep one) {
    ObjectNode step = one.step();
    ObjectNode form =
        Json.object()
            .put("id", one.id())
            .put("order", one.order())
            .put("title", step.path("name").asText(one.id()))
            .put("actionType", ActionType.nameOf(step.path("action").asText()));
    JsonNode config = step.path("config");
    form.set("actionConfig", config.isObject() ? config.deepCopy() : Json.object());
    String role = role(step);
    if (role != null) {
      form.put("roleScope", role);
    }
    form.put("required", step.path("required").asBoolean(true));
    if (step.has("due")) {
      form.set("due", step.get("due").deepCopy());
    }
    return form;
  }

  /** The role of a step; of several the first. */
  private static @Nullable String role(ObjectNode step) {
    JsonNode role = step.path("role");
    return role.isArray() ? role.path(0).textValue() : role.textValue();
  }
}
