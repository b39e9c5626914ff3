package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.expression.BusinessDays;
import dev.workflow.messaging.MessagePolicy;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.DigestTemplate;
import dev.workflow.spi.HolidayCalendar;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Digests are made from the template that their messages name. */
public abstract class DigestTemplateContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Duration HOUR = Duration.ofHours(1);

  private volatile HolidayCalendar calendar = tenant -> BusinessDays.weekdays();
  private final List<EngineListener.DigestFault> faults = new ArrayList<>();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .holidays(tenant -> calendar.of(tenant))
        .listener(
            new EngineListener() {
              @Override
              public void digestNotRendered(DigestFault fault) {
                faults.add(fault);
              }
            });
  }

  private static MessageTemplate leads(String subject, String html) {
    return MessageTemplate.builder("new_leads")
        .email("en", subject, html)
        .email("nl", "{{count}} nieuwe leads", "{{#each items}}<p>{{this.data.lead}}</p>{{/each}}")
        .build();
  }

  private void publishTemplate(String subject, String html) {
    kit.engine().messaging().templates().publish(TENANT, leads(subject, html), ANNA);
  }

  private void publishStep(String digest) {
    publish(
        "mails",
        "",
        """
        [{"id": "mail", "action": "send_email", "config": {"to": "{{lead.email}}",
          "subject": "Lead {{n}}", "text": "{{n}} has come", "reply_to": "us@x.nl",
          "digest": {"key": "leads", "window": "PT1H", %s}}}]
        """
            .formatted(digest));
  }

  private void lead(int n, String more) {
    kit.event(
        "lead.created",
        LEAD,
        "{\"n\": " + n + ", \"lead\": {\"email\": \"ann@x.nl\"" + more + "}}");
  }

  private OutboundMessage sent() {
    return kit.messages().get(kit.messages().size() - 1);
  }

  private static final String NAMED =
      "\"template\": \"new_leads\", \"variables\": {\"lead\": \"A & B {{n}}\"}";

  @Test
  void its_items_are_rendered_with_the_data_of_each_message() {
    publishTemplate(
        "{{count}} for {{recipient.address}}",
        "{{#each items}}<i>{{this.subject}}: {{this.data.lead}} at"
            + " {{this.at | date: \"HH:mm\"}}</i>{{/each}}");
    publishStep(NAMED);
    lead(1, "");
    kit.advance(Duration.ofMinutes(10));
    lead(2, "");
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("2 for ann@x.nl");
    assertThat(sent().text("html"))
        .isEqualTo("<i>Lead 1: A &amp; B 1 at 09:00</i><i>Lead 2: A &amp; B 2 at 09:10</i>");
    assertThat(sent().text("text")).isEqualTo("Lead 1: A & B 1 at 09:00Lead 2: A & B 2 at 09:10");
    assertThat(sent().text("reply_to")).isEqualTo("us@x.nl");
    assertThat(sent().content().path("items")).hasSize(2);
    assertThat(sent().handling().purpose().template()).isEqualTo("new_leads@1");
    assertThat(sent().handling().purpose().language()).isEqualTo("en");
    assertThat(stored(MessageState.SENT).purpose()).isEqualTo(sent().handling().purpose());
    assertThat(faults).isEmpty();
  }

  private Message stored(MessageState state) {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 500).items().stream()
        .filter(message -> message.state() == state)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void it_is_in_the_recipients_language() {
    publishTemplate("{{count}} new", "<p>new</p>");
    publishStep(NAMED);
    lead(1, ", \"language\": \"nl-BE\"");
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("1 nieuwe leads");
    assertThat(sent().text("text")).isEqualTo("A & B 1");
    assertThat(sent().handling().purpose().language()).isEqualTo("nl");
  }

  @Test
  void the_version_of_the_newest_message_counts_also_when_it_is_archived_since() {
    publishTemplate("one", "<p>1</p>");
    publishStep(NAMED);
    lead(1, "");
    publishTemplate("two", "<p>2</p>");
    lead(2, "");
    publishTemplate("three", "<p>3</p>");
    kit.engine().messaging().templates().archive(TENANT, "new_leads", 2, ANNA);
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("two");
    assertThat(sent().handling().purpose().template()).isEqualTo("new_leads@2");
  }

  @Test
  void what_cannot_be_rendered_goes_out_with_the_texts_of_its_messages_and_is_told() {
    publishTemplate("{{count}} new", "{{#each items}}{{this.data.price}}{{/each}}");
    publishStep(NAMED);
    lead(1, "");
    lead(2, "");
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("2 messages");
    assertThat(sent().text("text")).isEqualTo("Lead 1\n1 has come\n\nLead 2\n2 has come");
    assertThat(sent().handling().purpose().template()).isNull();
    assertThat(faults)
        .containsExactly(
            new EngineListener.DigestFault(
                TENANT,
                UUID.fromString(sent().id()),
                "email",
                "new_leads@1",
                "/html: {{this.data.price}} has no value; make sure every element of the list holds"
                    + " \"data.price\", or add a default: {{this.data.price | default:"
                    + " \"…\"}}"));
  }

  @Test
  void a_calendar_that_fails_keeps_nothing_from_being_sent() {
    publishTemplate("{{today+1b}}", "<p>new</p>");
    publishStep(NAMED);
    lead(1, "");
    calendar =
        tenant -> {
          throw new IllegalStateException("no calendar");
        };
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("Lead 1");
    assertThat(faults)
        .extracting(EngineListener.DigestFault::problem)
        .containsExactly("java.lang.IllegalStateException: no calendar");
  }

  @Test
  void a_loop_that_never_ends_is_stopped() {
    String each = "{{#each items}}";
    String end = "{{/each}}";
    publishTemplate("new", each.repeat(8) + "x" + end.repeat(8));
    publishStep(NAMED);
    for (int n = 0; n < 8; n++) {
      lead(n, "");
    }
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("8 messages");
    assertThat(faults)
        .extracting(EngineListener.DigestFault::problem)
        .containsExactly(
            "/html: {{items}} takes the rendering beyond its 200000 steps of work; render less, or"
                + " raise maxSteps");
  }

  @Test
  void a_template_without_a_text_for_the_channel_is_left_out() {
    MessageTemplate sms = MessageTemplate.builder("new_leads").sms("en", "{{count}}").build();
    kit.engine().messaging().templates().publish(TENANT, sms, ANNA);
    publishStep(NAMED);
    lead(1, "");
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("Lead 1");
    assertThat(faults)
        .extracting(EngineListener.DigestFault::problem)
        .containsExactly(
            "the template \"new_leads\" has no text for the channel \"email\"; it has sms");
  }

  @Test
  void a_name_that_the_tenant_does_not_have_goes_to_the_sender_with_the_items() {
    publishStep("\"template\": \"theirs\"");
    lead(1, "");
    lead(2, "");
    kit.advance(HOUR);
    assertThat(sent().text("template")).isEqualTo("theirs");
    JsonNode variables = sent().content().path("variables");
    assertThat(variables.path("count").asInt()).isEqualTo(2);
    assertThat(variables.path("items").path(1).path("subject").asText()).isEqualTo("Lead 2");
    assertThat(variables.path("items").path(0).path("at").asText()).isEqualTo(START.toString());
    assertThat(sent().text("subject")).isEqualTo("2 messages");
    assertThat(sent().handling().purpose().template()).isEqualTo("theirs");
    assertThat(faults).isEmpty();
  }

  @Test
  void a_strict_engine_fails_the_step_if_the_tenant_has_no_such_template() {
    try (WorkflowTestKit strict =
        WorkflowTestKit.on(
            store,
            builder ->
                builder.messaging(
                    m ->
                        m.settings(MessageSettings.defaults().withPolicy(MessagePolicy.STRICT))))) {
      publishTemplate("new", "<p>new</p>");
      publishStep(NAMED);
      strict.engine().messaging().templates().archive(TENANT, "new_leads", 1, ANNA);
      InstanceId id =
          strict
              .event("lead.created", LEAD, "{\"n\": 1, \"lead\": {\"email\": \"ann@x.nl\"}}")
              .started()
              .get(0)
              .instance();
      assertThat(strict.instance(id).step("mail").reason())
          .isEqualTo(
              "the configuration of send_email cannot be used: /digest/template: the tenant has no"
                  + " template \"new_leads\"");
    }
  }

  @Test
  void the_variables_of_the_step_are_the_data_unless_the_digest_has_its_own() {
    publishTemplate("new", "{{#each items}}<p>{{this.subject}}: {{this.data.n}}</p>{{/each}}");
    kit.engine()
        .messaging()
        .templates()
        .publish(
            TENANT,
            MessageTemplate.builder("new_lead").email("en", "Lead", "<p>{{n}}</p>").build(),
            ANNA);
    publish(
        "mails",
        "",
        """
        [{"id": "mail", "action": "send_email", "config": {"to": "ann@x.nl",
          "template": "new_lead", "variables": {"n": "N{{n}}"},
          "digest": {"key": "leads", "window": "PT1H", "template": "new_leads"}}}]
        """);
    lead(7, "");
    kit.advance(HOUR);
    assertThat(sent().text("text")).isEqualTo("Lead: N7");
  }

  @Test
  void a_handler_names_it_too_and_then_the_version_in_use_at_the_closing_counts() {
    publishTemplate("one", "<p>1</p>");
    answer =
        context -> {
          Digest digest =
              new Digest("leads", START.plus(HOUR))
                  .withTemplate(DigestTemplate.of("new_leads", Json.object().put("lead", "L")));
          context.send(
              OutboundMessage.draft(context, "email", "ann@x.nl", Json.object().put("text", "t"))
                  .withHandling(Handling.NONE.withDigest(digest)));
          return ActionResult.completed();
        };
    run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    publishTemplate("two", "<p>{{items.0.data.lead}}</p>");
    kit.advance(HOUR);
    assertThat(sent().text("subject")).isEqualTo("two");
    assertThat(sent().text("text")).isEqualTo("L");
  }
}
