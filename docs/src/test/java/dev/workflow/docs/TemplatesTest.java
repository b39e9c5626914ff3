package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.SmsSegments;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.messaging.Templates;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TemplatesTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final Actor ANNA = Actor.of("anna");

  private static final String WELCOME =
      // snippet: document
      """
      {"name": "welcome",
       "description": "The first message to a lead",
       "category": "follow_up",
       "fallbackLanguage": "en",
       "variables": {"first_name": "Ann"},
       "variants": {
         "en": {"email": {"subject": "Welcome {{first_name}}",
                          "html": "<p>Hello {{first_name}}, this is {{company | default: 'us'}}.</p>"},
                "sms": {"text": "Welcome {{first_name}}!"}},
         "nl": {"email": {"subject": "Welkom {{first_name}}",
                          "html": "<p>Dag {{first_name}}</p>", "text": "Dag {{first_name}}"},
                "whatsapp": {"template": "welkom_v2", "parameters": ["{{first_name}}"]}}}}
      """;

  // end

  @Test
  void a_template_is_published_and_a_step_uses_it() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      WorkflowEngine engine = kit.engine();
      // snippet: publish
      Templates templates = engine.messaging().templates();
      int version = templates.publish(TENANT, MessageTemplate.parse(WELCOME), ANNA);
      // end
      assertThat(version).isEqualTo(1);
      kit.publish(
          """
          {"key": "w", "triggers": [{"event": "lead.created"}], "steps": [
            {"id": "hello", "action": "send_email", "config": {
              "to": "{{lead.email}}", "template": "welcome", "variables": {"first_name": "{{lead.name}}"}}}]}
          """);
      kit.event(
          "lead.created",
          LEAD,
          """
          {"lead": {"name": "Ann", "email": "ann@example.org", "language": "nl-BE"}}
          """);
      OutboundMessage message = kit.messages().get(0);
      assertThat(message.text("subject")).isEqualTo("Welkom Ann");
      assertThat(message.handling().purpose().template()).isEqualTo("welcome@1");
    }
  }

  @Test
  void a_template_is_written_in_java_looked_at_and_sent_as_a_test() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      Templates templates = kit.engine().messaging().templates();
      templates.publish(TENANT, MessageTemplate.parse(WELCOME), ANNA);
      // snippet: java
      MessageTemplate reminder =
          MessageTemplate.builder("reminder")
              .variable("date", "15 June")
              .email("en", "See you on {{date}}", "<p>Until {{date}}, {{lead.name}}!</p>")
              .sms("en", "See you on {{date}}")
              .build();
      // end
      // snippet: preview
      TemplatePreview preview = templates.preview(TENANT, reminder, "en", "email", Json.object());
      assertThat(preview.content().path("subject").asText()).isEqualTo("See you on 15 June");
      assertThat(preview.missing()).containsExactly("lead.name");
      // end
      templates.publish(TENANT, reminder, ANNA);
      // snippet: test
      UUID id =
          templates.testSend(
              TENANT, "welcome", "email", "nl", "me@example.org", Json.object(), ANNA);
      // end
      kit.run();
      assertThat(kit.messages().get(0).id()).isEqualTo(id.toString());
      // snippet: versions
      templates.publish(TENANT, MessageTemplate.parse(WELCOME), ANNA); // version 2
      templates.changes(TENANT, "welcome", 1, 2); // nothing, this time
      templates.archive(TENANT, "welcome", 2, ANNA); // steps use version 1 again
      templates.rollback(TENANT, "welcome", 1, ANNA); // version 3, the same as version 1
      // end
      assertThat(templates.changes(TENANT, "welcome", 1, 3)).isEmpty();
      assertThat(templates.get(TENANT, "welcome").version()).isEqualTo(3);
    }
  }

  @Test
  void a_strict_engine_refuses_what_it_does_not_know() {
    // snippet: strict
    MessageSettings settings = MessageSettings.defaults().withPolicy(MessagePolicy.STRICT);
    // end
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(builder -> builder.messaging(m -> m.settings(settings)))) {
      assertThatThrownBy(
              () ->
                  kit.publish(
                      """
                      {"key": "w", "triggers": [{"event": "lead.created"}], "steps": [
                        {"id": "hello", "action": "send_email", "config":
                          {"to": "ann@example.org", "template": "welcom"}}]}
                      """))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessage(
              "The workflow \"w\" has a problem:\n  /steps/0/config/template: the tenant has no"
                  + " template \"welcom\"");
    }
  }

  @Test
  void a_text_message_is_counted_as_the_network_does() {
    // snippet: segments
    assertThat(SmsSegments.of("Hello").segments()).isEqualTo(1);
    assertThat(SmsSegments.of("x".repeat(161)).segments()).isEqualTo(2); // 153 in each
    assertThat(SmsSegments.of("x".repeat(80) + "✓").segments()).isEqualTo(2); // no longer 7 bits
    // end
  }
}
