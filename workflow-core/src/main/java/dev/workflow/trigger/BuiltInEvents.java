package dev.workflow.trigger;

import dev.workflow.trigger.PayloadKey.Kind;
import java.util.List;

/** The types of events that every host knows. */
final class BuiltInEvents {

  static final List<EventType> TYPES =
      List.of(
          EventType.of("lead.created", "A lead was created")
              .required("lead_id", Kind.ID, "the lead")
              .optional("lead_data", Kind.OBJECT, "its fields")
              .build(),
          EventType.of("lead.converted", "A lead became a deal")
              .required("lead_id", Kind.ID, "the lead")
              .required("deal_id", Kind.ID, "the deal")
              .build(),
          EventType.of("lead.scored", "A lead was given a score")
              .required("lead_id", Kind.ID, "the lead")
              .optional("score", Kind.NUMBER, "the new score")
              .optional("previous_score", Kind.NUMBER, "the score before")
              .build(),
          EventType.of("deal.stage_changed", "A deal moved to another stage")
              .required("deal_id", Kind.ID, "the deal")
              .required("old_stage", Kind.TEXT, "the stage it left")
              .required("new_stage", Kind.TEXT, "the stage it entered")
              .build(),
          EventType.of("deal.won", "A deal was won")
              .required("deal_id", Kind.ID, "the deal")
              .optional("amount", Kind.NUMBER, "what it is worth")
              .build(),
          EventType.of("deal.lost", "A deal was lost")
              .required("deal_id", Kind.ID, "the deal")
              .optional("reason", Kind.TEXT, "why")
              .build(),
          EventType.of("contact.created", "A contact was created")
              .required("contact_id", Kind.ID, "the contact")
              .optional("contact_data", Kind.OBJECT, "its fields")
              .build(),
          EventType.of("account.created", "An account was created")
              .required("account_id", Kind.ID, "the account")
              .optional("account_data", Kind.OBJECT, "its fields")
              .build(),
          EventType.of("timeline.event", "Something was written on a record's timeline")
              .required("event_type", Kind.TEXT, "what happened")
              .required("entity_type", Kind.TEXT, "the kind of record")
              .required("entity_id", Kind.ID, "the record")
              .build(),
          EventType.of("task.completed", "A task was completed")
              .required("task_id", Kind.ID, "the task")
              .optional("outcome", Kind.TEXT, "how it ended")
              .build(),
          EventType.of("message.received", "Somebody wrote or answered").build(),
          inbound("message.opted_out", "Somebody asked for no more messages"),
          inbound("message.opted_in", "Somebody asked for messages again"),
          undelivered("message.failed", "A message did not reach its recipient"),
          undelivered("message.bounced", "A message came back from the recipient's server"),
          quote("quote.sent", "A quote was sent to the consumer"),
          quote("quote.accepted", "The consumer accepted a quote"),
          quote("quote.rejected", "The consumer rejected a quote"),
          EventType.of("appointment.created", "An appointment was made")
              .required("appointment_id", Kind.ID, "the appointment")
              .optional("starts_at", Kind.MOMENT, "when it begins")
              .build());

  private BuiltInEvents() {}

  private static EventType inbound(String type, String description) {
    return EventType.of(type, description)
        .optional("channel", Kind.TEXT, "such as email")
        .optional("from", Kind.TEXT, "the address it came from")
        .optional("to", Kind.TEXT, "the address it came to")
        .optional("subject", Kind.TEXT, "an e-mail's subject")
        .optional("text", Kind.TEXT, "what was written")
        .optional("provider_id", Kind.TEXT, "the provider's id of it")
        .optional("answers", Kind.ID, "the message it answers")
        .optional("workflow", Kind.TEXT, "the workflow that sent that one")
        .optional("step", Kind.TEXT, "the step that sent that one")
        .optional("instance_id", Kind.ID, "the instance that sent that one")
        .build();
  }

  private static EventType undelivered(String type, String description) {
    return EventType.of(type, description)
        .required("message_id", Kind.ID, "the message")
        .optional("channel", Kind.TEXT, "such as email")
        .optional("recipient", Kind.TEXT, "the address it went to")
        .optional("code", Kind.TEXT, "the provider's code")
        .optional("reason", Kind.TEXT, "why")
        .optional("workflow", Kind.TEXT, "the workflow that sent it")
        .optional("step", Kind.TEXT, "the step that sent it")
        .build();
  }

  private static EventType quote(String type, String description) {
    return EventType.of(type, description)
        .required("quote_id", Kind.ID, "the quote")
        .optional("consumer_email", Kind.TEXT, "the consumer's e-mail address")
        .optional("consumer_name", Kind.TEXT, "the consumer's name")
        .optional("consumer_phone", Kind.TEXT, "the consumer's phone number")
        .optional("organisation", Kind.TEXT, "the organisation that made the quote")
        .build();
  }
}
