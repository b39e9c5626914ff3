package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;

/** The workflow that stands for a notification rule. */
final class RuleDocument {

  private RuleDocument() {}

  /** Its document: a trigger and a message step. */
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
    ObjectNode step = document.putArray("steps").addObject();
    step.put("id", "notify").put("action", "send_message");
    if (rule.delayMinutes() > 0) {
      step.put("delay", "PT" + rule.delayMinutes() + "M");
    }
    ObjectNode config = step.putObject("config");
    config.set("recipients", rule.recipients());
    config.putArray("channels").add(rule.channel());
    config.put("template", rule.template()).put("audience", rule.audience());
    return document;
  }

  /** The column that a place in the document comes from; empty: none in particular. */
  static String column(String pointer) {
    if (pointer.startsWith("/triggers")) {
      return "trigger";
    }
    if (pointer.startsWith("/steps/0/delay")) {
      return "delay_minutes";
    }
    String key = pointer.replaceFirst("^/steps/0/config/?", "");
    return switch (key.split("/", -1)[0]) {
      case "template" -> "template";
      case "channels" -> "channel";
      case "audience" -> "audience";
      case "recipients" -> "quote_recipients";
      default -> "";
    };
  }
}
