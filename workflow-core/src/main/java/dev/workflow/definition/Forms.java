package dev.workflow.definition;

import java.util.Map;

/** Examples of what may be written at a key of the document, for error messages. */
final class Forms {

  /** The objects by key; those of a list by the key of the list. */
  static final Map<String, String> OBJECTS =
      Map.ofEntries(
          Map.entry("triggers", "{\"event\": \"lead.created\"}"),
          Map.entry("for", "{\"type\": \"lead\", \"filters\": {\"status\": \"new\"}}"),
          Map.entry("dedupe", "{\"key\": \"{{lead.id}}\", \"window\": \"P30D\"}"),
          Map.entry("concurrency", "{\"key\": \"{{subject.id}}\", \"policy\": \"skip\"}"),
          Map.entry("records", "{\"lead\": {\"type\": \"lead\", \"id\": \"{{subject.id}}\"}}"),
          Map.entry("exit", "{\"event\": \"lead.converted\"}"),
          Map.entry("rateLimit", "{\"permits\": 100, \"per\": \"PT1M\"}"),
          Map.entry("channelLimits", "{\"email\": {\"permits\": 100, \"per\": \"PT1M\"}}"),
          Map.entry("terms", "{\"paymentDays\": 14}"),
          Map.entry("steps", "{\"id\": \"pause\", \"delay\": \"PT5M\"}"),
          Map.entry("onFailure", "{\"id\": \"pause\", \"delay\": \"PT5M\"}"),
          Map.entry("retry", "{\"maxAttempts\": 3, \"initialDelay\": \"PT30S\"}"),
          Map.entry("window", "{\"days\": \"MON-FRI\", \"from\": \"09:00\", \"to\": \"17:00\"}"),
          Map.entry("quiet", "{\"from\": \"22:00\", \"to\": \"07:00\"}"),
          Map.entry("quorum", "{\"approvals\": 2}"),
          Map.entry("due", "{\"until\": \"{{deadline}}\"}"),
          Map.entry("followUp", "{\"until\": \"{{deadline}}\"}"),
          Map.entry("escalate", "{\"after\": \"P2D\", \"role\": \"PARTNER\"}"),
          Map.entry("notify", "{\"channels\": [\"in_app\", \"email\"]}"),
          Map.entry("reminders", "{\"before\": \"P1D\"}"),
          Map.entry("visibility", "{\"offered\": \"all\", \"claimed\": \"involved\"}"),
          Map.entry("taskFields", "{\"client\": \"{{client.name}}\"}"),
          Map.entry("onTimeout", "{\"answer\": {\"approved\": false}}"),
          Map.entry("compensate", "{\"action\": \"remove_tag\", \"config\": {\"tag\": \"hot\"}}"),
          Map.entry("wait", "{\"event\": \"message.received\", \"timeout\": \"P3D\"}"),
          Map.entry(
              "branch",
              "{\"when\": {\"field\": \"score\", \"operator\": \"gte\", \"value\": 50},"
                  + " \"steps\": […]}"),
          Map.entry("parallel", "{\"steps\": […]}"),
          Map.entry("split", "{\"weight\": 1, \"steps\": […]}"),
          Map.entry("each", "{\"items\": \"{{order.lines}}\", \"steps\": […]}"),
          Map.entry(
              "repeat",
              "{\"until\": {\"field\": \"done\", \"operator\": \"eq\", \"value\": true},"
                  + " \"max\": 10, \"steps\": […]}"),
          Map.entry("workflow", "{\"key\": \"follow-up\"}"),
          Map.entry("stop", "{\"as\": \"failed\", \"reason\": \"no answer\"}"));

  /** What may stand there in the place of the object. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "workflow", "\"follow-up\" or ",
          "stop", "\"completed\", \"failed\" or ",
          "due", "\"P2D\" or ",
          "followUp", "\"P2D\" or ",
          "notify", "true, false or ",
          "visibility", "\"candidates\", \"involved\", \"all\" or ",
          "onTimeout", "\"fail\", \"complete\", \"skip\" or ");

  private Forms() {}

  /** {@code an object such as {"event": "message.received"}}. */
  static String object(String key) {
    String form = OBJECTS.get(key);
    return TEXTS.getOrDefault(key, "") + "an object" + (form == null ? "" : " such as " + form);
  }

  /** {@code a list such as [{"event": "lead.converted"}, …]}. */
  static String list(String key) {
    String form = OBJECTS.get(key);
    return "a list" + (form == null ? "" : " such as [" + form + ", …]");
  }
}
