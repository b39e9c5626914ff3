package dev.workflow.action;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.OutboundMessage;
import java.util.List;

/**
 * The actions that put messages into the outbox.
 *
 * <p>Every recipient in {@code to} gets a message of their own, so that delivery, retry and bounce
 * are per recipient. Copies ({@code cc}, {@code bcc}) travel with the first of them: whoever is
 * copied gets one e-mail, not one per recipient. One unusable address fails the step before
 * anything is sent.
 */
final class MessageActions {

  private static final List<String> CONTENT =
      List.of("subject", "text", "html", "template", "language", "reply_to");
  private static final String OUTPUT =
      "`messageIds`, and `recipients`: one `{recipient, state, messageId}` each, state `queued`";
  private static final String TEMPLATE = "the name of a message template";
  private static final String LANGUAGE = "the template's language, such as `nl` or `en_GB`";
  private static final String VARIABLES = "values for the template";
  private static final String AUDIENCE =
      "for whom, such as `customer`, where several are told of one event";
  private static final String IN_APP = "in_app";

  static final ActionSpec EMAIL =
      ActionSpec.builder("send_email", "Sends an e-mail to each recipient.")
          .aliases("email_send")
          .required("to", KeyType.EMAILS, "who gets it; everybody a message of their own")
          .optional("cc", KeyType.EMAILS, "copies, with the first message")
          .optional("bcc", KeyType.EMAILS, "blind copies, with the first message")
          .optional("reply_to", KeyType.EMAIL, "where answers go")
          .optional("subject", KeyType.LINE, "the subject line")
          .optional("template", KeyType.LINE, TEMPLATE)
          .optional("language", KeyType.LINE, LANGUAGE)
          .optional("variables", KeyType.OBJECT, VARIABLES)
          .optional("text", KeyType.TEXT, "the body as plain text")
          .optional("html", KeyType.HTML, "the body as HTML")
          .optional("attachments", KeyType.LIST, "what the channel's sender understands")
          .optional("audience", KeyType.NAME, AUDIENCE)
          .anyOf("subject", "template", "text", "html")
          .exclusive("template", "text")
          .exclusive("template", "html")
          .needs("variables", "template")
          .needs("language", "template")
          .output(OUTPUT)
          .example(
              """
              {"to": "{{lead.email}}", "subject": "Welcome to our platform",
               "template": "welcome_email", "variables": {"first_name": "{{lead.first_name}}"}}""")
          .build();

  static final ActionSpec SMS =
      phoneSpec("send_sms", "Sends a text message to each recipient.", "sms_send")
          .example(
              """
              {"to": "{{lead.phone}}", "text": "Your appointment is on {{appointment.date}}."}""")
          .build();

  static final ActionSpec WHATSAPP =
      phoneSpec("send_whatsapp", "Sends a WhatsApp message to each recipient.", "whatsapp_send")
          .example(
              """
              {"to": "{{lead.phone}}", "template": "welcome", "language": "nl",
               "variables": {"1": "{{lead.first_name}}"}}""")
          .build();

  static final ActionSpec NOTIFICATION =
      ActionSpec.builder("send_notification", "Notifies a person, in the application by default.")
          .required("recipient", KeyType.ID, "who is notified, as the channel knows them")
          .required("message", KeyType.TEXT, "what it says")
          .optional("notification_type", KeyType.NAME, "the channel; `in_app` by default")
          .optional("title", KeyType.LINE, "a heading")
          .optional("link", KeyType.LINE, "where it leads")
          .optional("audience", KeyType.NAME, AUDIENCE)
          .output("`notificationId`")
          .example(
              """
              {"recipient": "{{lead.owner.email}}",
               "message": "New qualified lead: {{lead.company_name}}",
               "notification_type": "in_app", "link": "/leads/{{lead.id}}"}""")
          .build();

  private MessageActions() {}

  private static ActionSpecBuilder phoneSpec(String type, String summary, String alias) {
    return ActionSpec.builder(type, summary)
        .aliases(alias)
        .required("to", KeyType.LINES, "phone numbers; everybody gets a message of their own")
        .optional("text", KeyType.TEXT, "what it says")
        .optional("template", KeyType.LINE, TEMPLATE)
        .optional("language", KeyType.LINE, LANGUAGE)
        .optional("variables", KeyType.OBJECT, VARIABLES)
        .optional("audience", KeyType.NAME, AUDIENCE)
        .anyOf("text", "template")
        .exclusive("template", "text")
        .needs("variables", "template")
        .needs("language", "template")
        .output(OUTPUT);
  }

  static ActionResult email(ActionContext context, ActionConfig config) {
    Recipients recipients = Recipients.emails();
    List<String> to = recipients.take(config.texts("to"));
    ObjectNode first = content(config);
    putAll(first, "cc", recipients.take(config.texts("cc")));
    putAll(first, "bcc", recipients.take(config.texts("bcc")));
    return send(context, "email", to, first, content(config));
  }

  static ActionResult sms(ActionContext context, ActionConfig config) {
    return phone(context, "sms", config);
  }

  static ActionResult whatsapp(ActionContext context, ActionConfig config) {
    return phone(context, "whatsapp", config);
  }

  private static ActionResult phone(ActionContext context, String channel, ActionConfig config) {
    List<String> to = Recipients.phones().take(config.texts("to"));
    return send(context, channel, to, content(config), content(config));
  }

  static ActionResult notification(ActionContext context, ActionConfig config) {
    String channel = config.text("notification_type", IN_APP);
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.put("text", config.text("message"));
    put(content, "subject", config, "title");
    put(content, "link", config, "link");
    String recipient = config.text("recipient").strip();
    String id = context.send(OutboundMessage.draft(context, channel, recipient, content));
    return ActionResult.completed(JsonNodeFactory.instance.objectNode().put("notificationId", id));
  }

  private static ObjectNode content(ActionConfig config) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    CONTENT.forEach(key -> put(content, key, config, key));
    for (String key : List.of("variables", "attachments")) {
      if (config.has(key) && !config.value(key).isNull()) {
        content.set(key, config.value(key));
      }
    }
    return content;
  }

  private static void put(ObjectNode content, String part, ActionConfig config, String key) {
    String text = config.optionalText(key);
    if (text != null) {
      content.put(part, text);
    }
  }

  private static void putAll(ObjectNode content, String part, List<String> addresses) {
    if (!addresses.isEmpty()) {
      ArrayNode list = content.putArray(part);
      addresses.forEach(list::add);
    }
  }

  private static ActionResult send(
      ActionContext context, String channel, List<String> to, ObjectNode first, ObjectNode rest) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    ArrayNode ids = output.putArray("messageIds");
    ArrayNode states = output.putArray("recipients");
    for (String recipient : to) {
      ObjectNode content = ids.isEmpty() ? first : rest.deepCopy();
      String id = context.send(OutboundMessage.draft(context, channel, recipient, content));
      ids.add(id);
      states.addObject().put("recipient", recipient).put("state", "queued").put("messageId", id);
    }
    return ActionResult.completed(output);
  }
}
