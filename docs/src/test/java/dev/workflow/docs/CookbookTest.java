package dev.workflow.docs;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.SendResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The recipes of the cookbook, each run. */
class CookbookTest {

  private static final SubjectRef LEAD = SubjectRef.of("lead", "1");
  private static final SubjectRef DEAL = SubjectRef.of("deal", "1");
  private static final String MAIL = "{\"email\": \"anna@example.org\"}";

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();

  @AfterEach
  void closeKit() {
    kit.checkInvariants();
    kit.close();
  }

  private InstanceId happens(String type, SubjectRef subject, String payload) {
    return kit.event(type, subject, payload).started().get(0).instance();
  }

  private int starts(String type, SubjectRef subject, String payload) {
    return kit.event(type, subject, payload).started().size();
  }

  private List<String> mails() {
    return kit.messages("email").stream()
        .map(message -> message.content().path("subject").asText())
        .toList();
  }

  private List<String> told() {
    return kit.messages("in_app").stream()
        .map(message -> message.recipient() + ": " + message.content().path("text").asText())
        .toList();
  }

  private InstanceState state(InstanceId id) {
    return kit.instance(id).state();
  }

  private void answers(InstanceId id, String step, String actor, String answer) {
    kit.engine().tasks().complete(TENANT, id, step, Actor.of(actor), Json.read(answer));
    kit.run();
  }

  @Test
  void a_reminder_a_day_before_the_appointment() {
    // snippet: reminder
    String workflow =
        """
        {"key": "reminder", "triggers": [{"event": "appointment.created"}],
         "exit": [{"event": "appointment.cancelled"}],
         "steps": [
           {"id": "remind", "action": "send_email",
            "delay": {"until": "{{starts_at}}", "offset": "-P1D", "ifPast": "skip"},
            "config": {"to": "{{email}}", "subject": "See you tomorrow"}}]}
        """;
    // end
    kit.publish(workflow);
    happens(
        "appointment.created",
        SubjectRef.of("appointment", "1"),
        "{\"email\": \"anna@example.org\", \"starts_at\": \"%s\"}"
            .formatted(START.plus(Duration.ofDays(3))));
    kit.advance(Duration.ofDays(2).minusSeconds(1));
    assertThat(mails()).isEmpty();
    kit.advance(Duration.ofSeconds(1));
    assertThat(mails()).containsExactly("See you tomorrow");
  }

  @Test
  void nurture_until_it_answers() {
    // snippet: nurture
    String workflow =
        """
        {"key": "nurture", "subject": "lead", "triggers": [{"event": "lead.created"}],
         "exit": [{"event": "message.received"}, {"event": "lead.converted"}],
         "steps": [
           {"id": "first", "action": "send_email", "config": {"to": "{{email}}", "subject": "Hello"}},
           {"id": "second", "delay": "P4D", "action": "send_email",
            "config": {"to": "{{email}}", "subject": "Still there?"}},
           {"id": "third", "delay": "P7D", "action": "send_email",
            "config": {"to": "{{email}}", "subject": "Goodbye"}}]}
        """;
    // end
    kit.publish(workflow);
    InstanceId id = happens("lead.created", LEAD, MAIL);
    kit.advance(Duration.ofDays(4));
    kit.event("message.received", LEAD, "{}");
    kit.advance(Duration.ofDays(30));
    assertThat(mails()).containsExactly("Hello", "Still there?");
    assertThat(kit.instance(id).outcome()).isEqualTo(InstanceOutcome.EXITED);
  }

  @Test
  void escalate_a_stuck_deal() {
    // snippet: stuck
    String workflow =
        """
        {"key": "stuck", "subject": "deal", "triggers": [{"event": "deal.stage_changed"}],
         "concurrency": {"key": "{{subject.id}}", "policy": "replace"},
         "exit": [{"event": "deal.won"}, {"event": "deal.lost"}],
         "steps": [
           {"id": "tell", "delay": "P14D", "action": "send_notification",
            "config": {"recipient": "head-of-sales", "message": "Deal {{subject.id}} is stuck in {{new_stage}}"}}]}
        """;
    // end
    kit.publish(workflow);
    InstanceId first = happens("deal.stage_changed", DEAL, "{\"new_stage\": \"proposal\"}");
    kit.advance(Duration.ofDays(10));
    happens("deal.stage_changed", DEAL, "{\"new_stage\": \"negotiation\"}");
    assertThat(state(first)).isEqualTo(InstanceState.CANCELED);
    kit.advance(Duration.ofDays(14));
    assertThat(told()).containsExactly("head-of-sales: Deal 1 is stuck in negotiation");
  }

  @Test
  void an_a_b_test_of_a_subject_line() {
    // snippet: split
    String workflow =
        """
        {"key": "ab", "triggers": [{"event": "lead.created"}],
         "steps": [
           {"id": "line", "split": [
             {"name": "question", "steps": [
               {"id": "q", "action": "send_email", "config": {"to": "{{email}}", "subject": "Any questions?"}}]},
             {"name": "offer", "steps": [
               {"id": "o", "action": "send_email", "config": {"to": "{{email}}", "subject": "Ten percent off"}}]}]}]}
        """;
    // end
    kit.publish(workflow);
    IntStream.range(0, 40)
        .forEach(i -> happens("lead.created", SubjectRef.of("lead", "n" + i), MAIL));
    assertThat(mails()).hasSize(40).contains("Any questions?", "Ten percent off");
  }

  @Test
  void once_a_month_for_each_customer() {
    // snippet: once
    String workflow =
        """
        {"key": "once", "triggers": [
           {"event": "page.viewed", "dedupe": {"key": "{{subject.id}}", "window": "P1M"}}],
         "steps": [{"id": "tell", "action": "send_notification",
                    "config": {"recipient": "sales", "message": "{{subject.id}} is back"}}]}
        """;
    // end
    kit.publish(workflow);
    assertThat(starts("page.viewed", LEAD, "{}")).isEqualTo(1);
    assertThat(starts("page.viewed", LEAD, "{}")).isZero();
    kit.advance(Duration.ofDays(31));
    assertThat(starts("page.viewed", LEAD, "{}")).isEqualTo(1);
  }

  @Test
  void only_leads_that_are_worth_it() {
    // snippet: when
    String workflow =
        """
        {"key": "worth", "triggers": [{"event": "lead.created", "when": {"and": [
           {"field": "score", "operator": "gte", "value": 60},
           {"or": [{"field": "country", "operator": "in", "value": ["NL", "BE"]},
                   {"field": "source", "operator": "eq", "value": "referral"}]}]}}],
         "steps": [{"id": "call", "action": "create_task", "config": {"title": "Call {{name}}"}}]}
        """;
    // end
    kit.publish(workflow);
    String lead = "{\"name\": \"Anna\", \"score\": %d, \"country\": \"%s\", \"source\": \"%s\"}";
    assertThat(starts("lead.created", LEAD, lead.formatted(59, "NL", "web"))).isZero();
    assertThat(starts("lead.created", LEAD, lead.formatted(60, "DE", "web"))).isZero();
    assertThat(starts("lead.created", LEAD, lead.formatted(60, "BE", "web"))).isEqualTo(1);
    assertThat(starts("lead.created", LEAD, lead.formatted(60, "DE", "referral"))).isEqualTo(1);
  }

  @Test
  void a_score_that_rises_above_a_line() {
    // snippet: rises
    String workflow =
        """
        {"key": "rises", "triggers": [{"event": "lead.scored", "when": {"and": [
           {"field": "score", "operator": "gte", "value": 80},
           {"field": "previous_score", "operator": "lt", "value": 80}]}}],
         "steps": [{"id": "tell", "action": "send_notification",
                    "config": {"recipient": "sales", "message": "{{subject.id}} is hot"}}]}
        """;
    // end
    kit.publish(workflow);
    String scored = "{\"score\": %d, \"previous_score\": %d}";
    assertThat(starts("lead.scored", LEAD, scored.formatted(79, 60))).isZero();
    assertThat(starts("lead.scored", LEAD, scored.formatted(85, 79))).isEqualTo(1);
    assertThat(starts("lead.scored", LEAD, scored.formatted(90, 85))).isZero();
  }

  @Test
  void mail_in_office_hours_only() {
    // snippet: hours
    String workflow =
        """
        {"key": "hours", "triggers": [{"event": "lead.created"}],
         "steps": [
           {"id": "mail", "action": "send_email",
            "delay": {"for": "PT1H", "window": {"days": "MON-FRI", "from": "09:00", "to": "17:00", "timezone": "Europe/Amsterdam"}},
            "config": {"to": "{{email}}", "subject": "Good morning"}}]}
        """;
    // end
    kit.publish(workflow);
    kit.advanceTo(START.plus(Duration.ofHours(8))); // Monday, 18:00 in Amsterdam
    happens("lead.created", LEAD, MAIL);
    kit.advance(Duration.ofHours(14).plusMinutes(59));
    assertThat(mails()).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertThat(mails()).containsExactly("Good morning");
  }

  @Test
  void a_report_every_monday() {
    // snippet: weekly
    String workflow =
        """
        {"key": "weekly", "triggers": [{"schedule": "0 7 * * MON", "timezone": "Europe/Amsterdam"}],
         "steps": [{"id": "export", "action": "enqueue_export",
                    "config": {"export_type": "csv", "entity_type": "lead", "filters": {"created_at__gte": "{{today-7}}"},
                               "email_to": "boss@example.org"}}]}
        """;
    // end
    kit.publish(workflow);
    kit.advance(Duration.ofDays(15));
    assertThat(kit.records().exports()).hasSize(2);
  }

  @Test
  void on_the_last_day_of_the_month() {
    // snippet: last-day
    String workflow =
        """
        {"key": "closing", "triggers": [{"schedule": "0 17 L * *"}],
         "steps": [{"id": "close", "action": "create_task", "config": {"title": "Close the books", "due_date": "{{today}}"}}]}
        """;
    // end
    kit.publish(workflow);
    kit.advance(Duration.ofDays(60));
    assertThat(kit.records().tasks())
        .extracting(task -> task.dueDate().toString())
        .containsExactly("2026-01-31", "2026-02-28");
  }

  @Test
  void a_second_approval_above_an_amount() {
    // snippet: approval
    String workflow =
        """
        {"key": "spend", "triggers": [{"event": "spending.requested"}],
         "steps": [
           {"id": "first", "action": "approval", "role": "MANAGER"},
           {"id": "second", "action": "approval", "role": "DIRECTOR",
            "when": {"and": [{"field": "amount", "operator": "gt", "value": 1000},
                             {"field": "steps.first.output.approved", "operator": "eq", "value": true}]}}]}
        """;
    // end
    kit.publish(workflow);
    InstanceId small = happens("spending.requested", LEAD, "{\"amount\": 1000}");
    answers(small, "first", "mia", "{\"approved\": true}");
    assertThat(state(small)).isEqualTo(InstanceState.COMPLETED);
    InstanceId large = happens("spending.requested", LEAD, "{\"amount\": 1001}");
    answers(large, "first", "mia", "{\"approved\": true}");
    assertThat(kit.instance(large).step("second").state()).isEqualTo(StepState.READY);
  }

  @Test
  void four_eyes() {
    // snippet: four-eyes
    String workflow =
        """
        {"key": "four-eyes", "steps": [
           {"id": "draft", "action": "approval", "role": "CLERK"},
           {"id": "check", "action": "approval", "role": "CLERK", "excluding": "draft"}]}
        """;
    // end
    kit.publish(workflow);
    InstanceId id = kit.start("four-eyes", LEAD, Json.object());
    answers(id, "draft", "ann", "{\"approved\": true}");
    assertThat(kit.engine().tasks().canPerform(TENANT, id, "check", Actor.of("ann"))).isFalse();
    answers(id, "check", "bob", "{\"approved\": true}");
    assertThat(state(id)).isEqualTo(InstanceState.COMPLETED);
  }

  @Test
  void wait_for_a_payment_and_say_when_it_does_not_come() {
    // snippet: payment
    String workflow =
        """
        {"key": "paid", "triggers": [{"event": "order.placed"}],
         "steps": [
           {"id": "paid", "wait": {"event": "payment.done", "correlation": "{{order_id}}", "timeout": "P7D"}},
           {"id": "remind", "when": {"field": "steps.paid.output.timedOut", "operator": "eq", "value": true},
            "action": "send_email", "config": {"to": "{{email}}", "subject": "Your order waits for payment"}}]}
        """;
    // end
    kit.publish(workflow);
    String order = "{\"order_id\": \"%s\", \"email\": \"anna@example.org\"}";
    InstanceId paid = happens("order.placed", SubjectRef.of("order", "1"), order.formatted("o-1"));
    happens("order.placed", SubjectRef.of("order", "2"), order.formatted("o-2"));
    kit.event(
        Event.of(TENANT, "payment.done", SubjectRef.of("payment", "9"), Json.object())
            .withCorrelation("o-1"));
    assertThat(state(paid)).isEqualTo(InstanceState.COMPLETED);
    kit.advance(Duration.ofDays(7));
    assertThat(mails()).containsExactly("Your order waits for payment");
  }

  @Test
  void the_same_for_every_line_of_an_order() {
    // snippet: each
    String workflow =
        """
        {"key": "lines", "triggers": [{"event": "order.placed"}],
         "steps": [
           {"id": "all", "each": {"items": "{{lines}}", "as": "line", "steps": [
             {"id": "pick", "action": "create_task", "config": {"title": "Pick {{line.count}} of {{line.sku}}"}}]}}]}
        """;
    // end
    kit.publish(workflow);
    happens(
        "order.placed",
        LEAD,
        "{\"lines\": [{\"sku\": \"A\", \"count\": 2}, {\"sku\": \"B\", \"count\": 1}]}");
    assertThat(kit.records().tasks())
        .extracting(RecordGateway.NewTask::title)
        .containsExactly("Pick 2 of A", "Pick 1 of B");
  }

  @Test
  void ask_again_until_it_is_answered() {
    // snippet: repeat
    String workflow =
        """
        {"key": "ask", "triggers": [{"event": "document.requested"}],
         "steps": [
           {"id": "rounds", "repeat": {"until": {"field": "steps.reply.output.timedOut", "operator": "eq", "value": false},
             "max": 3, "steps": [
               {"id": "mail", "action": "send_email", "config": {"to": "{{email}}", "subject": "Please send it"}},
               {"id": "reply", "wait": {"event": "document.received", "timeout": "P3D"}}]}}]}
        """;
    // end
    kit.publish(workflow);
    InstanceId id = happens("document.requested", LEAD, MAIL);
    kit.advance(Duration.ofDays(4));
    assertThat(mails()).hasSize(2);
    kit.event("document.received", LEAD, "{}");
    assertThat(state(id)).isEqualTo(InstanceState.COMPLETED);
    happens("document.requested", LEAD, MAIL);
    kit.advance(Duration.ofDays(30));
    assertThat(mails()).hasSize(5);
  }

  @Test
  void the_first_of_two_answers_counts() {
    // snippet: race
    String workflow =
        """
        {"key": "race", "triggers": [{"event": "ticket.created"}],
         "steps": [
           {"id": "first", "join": "any", "parallel": [
             {"name": "answered", "steps": [{"id": "answer", "wait": {"event": "ticket.answered"}}]},
             {"name": "late", "steps": [
               {"id": "late", "delay": "PT4H", "action": "send_notification",
                "config": {"recipient": "support-lead", "message": "Ticket {{subject.id}} is late"}}]}]}]}
        """;
    // end
    kit.publish(workflow);
    happens("ticket.created", SubjectRef.of("ticket", "1"), "{}");
    happens("ticket.created", SubjectRef.of("ticket", "2"), "{}");
    kit.event("ticket.answered", SubjectRef.of("ticket", "1"), "{}");
    kit.advance(Duration.ofHours(5));
    assertThat(told()).containsExactly("support-lead: Ticket 2 is late");
  }

  @Test
  void have_somebody_call_when_the_mail_cannot_be_sent() {
    // snippet: failure
    String workflow =
        """
        {"key": "fails", "triggers": [{"event": "lead.created"}],
         "steps": [
           {"id": "mail", "action": "send_email", "allowFailure": true, "config": {"to": "{{email}}", "subject": "Hello"},
            "onFailure": [
              {"id": "call", "action": "create_task", "config": {"title": "Call {{name}}: no usable address"}}]}]}
        """;
    // end
    kit.publish(workflow);
    InstanceId id = happens("lead.created", LEAD, "{\"email\": \"nowhere\", \"name\": \"Anna\"}");
    assertThat(kit.records().tasks())
        .extracting(RecordGateway.NewTask::title)
        .containsExactly("Call Anna: no usable address");
    assertThat(state(id)).isEqualTo(InstanceState.COMPLETED);
  }

  @Test
  void mark_a_deal_that_was_won() {
    // snippet: records
    String workflow =
        """
        {"key": "won", "subject": "deal", "triggers": [{"event": "deal.won"}],
         "steps": [
           {"id": "tag", "action": "add_tag", "config": {"tag": "customer"}},
           {"id": "status", "action": "update_field", "config": {"field": "status", "value": "won"}},
           {"id": "note", "action": "add_note", "config": {"note": "Won for {{amount}}"}}]}
        """;
    // end
    kit.publish(workflow);
    happens("deal.won", DEAL, "{\"amount\": 1200}");
    assertThat(kit.records().tags(DEAL)).containsExactly("customer");
    assertThat(kit.records().fields(DEAL).path("status").asText()).isEqualTo("won");
  }

  @Test
  void one_workflow_hands_over_to_another() {
    String onboarding =
        """
        {"key": "onboard", "steps": [
           {"id": "kick-off", "action": "create_task", "config": {"title": "Kick-off: {{plan}}"}}]}
        """;
    // snippet: hand-over
    String workflow =
        """
        {"key": "sold", "triggers": [{"event": "deal.won"}],
         "steps": [
           {"id": "onboard", "workflow": {"key": "onboard", "input": {"plan": "{{plan}}"}}},
           {"id": "thanks", "action": "send_email", "config": {"to": "{{email}}", "subject": "You are all set"}}]}
        """;
    // end
    kit.publish(onboarding);
    kit.publish(workflow);
    happens("deal.won", DEAL, "{\"plan\": \"gold\", \"email\": \"anna@example.org\"}");
    assertThat(kit.records().tasks())
        .extracting(RecordGateway.NewTask::title)
        .containsExactly("Kick-off: gold");
    assertThat(mails()).containsExactly("You are all set");
  }

  @Test
  void no_more_than_a_few_at_a_time() {
    // snippet: limit
    String workflow =
        """
        {"key": "limited", "triggers": [{"event": "lead.created"}], "rateLimit": {"permits": 2, "per": "PT1H"},
         "steps": [{"id": "mail", "action": "send_email", "config": {"to": "{{email}}", "subject": "Hello"}}]}
        """;
    // end
    kit.publish(workflow);
    kit.sender("email").answers(message -> SendResult.sent("id-" + message.id()));
    IntStream.range(0, 5)
        .forEach(i -> happens("lead.created", SubjectRef.of("lead", "n" + i), MAIL));
    assertThat(mails()).hasSize(2);
    kit.advance(Duration.ofHours(2));
    assertThat(mails()).hasSize(5);
  }
}
