package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages on several channels, what they cost, and how they are treated. */
public abstract class SendMessageContract extends EngineContract {

  private static final String ANN =
      """
      {"lead": {"name": "Ann", "email": "ann@x.nl", "phone": "+31612345678", "language": "nl-BE"},
       "amount": 1250.5}
      """;

  @BeforeEach
  void publishTemplate() {
    MessageTemplate reminder =
        MessageTemplate.parse(
            """
            {"name": "reminder", "category": "marketing", "fallbackLanguage": "en", "variants": {
              "en": {"whatsapp": {"template": "reminder_v2", "parameters": ["{{recipient.name}}", "{{amount}}"]},
                     "email": {"subject": "Your quote", "html": "<p>{{amount | number: '#,##0.00'}}</p>"},
                     "in_app": {"title": "Quote", "text": "{{amount}}", "link": "/q"}},
              "nl": {"email": {"subject": "Uw offerte", "html": "<p>{{amount | number: '#,##0.00'}}</p>"},
                     "sms": {"text": "Offerte: {{amount}} €"}}}}
            """);
    kit.engine().messaging().templates().publish(TENANT, reminder, Actor.of("anna"));
  }

  private InstanceId send(String config, String payload) {
    return run(
        "[{\"id\": \"m\", \"action\": \"send_message\", \"config\": {%s}}]".formatted(config),
        payload);
  }

  private OutboundMessage only() {
    assertThat(kit.messages()).hasSize(1);
    return kit.messages().get(0);
  }

  @Test
  void the_first_channel_with_an_address_and_a_text_is_taken() {
    InstanceId id =
        send(
            """
            "recipients": {"includeLeadContact": true}, "channels": ["in_app", "whatsapp", "email"],
            "template": "reminder"
            """,
            ANN);
    assertThat(only().channel()).isEqualTo("whatsapp");
    assertThat(only().recipient()).isEqualTo("+31612345678");
    assertThat(only().content())
        .isEqualTo(
            json(
                """
                {"template": "reminder_v2", "language": "en", "variables": {"1": "Ann", "2": "1250.5"}}
                """));
    assertThat(only().handling().fallback()).isNull();
    assertThat(instance(id).step("m").output().path("recipients").get(0))
        .isEqualTo(
            json(
                "{\"recipient\": \"+31612345678\", \"channel\": \"whatsapp\", \"state\": \"queued\","
                    + " \"messageId\": \""
                    + only().id()
                    + "\"}"));
  }

  @Test
  void the_other_channels_stand_in_with_rendered_contents() {
    send(
        """
        "recipients": {"includeLeadContact": true, "customEmails": ["bob@x.nl"]},
        "channels": ["sms", "email"], "template": "reminder", "fallbackAfter": "PT2H",
        "fallbackUntil": "read", "language": "nl"
        """,
        ANN);
    Handling ann = kit.messages().get(0).handling();
    assertThat(ann.fallback().after()).isEqualTo(Duration.ofHours(2));
    assertThat(ann.fallback().untilRead()).isTrue();
    assertThat(ann.fallback().alternatives())
        .containsExactly(
            new Alternative(
                "email",
                "ann@x.nl",
                json(
                    "{\"subject\": \"Uw offerte\", \"html\": \"<p>1.250,50</p>\", \"text\": \"1.250,50\"}")));
    assertThat(kit.messages().get(1).channel()).isEqualTo("email");
    assertThat(kit.messages().get(1).handling().fallback()).isNull();
  }

  @Test
  void a_text_goes_without_a_template() {
    InstanceId id =
        send(
            """
            "recipients": {"includeLeadContact": true}, "channels": ["sms"], "text": "Hi {{lead.name}} ✓"
            """,
            ANN);
    assertThat(only().content()).isEqualTo(json("{\"text\": \"Hi Ann ✓\"}"));
    assertThat(instance(id).step("m").output().path("segments").asInt()).isEqualTo(1);
  }

  @Test
  void a_channel_that_the_template_has_no_text_for_is_passed_over() {
    InstanceId id =
        send(
            """
            "recipients": {"includeLeadContact": true}, "channels": ["fax", "sms"], "template": "reminder",
            "language": "en"
            """,
            "{\"amount\": 1, \"lead\": {\"email\": \"a@x.nl\"}}");
    assertThat(instance(id).step("m").reason())
        .isEqualTo(
            "the configuration of send_message cannot be used: /recipients: nobody can be reached:"
                + " \"lead contact\" has no address for fax, sms");
    id =
        send(
            """
            "recipients": {"customPhones": ["+31612345678"]}, "channels": ["sms"], "template": "reminder",
            "language": "en"
            """,
            ANN);
    assertInstance(id).hasFailed().step("m", StepState.FAILED);
    assertThat(instance(id).step("m").reason())
        .isEqualTo(
            "the configuration of send_message cannot be used: /template: the template \"reminder\" has"
                + " no text for the channel \"sms\" in \"en\" or its fallback language \"en\"; it has"
                + " nl");
  }

  @Test
  void the_message_is_treated_as_the_step_says() {
    send(
        """
        "recipients": {"includeLeadContact": true}, "channels": ["email"], "template": "reminder",
        "audience": "customer", "window": {"days": "MON-FRI", "from": "08:00", "to": "18:00"}
        """,
        ANN);
    Handling handling = only().handling();
    assertThat(handling.purpose().category()).isEqualTo(Category.MARKETING);
    assertThat(handling.purpose().audience()).isEqualTo("customer");
    assertThat(handling.purpose().template()).isEqualTo("reminder@1");
    assertThat(handling.purpose().language()).isEqualTo("nl");
    assertThat(handling.window().from()).hasHour(8);
  }

  @Test
  void what_a_digest_gathers_goes_out_as_one() {
    String config =
        """
        "recipients": {"includeLeadContact": true}, "channels": ["email"], "template": "reminder",
        "digest": {"key": "lead {{lead.name}}", "window": "PT1H"}
        """;
    send(config, ANN);
    kit.advance(Duration.ofMinutes(20));
    send(config, ANN);
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofMinutes(40));
    assertThat(only().content().path("count").asInt()).isEqualTo(2);
    assertThat(only().recipient()).isEqualTo("ann@x.nl");
  }

  @Test
  void the_category_of_the_step_wins_over_the_templates() {
    run(
        """
        [{"id": "m", "action": "send_email", "config": {"to": "a@x.nl", "template": "reminder",
          "category": "transactional"}},
         {"id": "n", "action": "send_notification", "config": {"recipient": "u", "message": "m",
          "category": "marketing", "audience": "agent"}}]
        """,
        ANN);
    assertThat(kit.messages())
        .extracting(message -> message.handling().purpose().category())
        .containsExactly(Category.TRANSACTIONAL, Category.MARKETING);
    assertThat(kit.messages().get(1).handling().purpose().audience()).isEqualTo("agent");
  }

  private String failureOfSms(String text) {
    InstanceId id =
        run(
            "[{\"id\": \"m\", \"action\": \"send_sms\", \"config\": {\"to\": \"+31612345678\", \"text\": \"{{t}}\"}}]",
            "{\"t\": \"" + text + "\"}");
    assertInstance(id).hasFailed();
    return instance(id).step("m").reason();
  }

  @Test
  void a_text_message_that_is_too_long_is_refused_with_the_count() {
    assertThat(failureOfSms("x".repeat(1_531)))
        .isEqualTo(
            "the configuration of send_sms cannot be used: /text: the text takes 11 SMS segments"
                + " (1531 units of GSM_7BIT); at most 10 are sent: say less");
    assertThat(failureOfSms("x".repeat(1_000_000)))
        .isEqualTo(
            "the configuration of send_sms cannot be used: /text: the text takes 6536 SMS segments"
                + " (1000000 units of GSM_7BIT); at most 10 are sent: say less");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void the_output_says_what_text_messages_cost() {
    InstanceId id =
        run(
            """
            [{"id": "m", "action": "send_sms", "config":
              {"to": ["+31612345678", "+31687654321"], "text": "%s"}}]
            """
                .formatted("x".repeat(161)),
            "{}");
    assertThat(instance(id).step("m").output().path("segments").asInt()).isEqualTo(4);
    assertThat(List.copyOf(kit.messages())).hasSize(2);
  }
}
