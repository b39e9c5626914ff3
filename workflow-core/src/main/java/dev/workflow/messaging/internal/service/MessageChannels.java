package dev.workflow.messaging.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.action.BuiltInActions;
import dev.workflow.definition.Step;
import dev.workflow.expression.Template;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.messaging.internal.recipient.ActionChannels;
import java.util.ArrayList;
import java.util.List;

/** On which channels a step sends, as far as its document says. */
public final class MessageChannels {

  private MessageChannels() {}

  /** Empty for actions that are not the engine's own. */
  public static List<String> of(EngineContext engine, Step.Action step) {
    if (!BuiltInActions.contains(engine.actions().find(step.type()))) {
      return List.of();
    }
    JsonNode config = step.config().source();
    List<String> channels = new ArrayList<>();
    ActionChannels.written(step.type(), config).forEach(one -> add(one.channel(), channels));
    return channels;
  }

  private static void add(JsonNode given, List<String> channels) {
    String channel = given.asText();
    if (!channel.isBlank() && !Template.containsExpression(channel)) {
      channels.add(channel.strip());
    }
  }
}
