package dev.workflow.testkit;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.WorkflowTemplate;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.RecordGateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The templates that come with the engine do what they say, on virtual time. */
class GalleryTemplatesTest {

  private static final Actor ANN = Actor.of("ann");
  private static final String COMPANY = "{\"company\": \"Acme & Sons\"}";
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final String ANNA =
      "{\"lead\": {\"email\": \"anna@example.org\", \"name\": \"Anna\", \"owner\": {\"email\": \"bob@example.org\"}}}";

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();

  @AfterEach
  void closeKit() {
    kit.checkInvariants();
    kit.close();
  }

  private void use(String template, String parameters) {
    kit.engine()
        .gallery()
        .instantiate(TENANT, template, Gallery.Setup.of((ObjectNode) Json.read(parameters)), ANN);
  }

  private InstanceId happens(String type, SubjectRef subject, String payload) {
    PublishReceipt receipt = kit.event(type, subject, payload);
    assertThat(receipt.started()).hasSize(1);
    return receipt.started().get(0).instance();
  }

  private List<String> mails() {
    return kit.messages("email").stream().map(GalleryTemplatesTest::subject).toList();
  }

  private static String subject(OutboundMessage message) {
    return message.content().path("subject").asText();
  }

  private List<String> told() {
    return kit.messages("in_app").stream()
        .map(message -> message.recipient() + ": " + message.content().path("text").asText())
        .toList();
  }

  private InstanceState state(InstanceId id) {
    return kit.instance(id).state();
  }

  @Test
  void every_one_has_a_description_and_titles_for_its_parameters() {
    List<Gallery.Listed> all = kit.engine().gallery().list(TENANT, null, null, null, 100).items();
    assertThat(all).hasSize(12);
    assertThat(all)
        .extracting(Gallery.Listed::category)
        .containsOnly(Gallery.SALES, Gallery.SUPPORT, Gallery.ONBOARDING, Gallery.OPERATIONS);
    for (Gallery.Listed listed : all) {
      WorkflowTemplate template = kit.engine().gallery().get(TENANT, listed.ref());
      assertThat(template.description()).as(listed.ref()).isNotBlank();
      for (JsonNode parameter : template.parameters().path("properties")) {
        assertThat(parameter.path("title").asText()).as(listed.ref()).isNotBlank();
      }
      assertThat(WorkflowTemplate.parse(template.toJson())).isEqualTo(template);
    }
  }

  @Test
  void lead_welcome_tells_the_owner_and_writes_after_a_while() {
    use("lead-welcome", COMPANY);
    InstanceId id = happens("lead.created", LEAD, ANNA);
    assertThat(told()).containsExactly("bob@example.org: A new lead: Anna");
    assertThat(mails()).isEmpty();
    kit.advance(Duration.ofMinutes(5));
    assertThat(mails()).containsExactly("Welcome to Acme & Sons");
    assertThat(kit.messages("email").get(0).content().path("text").asText())
        .startsWith("Dear Anna,");
    assertThat(state(id)).isEqualTo(InstanceState.COMPLETED);
  }

  @Test
  void lead_nurture_writes_three_times_in_office_hours_and_stops_when_the_lead_answers() {
    use("lead-nurture", COMPANY);
    InstanceId id = happens("lead.created", LEAD, ANNA);
    kit.advance(Duration.ofDays(4));
    assertThat(mails()).hasSize(1);
    kit.advance(Duration.ofDays(4));
    assertThat(mails()).containsExactly("Acme & Sons and you", "Again: Acme & Sons and you");
    kit.event("message.received", LEAD, "{}");
    kit.advance(Duration.ofDays(30));
    assertThat(mails()).hasSize(2);
    assertThat(kit.instance(id).outcome()).isEqualTo(InstanceOutcome.EXITED);
  }

  @Test
  void quote_follow_up_reminds_and_then_has_somebody_call_unless_the_quote_is_accepted() {
    use("quote-follow-up", COMPANY);
    String quote =
        "{\"quote_id\": \"q-%s\", \"consumer_email\": \"c@example.org\", \"consumer_name\": \"Cleo\"}";
    happens("quote.sent", SubjectRef.of("quote", "1"), quote.formatted(1));
    happens("quote.sent", SubjectRef.of("quote", "2"), quote.formatted(2));
    kit.advance(Duration.ofDays(3));
    assertThat(mails()).hasSize(2).containsOnly("Your quote from Acme & Sons");
    kit.event("quote.accepted", SubjectRef.of("quote", "1"), quote.formatted(1));
    kit.advance(Duration.ofDays(5));
    assertThat(kit.records().tasks())
        .extracting(RecordGateway.NewTask::title, RecordGateway.NewTask::assignee)
        .containsExactly(tuple("Call Cleo about quote q-2", "sales"));
  }

  @Test
  void appointment_reminder_writes_a_day_before_it_begins_and_not_of_what_was_cancelled() {
    use("appointment-reminder", COMPANY);
    String appointment =
        "{\"appointment_id\": \"a-1\", \"email\": \"anna@example.org\", \"starts_at\": \"%s\"}"
            .formatted(START.plus(Duration.ofDays(5)));
    happens("appointment.created", SubjectRef.of("appointment", "1"), appointment);
    SubjectRef other = SubjectRef.of("appointment", "2");
    happens("appointment.created", other, appointment.replace("a-1", "a-2"));
    kit.event("appointment.cancelled", other, "{}");
    kit.advance(Duration.ofDays(4).minusSeconds(1));
    assertThat(mails()).isEmpty();
    kit.advance(Duration.ofSeconds(1));
    assertThat(mails()).containsExactly("Your appointment with Acme & Sons");
  }

  @Test
  void stuck_deal_tells_its_owner_and_then_the_head_of_sales_while_it_does_not_move() {
    use("stuck-deal", "{}");
    SubjectRef deal = SubjectRef.of("deal", "7");
    String stage =
        "{\"deal_id\": \"7\", \"owner\": \"bob\", \"old_stage\": \"new\", \"new_stage\": \"%s\"}";
    InstanceId stuck = happens("deal.stage_changed", deal, stage.formatted("proposal"));
    kit.advance(Duration.ofDays(7));
    assertThat(told()).containsExactly("bob: Deal 7 has been in the stage proposal for a while");
    kit.event("deal.stage_changed", deal, stage.formatted("won"));
    kit.advance(Duration.ofDays(7));
    assertThat(told()).hasSize(1);
    assertThat(kit.instance(stuck).outcome()).isEqualTo(InstanceOutcome.EXITED);

    happens("deal.stage_changed", deal, stage.formatted("proposal"));
    kit.advance(Duration.ofDays(14));
    assertThat(told()).endsWith("head-of-sales: Deal 7 is stuck in the stage proposal");
  }

  @Test
  void ticket_escalation_tells_agent_and_lead_when_nobody_answers_in_time() {
    use("ticket-escalation", "{\"answer_within\": \"PT2H\"}");
    InstanceId answered = happens("ticket.created", SubjectRef.of("ticket", "1"), "{}");
    InstanceId late =
        happens("ticket.created", SubjectRef.of("ticket", "2"), "{\"agent\": \"eva\"}");
    kit.event("ticket.answered", SubjectRef.of("ticket", "1"), "{}");
    kit.advance(Duration.ofHours(2));
    assertThat(state(answered)).isEqualTo(InstanceState.COMPLETED);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "eva: Ticket 2 has not been answered",
            "support-lead: Ticket 2 has not been answered in time");
    kit.event("ticket.answered", SubjectRef.of("ticket", "2"), "{}");
    assertThat(state(late)).isEqualTo(InstanceState.COMPLETED);
  }

  @Test
  void satisfaction_survey_asks_and_reminds_until_there_is_an_answer() {
    use(
        "satisfaction-survey",
        "{\"company\": \"Acme\", \"link\": \"https://acme.example/s?a=1&b=2\"}");
    SubjectRef ticket = SubjectRef.of("ticket", "1");
    happens("ticket.closed", ticket, "{\"customer\": {\"email\": \"anna@example.org\"}}");
    kit.advance(Duration.ofDays(2));
    assertThat(mails()).containsExactly("How did Acme do?");
    assertThat(kit.messages("email").get(0).content().path("text").asText())
        .endsWith("https://acme.example/s?a=1&b=2");
    kit.event("survey.answered", ticket, "{}");
    kit.advance(Duration.ofDays(30));
    assertThat(mails()).hasSize(1);
  }

  @Test
  void customer_onboarding_has_the_account_set_up_and_asks_later_how_it_goes() {
    use("customer-onboarding", "{\"company\": \"Acme\", \"items\": [\"Account created\"]}");
    InstanceId id =
        happens(
            "account.created",
            SubjectRef.of("account", "1"),
            "{\"account_id\": \"1\", \"account\": {\"email\": \"anna@example.org\"}}");
    assertThat(mails()).containsExactly("Welcome to Acme");
    kit.engine()
        .tasks()
        .complete(TENANT, id, "set-up", ANN, Json.read("{\"items\": [\"Account created\"]}"));
    kit.run();
    assertThat(mails()).endsWith("Your account with Acme is ready");
    kit.advance(Duration.ofDays(15));
    assertThat(mails()).endsWith("How is it going with Acme?");
    assertThat(state(id)).isEqualTo(InstanceState.COMPLETED);
  }

  @Test
  void employee_onboarding_tells_the_manager_when_papers_and_equipment_are_ready() {
    use("employee-onboarding", "{\"papers\": [\"Contract\"], \"equipment\": [\"Laptop\"]}");
    InstanceId id =
        happens(
            "employee.hired",
            SubjectRef.of("employee", "1"),
            "{\"manager\": \"mia\", \"name\": \"Noor\"}");
    kit.engine()
        .tasks()
        .complete(TENANT, id, "equipment", ANN, Json.read("{\"items\": [\"Laptop\"]}"));
    kit.run();
    assertThat(told()).isEmpty();
    kit.engine()
        .tasks()
        .complete(TENANT, id, "papers", ANN, Json.read("{\"items\": [\"Contract\"]}"));
    kit.run();
    assertThat(told()).containsExactly("mia: All is ready for Noor");
  }

  private InstanceId spending(String amount) {
    return happens(
        "spending.requested",
        SubjectRef.of("request", amount),
        "{\"amount\": %s, \"requester\": \"rob\", \"purpose\": \"chairs\"}".formatted(amount));
  }

  private void approve(InstanceId id, String step, String actor, boolean approved) {
    kit.engine()
        .tasks()
        .complete(TENANT, id, step, Actor.of(actor), Json.object().put("approved", approved));
    kit.run();
  }

  @Test
  void spending_approval_asks_a_second_person_above_the_limit() {
    use("spending-approval", "{\"limit\": 500}");
    InstanceId small = spending("500");
    approve(small, "approve", "mia", true);
    assertThat(state(small)).isEqualTo(InstanceState.COMPLETED);
    assertThat(told()).containsExactly("rob: Your request for 500 was approved");

    InstanceId large = spending("501");
    approve(large, "approve", "mia", true);
    assertThat(state(large)).isEqualTo(InstanceState.ACTIVE);
    approve(large, "second", "leo", false);
    assertThat(told()).endsWith("rob: Your request for 501 was rejected");
    assertThat(kit.engine().events().list(TENANT, null, 100).items())
        .extracting(one -> one.event().type())
        .containsOnlyOnce("spending.approved");
  }

  @Test
  void document_request_reminds_and_says_what_came_of_it() {
    use("document-request", COMPANY);
    SubjectRef matter = SubjectRef.of("matter", "1");
    String client = "{\"client\": {\"email\": \"anna@example.org\"}}";
    InstanceId received = happens("document.requested", matter, client);
    kit.advance(Duration.ofDays(4));
    assertThat(mails())
        .containsExactly(
            "Acme & Sons asks for a document", "Acme & Sons still waits for a document");
    kit.event("document.received", matter, "{}");
    assertThat(state(received)).isEqualTo(InstanceState.COMPLETED);
    InstanceId missing = happens("document.requested", SubjectRef.of("matter", "2"), client);
    kit.advance(Duration.ofDays(10));
    assertThat(state(missing)).isEqualTo(InstanceState.FAILED);
    assertThat(told())
        .containsExactly(
            "office: Received: A copy of your passport",
            "office: Still missing: A copy of your passport");
  }

  @Test
  void weekly_export_has_the_records_of_a_week_mailed_every_monday() {
    use("weekly-export", "{\"email\": \"boss@example.org\"}");
    kit.advance(Duration.ofDays(14));
    assertThat(kit.records().exports())
        .hasSize(2)
        .first()
        .satisfies(
            export -> {
              assertThat(export.emailTo()).isEqualTo("boss@example.org");
              assertThat(export.filters())
                  .isEqualTo(Json.read("{\"created_at__gte\": \"2026-01-05\"}"));
            });
  }
}
