package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.messaging.TemplatePreview;
import dev.workflow.messaging.Templates;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about fallback, digests and caps. */
class TogetherTest {

  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  @FunctionalInterface
  private interface Sending {
    void from(ActionContext context);
  }

  private record Tell(Sending sending) implements ActionHandler {

    @Override
    public String type() {
      return "tell";
    }

    @Override
    public ActionResult start(ActionContext context) {
      sending.from(context);
      return ActionResult.completed();
    }
  }

  private static void run(WorkflowTestKit kit) {
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "tell", "action": "tell"}]}
        """);
    kit.event("lead.created", LEAD, "{}");
  }

  private static WorkflowTestKit kit(Sending sending, FrequencyCap... caps) {
    return WorkflowTestKit.inMemory(
        builder ->
            builder.handler(new Tell(sending)).messaging(m -> m.frequencyCaps(List.of(caps))));
  }

  // snippet: fallback
  static void sendQuote(ActionContext context) {
    ObjectNode text = Json.object().put("text", "Your quote is ready");
    Fallback fallback =
        new Fallback(
            List.of(
                new Alternative("sms", "+31612345678", text),
                new Alternative(
                    "email", "ann@example.org", text.deepCopy().put("subject", "Quote"))),
            Duration.ofHours(4), // has each of them to arrive
            true); // it has arrived when it was read; false: when it was delivered
    context.send(
        OutboundMessage.draft(context, "whatsapp", "+31612345678", text)
            .withHandling(Handling.NONE.withFallback(fallback)));
  }

  // end

  @Test
  void what_does_not_arrive_goes_on_to_the_next_channel() {
    try (WorkflowTestKit kit = kit(TogetherTest::sendQuote)) {
      kit.sender("whatsapp").answers(message -> SendResult.rejected("no such number"));
      run(kit);
      assertThat(kit.messages("sms")).hasSize(1);
      kit.advance(Duration.ofHours(4));
      assertThat(kit.messages("email")).hasSize(1);
    }
  }

  // snippet: digest
  static void tellOfLead(ActionContext context) {
    Instant fullHour = context.clock().instant().truncatedTo(ChronoUnit.HOURS);
    context.send(
        OutboundMessage.draft(
                context,
                "email",
                "sales@example.org",
                Json.object().put("subject", "New lead").put("text", "Lead " + context.subject()))
            .withHandling(
                Handling.NONE.withDigest(
                    new Digest("new-leads", fullHour.plus(Duration.ofHours(1))))));
  }

  // end

  @Test
  void messages_of_one_digest_go_out_as_one() {
    try (WorkflowTestKit kit = kit(TogetherTest::tellOfLead)) {
      run(kit);
      kit.event("lead.created", LEAD, "{}");
      kit.advance(Duration.ofHours(1));
      // snippet: digested
      OutboundMessage digest = kit.messages("email").get(0);
      assertThat(digest.content().path("count").asInt()).isEqualTo(2);
      assertThat(digest.content().path("items")).hasSize(2);
      assertThat(digest.text("subject")).isEqualTo("New lead"); // the same in both
      // end
      assertThat(kit.messages()).hasSize(1);
    }
  }

  private static final String DIGEST_STEP =
      // snippet: digestStep
      """
      {"id": "tell", "action": "send_email",
       "config": {"to": "sales@example.org", "subject": "New lead", "text": "{{lead.company}}",
                  "digest": {"key": "new-leads", "window": "PT1H", "template": "new_leads",
                             "variables": {"company": "{{lead.company}}"}}}}
      """;

  // end

  @Test
  void a_digest_has_a_template_of_its_own() {
    try (WorkflowTestKit kit = kit(context -> {})) {
      Templates templates = kit.engine().messaging().templates();
      // snippet: digestTemplate
      MessageTemplate newLeads =
          MessageTemplate.builder("new_leads")
              .email(
                  "en",
                  "{{count}} new leads",
                  "<ul>{{#each items}}<li>{{this.data.company}} at {{this.at | date: 'HH:mm'}}</li>"
                      + "{{/each}}</ul>")
              .build();
      templates.publish(WorkflowTestKit.TENANT, newLeads, Actor.of("anna"));
      // end
      // snippet: digestPreview
      ObjectNode sample = Json.object().put("count", 1);
      ObjectNode item = sample.putArray("items").addObject().put("at", "2026-01-05T09:30:00Z");
      item.putObject("data").put("company", "Acme");
      TemplatePreview preview =
          templates.preview(WorkflowTestKit.TENANT, "new_leads", "en", "email", sample);
      assertThat(preview.content().path("text").asText()).isEqualTo("- Acme at 09:30");
      // end
      assertThat(preview.missing()).isEmpty();
      kit.publish(
          """
          {"key": "w", "triggers": [{"event": "lead.created"}], "steps": [%s]}
          """
              .formatted(DIGEST_STEP));
      kit.event("lead.created", LEAD, "{\"lead\": {\"company\": \"Acme\"}}");
      kit.advance(Duration.ofHours(1));
      assertThat(kit.messages("email").get(0).text("text")).isEqualTo("- Acme at 09:00");
    }
  }

  @Test
  void nobody_gets_more_than_the_caps_allow() {
    // snippet: caps
    List<FrequencyCap> caps =
        List.of(
            new FrequencyCap(Category.FOLLOW_UP, 3, Duration.ofDays(1)), // marketing included
            new FrequencyCap(Category.MARKETING, 1, Duration.ofDays(7)));
    // end
    Sending news =
        // snippet: person
        context ->
            context.send(
                OutboundMessage.draft(context, "email", "ann@example.org", Json.object())
                    .withHandling(
                        Handling.NONE.withPurpose(
                            Purpose.NONE
                                .withCategory(Category.MARKETING)
                                .withPerson("customer-7"))));
    // end
    try (WorkflowTestKit kit = kit(news, caps.toArray(FrequencyCap[]::new))) {
      run(kit);
      kit.event("lead.created", LEAD, "{}");
      assertThat(kit.messages()).hasSize(1);
      // snippet: postponed
      Message next =
          kit.engine()
              .messaging()
              .messages()
              .upcoming(Query.of(WorkflowTestKit.TENANT), null, 10)
              .items()
              .get(0);
      assertThat(next.times().dueAt()).isEqualTo(WorkflowTestKit.START.plus(Duration.ofDays(7)));
      assertThat(next.result()).isEqualTo("at most 1 of MARKETING in PT168H to one person");
      // end
      kit.advance(Duration.ofDays(7));
      assertThat(kit.messages()).hasSize(2);
    }
  }
}
