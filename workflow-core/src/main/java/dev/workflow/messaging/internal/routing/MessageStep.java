package dev.workflow.messaging.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.internal.recipient.ActionChannels;
import java.util.ArrayList;
import java.util.List;

/**
 * A step that sends messages, as far as routing looks at it. Immutable.
 *
 * @param channels where it sends, as written: a text may be an expression
 * @param audiences for whom, as written; empty: for everybody
 */
record MessageStep(String id, List<String> channels, List<String> audiences) {

  /** The message steps of a workflow at any depth, in document order. */
  static List<MessageStep> of(WorkflowDefinition definition) {
    List<MessageStep> steps = new ArrayList<>();
    for (Step step : definition.allSteps()) {
      if (step instanceof Step.Action action) {
        JsonNode config = action.config().source();
        List<String> channels = channels(action.type(), config);
        if (!channels.isEmpty()) {
          steps.add(new MessageStep(step.id(), channels, texts(config, "audience")));
        }
      }
    }
    return List.copyOf(steps);
  }

  private static List<String> channels(String action, JsonNode config) {
    return ActionChannels.written(action, config).stream()
        .map(ActionChannels.Written::channel)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .toList();
  }

  /** One text or a list of them. */
  private static List<String> texts(JsonNode config, String key) {
    JsonNode value = config.path(key);
    List<String> texts = new ArrayList<>();
    if (value.isTextual()) {
      texts.add(value.textValue());
    }
    if (value.isArray()) {
      value.forEach(
          one -> {
            if (one.isTextual()) {
              texts.add(one.textValue());
            }
          });
    }
    return texts;
  }
}
