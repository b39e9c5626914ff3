package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.action.KeyType.Phase;
import dev.workflow.internal.text.Wording;
import java.util.List;

/**
 * One key of an action's configuration. Immutable.
 *
 * @param allowed the only values there are; empty: any of the type
 * @param description one line for people, without a full stop
 */
public record ActionKey(
    String name, KeyType type, boolean required, List<String> allowed, String description) {

  public ActionKey {
    allowed = List.copyOf(allowed);
  }

  /** Whether the configuration holds a value for this key. */
  boolean isIn(JsonNode config) {
    JsonNode value = config.get(name);
    if (value == null) {
      return false;
    }
    if (value.isNull()) {
      return type.takesNull();
    }
    return !(type.emptyIsAbsent() && isEmpty(value));
  }

  private static boolean isEmpty(JsonNode value) {
    return (value.isTextual() && value.textValue().isBlank())
        || (value.isArray() && value.isEmpty());
  }

  void check(JsonNode config, Phase phase, Problems problems) {
    if (isIn(config)) {
      JsonNode value = config.get(name);
      type.check(value, phase, problems);
      checkAllowed(value, phase, problems);
    } else if (required && config.has(name)) {
      problems.add("must not be empty");
    } else if (required) {
      problems.add("is required: " + description);
    }
  }

  private void checkAllowed(JsonNode value, Phase phase, Problems problems) {
    boolean open = phase == Phase.WRITTEN && KeyType.containsExpression(value);
    if (allowed.isEmpty() || open || !value.isTextual() || allowed.contains(value.textValue())) {
      return;
    }
    problems.add(
        "expected one of "
            + String.join(", ", allowed)
            + "; found "
            + Wording.quoted(value.textValue()));
  }
}
