package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Messages;
import dev.workflow.NotFoundException;
import dev.workflow.Templates;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.message.MessageTemplate;
import dev.workflow.message.SmsSegments.Encoding;
import dev.workflow.message.TemplatePreview;
import dev.workflow.message.TemplateVersion;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates: their versions, what steps make of them, previews and tests. */
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
    templates = kit.engine().templates();
  }

  private static MessageTemplate welcome(String subject) {
    return MessageTemplate.parse(
        """
        {"name": "welcome", "description": "The first mail", "category": "transactional",
         "fallbackLanguage": "en", "variables": {"first_name": "Ann"},
         "variants": {
           "en": {"email": {"subject": "%s", "html": "<p>Hello <b>{{first_name}}</b></p>"},
                  "sms": {"text": "Hi {{first_name}} {{lead.code}}"}},
           "nl": {"email": {"subject": "Welkom {{first_name}}", "html": "<p>Dag {{first_name}}</p>",
                            "text": "Dag {{first_name}}!"}}}}
        """
            .formatted(subject));
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
  void a_name_that_the_tenant_does_not_have_goes_to_the_sender_as_it_is() {
    templates.publish(TenantId.of("other"), welcome("Theirs"), ANNA);
    OutboundMessage message = sentTo("{\"email\": \"ann@x.nl\", \"name\": \"Ann\"}");
    assertThat(message.content())
        .isEqualTo(json("{\"template\": \"welcome\", \"variables\": {\"first_name\": \"Ann\"}}"));
    assertThat(message.handling().purpose().template()).isEqualTo("welcome");
  }

  @Test
  void an_archived_version_is_never_rendered() {
    templates.publish(TENANT, welcome("One"), ANNA);
    templates.publish(TENANT, welcome("Two"), ANNA);
    String ann = "{\"email\": \"ann@x.nl\", \"name\": \"Ann\"}";
    assertThat(sentTo(ann).text("subject")).isEqualTo("Two");
    templates.archive(TENANT, "welcome", 2, ANNA);
    assertThat(sentTo(ann).text("subject")).isEqualTo("One");
    templates.archive(TENANT, "welcome", 1, ANNA);
    assertThat(sentTo(ann).text("template")).isEqualTo("welcome");
    assertThat(templates.list(TENANT)).isEmpty();
    assertThatThrownBy(() -> templates.get(TENANT, "welcome"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no template \"welcome\"");
    assertThat(templates.get(TENANT, "welcome", 1)).isEqualTo(welcome("One").withVersion(1));
  }

  @Test
  void versions_are_listed_compared_and_rolled_back_to() {
    templates.publish(TENANT, welcome("One"), ANNA);
    templates.publish(TENANT, welcome("Two"), Actor.of("bob"));
    assertThat(templates.changes(TENANT, "welcome", 1, 2))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.pointer()).isEqualTo("/variants/en/email/subject");
              assertThat(change.before()).hasToString("\"One\"");
              assertThat(change.after()).hasToString("\"Two\"");
            });
    assertThat(templates.rollback(TENANT, "welcome", 1, ANNA)).isEqualTo(3);
    assertThat(templates.versions(TENANT, "welcome"))
        .containsExactly(
            new TemplateVersion(welcome("One").withVersion(3), false, START, ANNA),
            new TemplateVersion(welcome("Two").withVersion(2), false, START, Actor.of("bob")),
            new TemplateVersion(welcome("One").withVersion(1), false, START, ANNA));
    assertThat(templates.list(TENANT)).containsExactly(welcome("One").withVersion(3));
  }

  @Test
  void a_preview_shows_the_content_and_what_is_missing() {
    templates.publish(TENANT, welcome("Hello {{lead.name}}"), ANNA);
    TemplatePreview mail =
        templates.preview(TENANT, "welcome", "nl-BE", "email", json("{\"first_name\": \"Jan\"}"));
    assertThat(mail.language()).isEqualTo("nl");
    assertThat(mail.content().path("subject").asText()).isEqualTo("Welkom Jan");
    assertThat(mail.missing()).isEmpty();
    assertThat(mail.sms()).isNull();

    TemplatePreview text = templates.preview(TENANT, "welcome", null, "sms", json("{}"));
    assertThat(text.language()).isEqualTo("en");
    assertThat(text.content()).isEqualTo(json("{\"text\": \"Hi Ann \"}"));
    assertThat(text.missing()).containsExactly("lead.code");
    assertThat(text.sms().encoding()).isEqualTo(Encoding.GSM_7BIT);
    assertThat(text.sms().units()).isEqualTo(7);
    assertThat(text.sms().segments()).isEqualTo(1);

    assertThatThrownBy(() -> templates.preview(TENANT, "welcome", "nl", "fax", json("{}")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The message has a problem:\n  (document): the template \"welcome\" has no text for the"
                + " channel \"fax\"; it has email, sms");
  }

  @Test
  void a_draft_is_previewed_without_being_published() {
    TemplatePreview mail =
        templates.preview(TENANT, welcome("Hello"), "en", "email", json("{\"first_name\": null}"));
    assertThat(mail.missing()).containsExactly("first_name");
    assertThat(mail.content().path("text").asText()).isEqualTo("Hello");
    assertThat(templates.list(TENANT)).isEmpty();
  }

  @Test
  void a_test_goes_out_at_once_and_is_marked() {
    templates.publish(TENANT, welcome("Hello"), ANNA);
    UUID id = templates.testSend(TENANT, "welcome", "email", "nl", "Me@X.nl ", json("{}"), ANNA);
    kit.run();
    OutboundMessage message = sent();
    assertThat(message.id()).isEqualTo(id.toString());
    assertThat(message.text("subject")).isEqualTo("Welkom Ann");
    assertThat(message.content().path("test").asBoolean()).isTrue();
    assertThat(message.handling().purpose().template()).isEqualTo("welcome@1");
    Messages.Message stored = kit.engine().messages().get(TENANT, id);
    assertThat(stored.state()).isEqualTo("SENT");
    assertThat(stored.changedBy()).isEqualTo(ANNA);
  }

  @Test
  void a_test_without_all_values_or_to_no_address_is_refused() {
    templates.publish(TENANT, welcome("Hello"), ANNA);
    assertThatThrownBy(
            () ->
                templates.testSend(
                    TENANT, "welcome", "sms", null, "+31612345678", json("{}"), ANNA))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The message has a problem:\n  (document): there is no value for {{lead.code}}; give"
                + " them in the sample data");
    assertThatThrownBy(
            () ->
                templates.testSend(
                    TENANT, "welcome", "email", null, "x@x.nl\r\nBcc: y@y.nl", json("{}"), ANNA))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The message has a problem:\n  (document): the recipient must not hold a line break or"
                + " another control character");
    assertThat(kit.messages()).isEmpty();
  }

  @Test
  void values_are_checked_against_the_event_that_the_template_is_for() {
    MessageTemplate template =
        MessageTemplate.builder("won")
            .event("deal.won")
            .variable("name", "Ann")
            .sms("en", "{{name}}: {{amunt}} for {{subject.id}}, {{deal_id}}")
            .build();
    assertThatThrownBy(() -> templates.publish(TENANT, template, ANNA))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The template \"won\" has a problem:\n  /variants/en/sms/text: the EventCatalog describes"
                + " no payload key \"amunt\" of deal.won; did you mean \"amount\"?");
    MessageTemplate unknown =
        MessageTemplate.builder("won").event("deal.one").sms("en", "Hi").build();
    assertThatThrownBy(() -> templates.publish(TENANT, unknown, ANNA))
        .hasMessage(
            "The template \"won\" has a problem:\n  /event: unknown event type \"deal.one\"; did you"
                + " mean \"deal.won\"?");
    assertThat(templates.list(TENANT)).isEmpty();
  }

  @Test
  void another_node_sees_a_change_within_a_second() {
    templates.publish(TENANT, welcome("One"), ANNA);
    try (WorkflowEngine node =
        WorkflowEngine.builder().store(store).clock(new VirtualClock(START)).build()) {
      assertThat(subjectSeenBy(node)).isEqualTo("One");
      templates.publish(TENANT, welcome("Two"), ANNA);
      Instant latest = Instant.now().plus(Duration.ofSeconds(30));
      String seen = subjectSeenBy(node);
      while (seen.equals("One") && Instant.now().isBefore(latest)) {
        Thread.onSpinWait();
        seen = subjectSeenBy(node);
      }
      assertThat(seen).isEqualTo("Two");
    }
  }

  private static String subjectSeenBy(WorkflowEngine node) {
    return node.templates()
        .preview(TENANT, "welcome", "en", "email", json("{}"))
        .content()
        .path("subject")
        .asText();
  }
}
