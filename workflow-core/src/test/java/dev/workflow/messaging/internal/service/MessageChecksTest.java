package dev.workflow.messaging.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageChecksTest {

  private static final TenantId ACME = TenantId.of("acme");

  private final WorkflowEngine lenient = engine(MessagePolicy.LENIENT);
  private final WorkflowEngine strict = engine(MessagePolicy.STRICT);

  private static WorkflowEngine engine(MessagePolicy policy) {
    return WorkflowEngine.builder()
        .actors(ActorDirectory.open())
        .messaging(
            m ->
                m.sender(new Quiet("email"))
                    .sender(new Quiet("push"))
                    .settings(MessageSettings.defaults().withPolicy(policy)))
        .build();
  }

  private record Quiet(String channel) implements ChannelSender {
    @Override
    public SendResult send(OutboundMessage message) {
      return SendResult.sent(null);
    }
  }

  @BeforeEach
  void publish() {
    MessageTemplate won =
        MessageTemplate.builder("deal_won")
            .variable("first_name", "Ann")
            .email("en", "{{first_name}}", "{{amount}} {{steps.score.output.total}} {{reson}}")
            .build();
    lenient.messaging().templates().publish(ACME, won, Actor.of("anna"));
    strict.messaging().templates().publish(ACME, won, Actor.of("anna"));
  }

  @AfterEach
  void close() {
    lenient.close();
    strict.close();
  }

  private static WorkflowDefinition definition(String steps) {
    return WorkflowDefinition.parse(
        """
        {"key": "w", "name": "A test", "triggers": [{"event": "deal.won"}], "steps": %s}
        """
            .formatted(steps));
  }

  private static List<String> shown(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  private void assertWarnings(String steps, String... warnings) {
    assertThat(shown(lenient.definitions().warnings(ACME, definition(steps))))
        .containsExactly(warnings);
    assertThat(shown(lenient.definitions().check(ACME, definition(steps)))).isEmpty();
  }

  private static final String MAIL =
      """
      [{"id": "scored", "action": "set", "config": {"values": {"x": 1}}},
       {"id": "mail", "action": "send_email", "config": %s}]
      """;

  @Test
  void aTemplateThatTheTenantDoesNotHaveIsNamed() {
    assertWarnings(
        MAIL.formatted("{\"to\": \"a@x.nl\", \"template\": \"dealwon\"}"),
        "/steps/1/config/template: the tenant has no template \"dealwon\"; did you mean"
            + " \"deal_won\"?; by this name it goes to the channel's sender");
    assertThat(
            shown(
                strict
                    .definitions()
                    .check(
                        ACME,
                        definition(
                            MAIL.formatted("{\"to\": \"a@x.nl\", \"template\": \"dealwon\"}")))))
        .containsExactly(
            "/steps/1/config/template: the tenant has no template \"dealwon\"; did you mean"
                + " \"deal_won\"?");
  }

  @Test
  void whatATemplateReadsAndNothingSuppliesIsNamed() {
    assertWarnings(
        MAIL.formatted(
            """
            {"to": "a@x.nl", "template": "deal_won", "variables": {"firstname": "x", "reson": "y"}}
            """),
        "/steps/1/config/variables/firstname: the template \"deal_won\" has no variable \"firstname\";"
            + " did you mean \"first_name\"?",
        "/steps/1/config/template: the template \"deal_won\" reads what nothing supplies: the"
            + " EventCatalog describes no payload key \"first_name\" of deal.won; did you mean"
            + " \"firstname\"?",
        "/steps/1/config/template: the template \"deal_won\" reads what nothing supplies: there is no"
            + " step \"score\"; did you mean \"scored\"?");
  }

  @Test
  void aLanguageThatFallsBackIsNamed() {
    assertThat(
            shown(
                lenient
                    .definitions()
                    .warnings(
                        ACME,
                        definition(
                            MAIL.formatted(
                                "{\"to\": \"a@x.nl\", \"template\": \"deal_won\", \"language\": \"fr\"}")))))
        .first()
        .isEqualTo(
            "/steps/1/config/language: the template \"deal_won\" has no \"fr\", so \"en\" is sent");
  }

  @Test
  void theTemplateOfADigestIsLookedAtToo() {
    String unknown =
        MAIL.formatted(
            """
            {"to": "a@x.nl", "text": "t",
             "digest": {"key": "k", "window": "PT1H", "template": "dealwon"}}
            """);
    String problem =
        "/steps/1/config/digest/template: the tenant has no template \"dealwon\"; did you mean"
            + " \"deal_won\"?";
    assertWarnings(unknown, problem + "; by this name it goes to the channel's sender");
    assertThat(shown(strict.definitions().check(ACME, definition(unknown))))
        .containsExactly(problem);
    String reads = "/steps/1/config/digest/template: the template \"deal_won\" reads ";
    String has = "; a digest has items, count, recipient";
    assertWarnings(
        unknown.replace("dealwon", "deal_won"),
        reads + "\"first_name\"" + has,
        reads + "\"amount\"" + has,
        reads + "\"steps.score.output.total\"" + has,
        reads + "\"reson\"" + has);
  }

  @Test
  void theTemplateOfANotificationIsLookedAtToo() {
    assertWarnings(
        """
        [{"id": "score", "action": "send_notification", "config": {"recipient": "x",
          "template": "deal_won", "variables": {"first_name": "x", "reson": "y"}}}]
        """,
        "/steps/0/config/template: the template \"deal_won\" has no text for the channel \"in_app\";"
            + " it has email");
  }

  @Test
  void channelsWithoutATextOrASenderAreNamed() {
    String steps =
        """
        [{"id": "m", "action": "send_message", "config": {"recipients": {"includeOwner": true},
          "channels": ["sms", "emial"], "template": "deal_won",
          "variables": {"first_name": "x", "reson": "y"}}},
         {"id": "score", "action": "send_notification",
          "config": {"recipient": "x", "message": "m", "notification_type": "pusch"}}]
        """;
    String noText = "the template \"deal_won\" has no text for the channel \"%s\"; it has email";
    assertWarnings(
        steps,
        "/steps/0/config/channels/1: unknown channel \"emial\"; did you mean \"email\"?",
        "/steps/0/config/template: " + noText.formatted("sms"),
        "/steps/0/config/template: " + noText.formatted("emial"),
        "/steps/1/config/notification_type: unknown channel \"pusch\"; did you mean \"push\"?");
    assertThat(shown(strict.definitions().check(ACME, definition(steps))))
        .containsExactly(
            "/steps/0/config/channels/0: unknown channel \"sms\"; no sender is registered for it",
            "/steps/0/config/channels/1: unknown channel \"emial\"; did you mean \"email\"?",
            "/steps/0/config/template: " + noText.formatted("sms"),
            "/steps/0/config/template: " + noText.formatted("emial"),
            "/steps/1/config/notification_type: unknown channel \"pusch\"; did you mean \"push\"?");
    assertThat(shown(strict.definitions().warnings(ACME, definition(steps)))).isEmpty();
  }
}
