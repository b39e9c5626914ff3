package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Inbound;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessagingTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  private static final String TEMPLATE =
      // snippet: template
      """
      {"name": "quote-reminder", "category": "follow_up", "fallbackLanguage": "en",
       "variables": {"amount": "1,250"},
       "variants": {
         "en": {"email": {"subject": "Your quote of {{amount}}", "html": "<p>Dear {{recipient.name}}, …</p>"},
                "whatsapp": {"template": "quote_reminder", "parameters": ["{{amount}}"]}},
         "nl": {"email": {"subject": "Uw offerte van {{amount}}", "html": "<p>Beste {{recipient.name}}, …</p>"}}}}
      """;

  // end

  private static final String WORKFLOW =
      // snippet: workflow
      """
      {"key": "quote-follow-up", "subject": "lead",
       "triggers": [{"event": "quote.sent"}],
       "exit": [{"event": "quote.accepted"}, {"event": "quote.rejected"}, {"event": "message.received"}],
       "steps": [
         {"id": "remind", "action": "send_message",
          "delay": {"for": "P3D", "window": {"days": "MON-FRI", "from": "09:00", "to": "17:00"}},
          "config": {"recipients": {"includeLeadContact": true}, "channels": ["whatsapp", "email"],
                     "template": "quote-reminder", "variables": {"amount": "{{quote.amount}}"},
                     "fallbackAfter": "P1D", "audience": "customer"}},
         {"id": "last", "action": "send_email", "delay": "P7D",
          "config": {"to": "{{lead.email}}", "template": "quote-reminder",
                     "variables": {"amount": "{{quote.amount}}"}, "audience": "customer"}}]}
      """;

  // end

  private static final String QUOTE =
      """
      {"lead": {"name": "Ann", "email": "ann@example.org", "phone": "+31612345678", "language": "nl"},
       "quote": {"amount": "1,250"}}
      """;

  // snippet: reply
  static Inbound.Receipt reply(WorkflowEngine engine, TenantId tenant, String from, String text) {
    return engine.messaging().inbound().receive(InboundMessage.of(tenant, "whatsapp", from, text));
  }

  // end

  private static WorkflowTestKit sent() {
    WorkflowTestKit kit = WorkflowTestKit.inMemory();
    kit.engine().messaging().templates().publish(TENANT, MessageTemplate.parse(TEMPLATE), ANNA);
    kit.publish(WORKFLOW);
    kit.event("quote.sent", LEAD, QUOTE);
    kit.advance(Duration.ofDays(6));
    return kit;
  }

  @Test
  void who_does_not_read_it_gets_it_by_email() {
    try (WorkflowTestKit kit = sent()) {
      kit.advance(Duration.ofDays(1));
      assertThat(kit.messages())
          .extracting(OutboundMessage::channel)
          .containsExactly("whatsapp", "email");
      assertThat(kit.messages().get(1).text("subject")).isEqualTo("Uw offerte van 1,250");
    }
  }

  @Test
  void an_answer_ends_it() {
    try (WorkflowTestKit kit = sent()) {
      int before = kit.messages().size();
      Inbound.Receipt receipt = reply(kit.engine(), TENANT, "+31612345678", "Let us talk");
      assertThat(receipt.kind()).isEqualTo(Inbound.Kind.HUMAN);
      assertThat(receipt.subject()).isEqualTo(LEAD);
      kit.advance(Duration.ofDays(30));
      assertThat(kit.messages()).hasSize(before);
    }
  }
}
