package dev.workflow.action;

import java.util.List;

/** The specifications of the actions that put messages into the outbox. */
final class MessageSpecs {

  private static final String OUTPUT =
      "`messageIds`, and `recipients`: one `{recipient, state, messageId}` each, state `queued`, or"
          + " `invalid` with a `reason` in the place of the id";
  private static final String SEGMENTS = "; `segments`: how many text messages are paid for";
  private static final String TEMPLATE = "the name of a message template";
  private static final String LANGUAGE =
      "the template's language, such as `nl` or `pt-BR`; the recipient's by default";
  private static final String VARIABLES = "values for the template";

  static final ActionSpec EMAIL =
      withSendOptions(
              ActionSpec.builder("send_email", "Sends an e-mail to each recipient.")
                  .aliases("email_send")
                  .required("to", KeyType.EMAILS, "who gets it; everybody a message of their own")
                  .optional("cc", KeyType.EMAILS, "copies, with the first message")
                  .optional("bcc", KeyType.EMAILS, "blind copies, with the first message")
                  .optional("reply_to", KeyType.ADDRESSES, "where answers go")
                  .optional("subject", KeyType.LINE, "the subject line; wins over the template's")
                  .optional("template", KeyType.LINE, TEMPLATE)
                  .optional("language", KeyType.LINE, LANGUAGE)
                  .optional("variables", KeyType.OBJECT, VARIABLES)
                  .optional("text", KeyType.WORDS, "the body as plain text")
                  .optional("html", KeyType.HTML, "the body as HTML")
                  .optional("attachments", KeyType.LIST, "what the channel's sender understands"))
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
      phone("send_sms", "Sends a text message to each recipient.", "sms_send")
          .output(OUTPUT + SEGMENTS)
          .example(
              """
              {"to": "{{lead.phone}}", "text": "Your appointment is on {{appointment.date}}."}""")
          .build();

  static final ActionSpec WHATSAPP =
      phone("send_whatsapp", "Sends a WhatsApp message to each recipient.", "whatsapp_send")
          .output(OUTPUT)
          .example(
              """
              {"to": "{{lead.phone}}", "template": "welcome", "language": "nl",
               "variables": {"1": "{{lead.first_name}}"}}""")
          .build();

  static final ActionSpec MESSAGE =
      withSendOptions(
              ActionSpec.builder(
                      "send_message",
                      "Sends a message to everybody whom its recipients name, on the first channel"
                          + " that has an address of theirs.")
                  .required(
                      "recipients",
                      KeyType.RECIPIENTS,
                      "whom: `includeLeadContact`, `includePartner`, `includeOwner`, `roles`,"
                          + " `customPhones`, `customEmails`, `fields`, and `cc` and `bcc` with the"
                          + " same keys")
                  .required("channels", KeyType.TEXT_LIST, "in the order in which they are tried")
                  .optional("template", KeyType.LINE, TEMPLATE)
                  .optional("language", KeyType.LINE, LANGUAGE)
                  .optional("variables", KeyType.OBJECT, VARIABLES)
                  .optional("subject", KeyType.LINE, "the subject line; wins over the template's")
                  .optional("text", KeyType.WORDS, "what it says, without a template")
                  .optional(
                      "fallbackAfter",
                      KeyType.LINE,
                      "how long a channel has until the next one is tried, such as `PT2H`; not at"
                          + " all by default")
                  .optionalOneOf(
                      "fallbackUntil",
                      List.of("delivered", "read"),
                      "what a channel must have achieved by then; `delivered` by default"))
          .anyOf("template", "text")
          .exclusive("template", "text")
          .needs("variables", "template")
          .needs("language", "template")
          .needs("fallbackUntil", "fallbackAfter")
          .check(MessageKeys::recipients)
          .check(MessageKeys::channels)
          .check(MessageKeys::fallback)
          .output(
              "`messageIds`, and `recipients`: one `{recipient, channel, state, messageId}` each,"
                  + " state `queued`, or `invalid` with a `reason`"
                  + SEGMENTS)
          .example(
              """
              {"recipients": {"includeLeadContact": true, "roles": ["LAWYER"],
                              "customEmails": ["office@example.com"], "fields": ["{{deal.contact.email}}"],
                              "cc": {"includePartner": true}},
               "channels": ["whatsapp", "email"], "template": "quote_reminder",
               "variables": {"amount": "{{quote.amount}}"}, "fallbackAfter": "PT4H"}""")
          .build();

  static final ActionSpec NOTIFICATION =
      withSendOptions(
              ActionSpec.builder(
                      "send_notification", "Notifies a person, in the application by default.")
                  .required("recipient", KeyType.ID, "who is notified, as the channel knows them")
                  .optional("message", KeyType.WORDS, "what it says, without a template")
                  .optional("template", KeyType.LINE, TEMPLATE)
                  .optional("language", KeyType.LINE, LANGUAGE)
                  .optional("variables", KeyType.OBJECT, VARIABLES)
                  .optional("notification_type", KeyType.NAME, "the channel; `in_app` by default")
                  .optional("title", KeyType.LINE, "a heading; wins over the template's")
                  .optional("link", KeyType.LINE, "where it leads; wins over the template's"))
          .anyOf("message", "template")
          .exclusive("template", "message")
          .needs("variables", "template")
          .needs("language", "template")
          .output("`notificationId`")
          .example(
              """
              {"recipient": "{{lead.owner.email}}",
               "message": "New qualified lead: {{lead.company_name}}",
               "notification_type": "in_app", "link": "/leads/{{lead.id}}"}""")
          .build();

  private MessageSpecs() {}

  private static ActionSpecBuilder phone(String type, String summary, String alias) {
    return withSendOptions(
            ActionSpec.builder(type, summary)
                .aliases(alias)
                .required(
                    "to", KeyType.PHONES, "phone numbers; everybody gets a message of their own")
                .optional("text", KeyType.WORDS, "what it says")
                .optional("template", KeyType.LINE, TEMPLATE)
                .optional("language", KeyType.LINE, LANGUAGE)
                .optional("variables", KeyType.OBJECT, VARIABLES))
        .anyOf("text", "template")
        .exclusive("template", "text")
        .needs("variables", "template")
        .needs("language", "template");
  }

  /** With the keys that say how a message is treated. */
  private static ActionSpecBuilder withSendOptions(ActionSpecBuilder spec) {
    return spec.optionalOneOf(
            "category",
            MessageKeys.CATEGORIES,
            "what kind of message it is; the template's, or `follow_up` by default")
        .optional("audience", KeyType.NAME, "for whom, such as `customer` or `agent`")
        .optional(
            "window",
            KeyType.OBJECT,
            "the hours in which it may be sent, as a delay has them, in the recipient's zone unless"
                + " it names one")
        .optional(
            "digest",
            KeyType.OBJECT,
            "`{\"key\": …, \"window\": \"PT1H\"}`: messages of one key to one address go out as one,"
                + " at the next full hour, or day; `template` names what it is made from, which"
                + " reads `items`, `count` and `recipient`, and `variables` what the item of this"
                + " message has as `data`, the step's own by default")
        .check(MessageKeys::lengths)
        .check(MessageKeys::window)
        .check(MessageKeys::digest);
  }
}
