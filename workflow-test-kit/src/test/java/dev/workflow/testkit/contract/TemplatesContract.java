package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static dev.workflow.testkit.contract.WelcomeTemplate.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Templates;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps make of the templates of their tenant. */
public abstract class TemplatesContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final String MAIL =
      """
      [{"id": "mail", "action": "send_email", "retry": {"maxAttempts": 1}, "config":
        {"to": "{{lead.email}}", "template": "welcome", "variables": {"first_name": "{{lead.name}}"}}}]
      """;

  private Templates templates;

  @BeforeEach
  void templates() {
    templates = kit.engine().messaging().templates();
  }

  private OutboundMessage sent() {
    return kit.messages().get(kit.messages().size() - 1);
  }

  private OutboundMessage sentTo(String lead) {
    run(MAIL, "{\"lead\": " + lead + "}");
    return sent();
  }

  @Test
  void a_step_renders_the_version_in_use_and_the_message_says_which() {
    assertThat(templates.publish(TENANT, welcome("Hello"), ANNA)).isEqualTo(1);
    OutboundMessage message = sentTo("{\"email\": \"ann@x.nl\", \"name\": \"Ann & <Bob>\"}");
    assertThat(message.content())
        .isEqualTo(
            json(
                """
                {"subject": "Hello", "html": "<p>Hello <b>Ann &amp; &lt;Bob&gt;</b></p>",
                 "text": "Hello Ann & <Bob>"}
                """));
    assertThat(message.handling().purpose().template()).isEqualTo("welcome@1");
    assertThat(message.handling().purpose().language()).isEqualTo("en");
    assertThat(message.handling().purpose().category()).isEqualTo(Category.TRANSACTIONAL);

    assertThat(templates.publish(TENANT, welcome("Good day"), ANNA)).isEqualTo(2);
    message = sentTo("{\"email\": \"ann@x.nl\", \"name\": \"Ann\"}");
    assertThat(message.text("subject")).isEqualTo("Good day");
    assertThat(message.handling().purpose().template()).isEqualTo("welcome@2");
  }

  @Test
  void the_recipients_language_picks_the_variant() {
    templates.publish(TENANT, welcome("Hello"), ANNA);
    String lead = "{\"email\": \"ann@x.nl\", \"name\": \"Ann\", \"language\": \"%s\"}";
    assertThat(sentTo(lead.formatted("nl")).text("subject")).isEqualTo("Welkom Ann");
    assertThat(sentTo(lead.formatted("nl-BE")).text("subject")).isEqualTo("Welkom Ann");
    assertThat(sent().handling().purpose().language()).isEqualTo("nl");
    assertThat(sent().text("text")).isEqualTo("Dag Ann!");
    assertThat(sentTo(lead.formatted("fr")).text("subject")).isEqualTo("Hello");
    assertThat(sentTo(lead.formatted("no language at all")).text("subject")).isEqualTo("Hello");
  }

  @Test
  void the_language_of_the_step_wins_and_its_subject_too() {
    templates.publish(TENANT, welcome("Hello"), ANNA);
    run(
        """
        [{"id": "mail", "action": "send_email", "config":
          {"to": "ann@x.nl", "template": "welcome", "language": "NL_be", "subject": "Mine",
           "variables": {"first_name": "Ann"}}}]
        """,
        "{\"lead\": {\"email\": \"ann@x.nl\", \"language\": \"en\"}}");
    assertThat(sent().text("text")).isEqualTo("Dag Ann!");
    assertThat(sent().text("subject")).isEqualTo("Mine");
  }

  @Test
  void a_missing_value_fails_the_step_for_good_and_is_named() {
    templates.publish(TENANT, welcome("Hello {{lead.titel}}"), ANNA);
    var id = run(MAIL, "{\"lead\": {\"email\": \"ann@x.nl\", \"name\": \"Ann\"}}");
    assertInstance(id).hasFailed().step("mail", StepState.FAILED);
    assertThat(instance(id).step("mail").reason())
        .isEqualTo(
            "the configuration of send_email cannot be used: /template: \"welcome@1\" cannot be"
                + " rendered: /subject: {{lead.titel}} has no value; make sure the data holds"
                + " \"lead.titel\", or add a default: {{lead.titel | default: \"…\"}}");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void null_is_missing_in_a_text_that_is_one_value_and_a_number_is_a_text() {
    templates.publish(TENANT, welcome("{{lead.amount}}"), ANNA);
    String lead = "{\"email\": \"ann@x.nl\", \"name\": \"Ann\", \"amount\": %s}";
    assertThat(sentTo(lead.formatted("1000.0")).content().get("subject")).hasToString("\"1000\"");
    var id = run(MAIL, "{\"lead\": " + lead.formatted("null") + "}");
    assertThat(instance(id).step("mail").reason())
        .isEqualTo(
            "the configuration of send_email cannot be used: /template: \"welcome@1\" cannot be"
                + " rendered: /subject: {{lead.amount}} is null; make sure the data holds"
                + " \"lead.amount\", or add a default: {{lead.amount | default: \"…\"}}");
  }

  @Test
  void a_line_break_in_the_subject_fails_the_step() {
    templates.publish(TENANT, welcome("Hello {{first_name}}"), ANNA);
    var id = run(MAIL, "{\"lead\": {\"email\": \"a@x.nl\", \"name\": \"x\\r\\nBcc: eve@x.nl\"}}");
    assertThat(instance(id).step("mail").reason())
        .startsWith(
            "the configuration of send_email cannot be used: /template: \"welcome@1\" cannot be"
                + " rendered: /subject: {{first_name}} ");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void a_template_that_never_ends_is_stopped() {
    templates.publish(
        TENANT,
        MessageTemplate.builder("welcome")
            .email(
                "en",
                "Hi",
                "{{#each xs}}{{#each xs}}{{#each xs}}{{#each xs}}x{{/each}}{{/each}}{{/each}}{{/each}}")
            .build(),
        ANNA);
    String xs = "[" + "1,".repeat(199) + "1]";
    var id =
        run(MAIL, "{\"lead\": {\"email\": \"a@x.nl\", \"name\": \"Ann\"}, \"xs\": " + xs + "}");
    assertThat(instance(id).step("mail").reason())
        .isEqualTo(
            "the configuration of send_email cannot be used: /template: \"welcome@1\" cannot be"
                + " rendered: /html: {{xs}} takes the rendering beyond its 200000 steps of"
                + " work; render less, or raise maxSteps");
  }

  @Test
  void a_notification_is_made_from_a_template_too() {
    templates.publish(
        TENANT,
        MessageTemplate.builder("won")
            .category(Category.TRANSACTIONAL)
            .body(
                "en",
                "in_app",
                json("{\"title\": \"Won\", \"text\": \"{{amount}}\", \"link\": \"/d\"}"))
            .body(
                "nl",
                "in_app",
                json("{\"text\": \"Gewonnen: {{amount}} voor {{recipient.name}}\"}"))
            .build(),
        ANNA);
    String step =
        """
        [{"id": "tell", "action": "send_notification", "retry": {"maxAttempts": 1}, "config": {
          "recipient": "%s", "template": "won", "variables": {"amount": "{{deal.amount}}"}, %s}}]
        """;
    String payload =
        """
        {"deal": {"amount": 7},
         "lead": {"name": "Ann", "language": "nl", "in_app": "ann", "email": "ann@x.nl"}}
        """;
    run(step.formatted("bob", "\"link\": \"/deals/1\""), payload);
    assertThat(sent().content())
        .isEqualTo(json("{\"subject\": \"Won\", \"text\": \"7\", \"link\": \"/deals/1\"}"));
    assertThat(sent().handling().purpose().template()).isEqualTo("won@1");
    assertThat(sent().handling().purpose().category()).isEqualTo(Category.TRANSACTIONAL);

    run(step.formatted("ann", "\"title\": \"Hoera\""), payload);
    assertThat(sent().content())
        .isEqualTo(json("{\"subject\": \"Hoera\", \"text\": \"Gewonnen: 7 voor Ann\"}"));

    var id = run(step.formatted("x", "\"notification_type\": \"sms\""), payload);
    assertThat(instance(id).step("tell").reason())
        .isEqualTo(
            "the configuration of send_notification cannot be used: /template: the template"
                + " \"won\" has no text for the channel \"sms\"; it has in_app");
  }

  @Test
  void a_name_that_the_tenant_does_not_have_goes_to_the_sender_as_it_is() {
    templates.publish(TenantId.of("other"), welcome("Theirs"), ANNA);
    OutboundMessage message = sentTo("{\"email\": \"ann@x.nl\", \"name\": \"Ann\"}");
    assertThat(message.content())
        .isEqualTo(json("{\"template\": \"welcome\", \"variables\": {\"first_name\": \"Ann\"}}"));
    assertThat(message.handling().purpose().template()).isEqualTo("welcome");
  }
}
