package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.ruleimport.internal.NotificationRule.FollowUp;

/** The workflow that stands for a notification rule. */
final class RuleDocument {

  private RuleDocument() {}

  /** Its document: a trigger and message steps. */
  static ObjectNode of(NotificationRule rule) {
    ObjectNode document =
        Json.object()
            .put("key", rule.workflow())
            .put("name", rule.event() + " by " + rule.channel() + " to " + rule.audience())
            .put("description", "Imported from the notification rules");
    if (!rule.enabled()) {
      document.put("enabled", false);
    }
    document.putArray("triggers").addObject().put("event", rule.event());
    if (!rule.exits().isEmpty()) {
      ArrayNode exits = document.putArray("exit");
      rule.exits().forEach(event -> exits.addObject().put("event", event));
    }
    ArrayNode steps = document.putArray("steps");
    FollowUp first =
        new FollowUp(rule.delayMinutes(), rule.channel(), rule.recipients(), rule.template());
    add(steps, "notify", first, rule.audience());
    for (FollowUp next : rule.followUps()) {
      add(steps, "follow-up-" + steps.size(), next, rule.audience());
    }
    return document;
  }

  private static void add(ArrayNode steps, String id, FollowUp message, String audience) {
    ObjectNode step = steps.addObject().put("id", id).put("action", "send_message");
    if (message.delayMinutes() > 0) {
      step.put("delay", "PT" + message.delayMinutes() + "M");
    }
    ObjectNode config = step.putObject("config");
    config.set("recipients", message.recipients());
    config.putArray("channels").add(message.channel());
    config.put("template", message.template()).put("audience", audience);
  }

  /** The column that a place in the document comes from; empty: none in particular. */
  static String column(String pointer, NotificationRule rule) {
    if (pointer.startsWith("/triggers")) {
      return "trigger";
    }
    if (pointer.startsWith("/exit")) {
      return "exit";
    }
    if (pointer.startsWith("/steps/0/delay")) {
      return "delay_minutes";
    }
    if (pointer.matches("/steps/[1-9].*")) {
      return "steps";
    }
    String key = pointer.replaceFirst("^/steps/0/config/?", "");
    return switch (key.split("/", -1)[0]) {
      case "template" -> "template";
      case "channels" -> "channel";
      case "audience" -> "audience";
      case "recipients" -> rule.recipientsColumn();
      default -> "";
    };
  }
}
