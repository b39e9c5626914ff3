package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static dev.workflow.testkit.contract.WelcomeTemplate.welcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.SmsSegments.Encoding;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.messaging.TemplateVersion;
import dev.workflow.messaging.Templates;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates and their versions, previews and tests. */
public abstract class TemplateVersionsContract extends EngineContract {

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
    Messages.Message stored = kit.engine().messaging().messages().get(TENANT, id);
    assertThat(stored.state()).isEqualTo(MessageState.SENT);
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
  void of_two_who_publish_at_the_same_moment_nobody_is_lost() throws Exception {
    int each = 10;
    templates.publish(TENANT, welcome("First"), ANNA);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> counts =
          threads.invokeAll(List.of(() -> published(each, "bob"), () -> published(each, "carl")));
      int published = 1;
      for (Future<Integer> count : counts) {
        published += count.get();
      }
      assertThat(templates.versions(TENANT, "welcome"))
          .extracting(version -> version.template().version())
          .hasSize(published)
          .startsWith(published)
          .endsWith(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** How many of so many attempts were not in conflict with another. */
  private int published(int times, String who) {
    int done = 0;
    for (int i = 0; i < times; i++) {
      try {
        templates.publish(TENANT, welcome(who + i), Actor.of(who));
        done++;
      } catch (ConflictException e) {
        assertThat(e)
            .hasMessageMatching(
                "somebody else published version \\d+ of the template \"welcome\" at the same"
                    + " moment; look at it and publish again");
      }
    }
    return done;
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
    return node.messaging()
        .templates()
        .preview(TENANT, "welcome", "en", "email", json("{}"))
        .content()
        .path("subject")
        .asText();
  }
}
