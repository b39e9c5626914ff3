package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Route;
import dev.workflow.messaging.Route.Decision;
import dev.workflow.spi.HostNotification;
import dev.workflow.spi.HostPath;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who sends: a host with notifications of its own moves them over to workflows, one event, channel
 * and audience at a time.
 */
public abstract class RoutingContract extends EngineContract {

  private static final List<String> EVENTS =
      List.of(
          "lead.created", "appointment.created", "quote.sent", "quote.accepted", "quote.rejected");

  private final List<HostNotification> host = new CopyOnWriteArrayList<>();
  private Function<HostNotification, SendResult> hostAnswer =
      call -> SendResult.sent("by the host");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.hostPath(new ByEmail()));
  }

  /** The host's code: an e-mail to customer and agent on each of the events. */
  private final class ByEmail implements HostPath {

    @Override
    public Set<Notification> notifications() {
      Set<Notification> all = new LinkedHashSet<>();
      for (String event : EVENTS) {
        all.add(Notification.of(event, "email", "customer"));
        all.add(Notification.of(event, "email", "agent"));
      }
      return all;
    }

    @Override
    public SendResult send(HostNotification notification) {
      SendResult result = hostAnswer.apply(notification);
      if (result instanceof SendResult.Sent) {
        host.add(notification);
      }
      return result;
    }
  }

  /** A row of the table: what one rule does to one path. */
  private record Row(
      String event, String audience, String rule, Decision sends, int mails, int calls) {

    static Row parse(String line) {
      String[] cells = line.strip().split("\\s*\\|\\s*");
      return new Row(
          cells[0],
          cells[1],
          cells[2],
          Decision.valueOf(cells[3]),
          Integer.parseInt(cells[4]),
          Integer.parseInt(cells[5]));
    }
  }

  @TestFactory
  Stream<DynamicTest> of_every_notification_one_party_sends_at_most() {
    return """
        lead.created        | customer | present  | WORKFLOW   | 1 | 0
        lead.created        | customer | disabled | SUPPRESSED | 0 | 0
        lead.created        | customer | absent   | FALLBACK   | 0 | 1
        lead.created        | agent    | present  | WORKFLOW   | 1 | 0
        lead.created        | agent    | disabled | SUPPRESSED | 0 | 0
        lead.created        | agent    | absent   | FALLBACK   | 0 | 1
        appointment.created | customer | present  | WORKFLOW   | 1 | 0
        appointment.created | customer | disabled | SUPPRESSED | 0 | 0
        appointment.created | customer | absent   | FALLBACK   | 0 | 1
        appointment.created | agent    | present  | WORKFLOW   | 1 | 0
        appointment.created | agent    | disabled | SUPPRESSED | 0 | 0
        appointment.created | agent    | absent   | FALLBACK   | 0 | 1
        quote.sent          | customer | present  | WORKFLOW   | 1 | 0
        quote.sent          | customer | disabled | SUPPRESSED | 0 | 0
        quote.sent          | customer | absent   | FALLBACK   | 0 | 1
        quote.sent          | agent    | present  | WORKFLOW   | 1 | 0
        quote.sent          | agent    | disabled | SUPPRESSED | 0 | 0
        quote.sent          | agent    | absent   | FALLBACK   | 0 | 1
        quote.accepted      | customer | present  | WORKFLOW   | 1 | 0
        quote.accepted      | customer | disabled | SUPPRESSED | 0 | 0
        quote.accepted      | customer | absent   | FALLBACK   | 0 | 1
        quote.accepted      | agent    | present  | WORKFLOW   | 1 | 0
        quote.accepted      | agent    | disabled | SUPPRESSED | 0 | 0
        quote.accepted      | agent    | absent   | FALLBACK   | 0 | 1
        quote.rejected      | customer | present  | WORKFLOW   | 1 | 0
        quote.rejected      | customer | disabled | SUPPRESSED | 0 | 0
        quote.rejected      | customer | absent   | FALLBACK   | 0 | 1
        quote.rejected      | agent    | present  | WORKFLOW   | 1 | 0
        quote.rejected      | agent    | disabled | SUPPRESSED | 0 | 0
        quote.rejected      | agent    | absent   | FALLBACK   | 0 | 1
        """
        .lines()
        .map(Row::parse)
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  private void check(Row row) {
    TenantId tenant = TenantId.of(row.event() + "-" + row.audience() + "-" + row.rule());
    if (!row.rule().equals("absent")) {
      publish(tenant, row.event(), row.audience(), row.rule().equals("present"), "{}");
    }
    PublishReceipt receipt = kit.event(event(tenant, row.event()));
    Route route = route(receipt, row.audience());
    assertThat(route.decision()).isEqualTo(row.sends());
    assertThat(mails(tenant, row.audience())).isEqualTo(row.mails());
    assertThat(calls(tenant, row.audience())).isEqualTo(row.calls());

    String other = row.audience().equals("agent") ? "customer" : "agent";
    assertThat(route(receipt, other).decision()).isEqualTo(Decision.FALLBACK);
    assertThat(mails(tenant, other)).isZero();
    assertThat(calls(tenant, other)).isEqualTo(1);
  }

  private static Event event(TenantId tenant, String type) {
    String kind = type.substring(0, type.indexOf('.'));
    return Event.of(
            tenant,
            type,
            SubjectRef.of(kind, "7"),
            json("{\"customer\": \"c@example.org\", \"agent\": \"a@example.org\"}"))
        .withId("e-" + type);
  }

  private void publish(
      TenantId tenant, String event, String audience, boolean enabled, String when) {
    kit.engine()
        .definitions()
        .publish(
            tenant,
            WorkflowDefinition.parse(
                """
                {"key": "mail-%s", "enabled": %s, "triggers": [{"event": "%s", "when": %s}],
                 "steps": [{"id": "mail", "action": "send_email",
                   "config": {"to": "{{%s}}", "audience": "%s", "subject": "s", "text": "t"}}]}
                """
                    .formatted(audience, enabled, event, when, audience, audience)));
  }

  private static Route route(PublishReceipt receipt, String audience) {
    return receipt.routes().stream()
        .filter(route -> route.audience().equals(audience))
        .findFirst()
        .orElseThrow();
  }

  private long mails(TenantId tenant, String audience) {
    return kit.messages("email").stream()
        .filter(mail -> mail.tenant().equals(tenant))
        .filter(mail -> mail.recipient().startsWith(audience.substring(0, 1) + "@"))
        .count();
  }

  private long calls(TenantId tenant, String audience) {
    return host.stream()
        .filter(call -> call.event().tenant().equals(tenant))
        .filter(call -> call.audience().equals(audience))
        .count();
  }

  @Test
  void what_a_workflow_sends_through_another_is_not_sent_by_the_host() {
    kit.publish(
        """
        {"key": "parent", "triggers": [{"event": "quote.sent"}],
         "steps": [{"id": "sub", "workflow": {"key": "child", "wait": true}}]}
        """);
    assertThat(kit.event(event(TENANT, "quote.sent").withId("before")).routes())
        .extracting(Route::decision)
        .containsExactly(Decision.FALLBACK, Decision.FALLBACK);
    assertThat(host).hasSize(2);

    String child =
        """
        {"key": "child", "enabled": %s,
         "steps": [{"id": "mail", "action": "send_email",
           "config": {"to": "c@example.org", "audience": "customer", "subject": "s", "text": "t"}}]}
        """;
    kit.publish(child.formatted(true));
    PublishReceipt receipt = kit.event(event(TENANT, "quote.sent").withId("with"));
    assertThat(route(receipt, "customer"))
        .hasToString(
            """
            quote.sent by email to customer: WORKFLOW parent v1
              parent v1: SENDS, its trigger matches; step "mail" of child v1 sends""");
    assertThat(route(receipt, "agent").decision()).isEqualTo(Decision.FALLBACK);
    assertThat(mails(TENANT, "customer")).isEqualTo(1);
    assertThat(calls(TENANT, "customer")).isEqualTo(1);
    assertThat(calls(TENANT, "agent")).isEqualTo(2);

    kit.publish(child.formatted(false));
    receipt = kit.event(event(TENANT, "quote.sent").withId("off"));
    assertThat(route(receipt, "customer").decision()).isEqualTo(Decision.SUPPRESSED);
    assertThat(mails(TENANT, "customer")).isEqualTo(1);
    assertThat(calls(TENANT, "customer")).isEqualTo(1);
  }

  @Test
  void a_version_that_is_archived_sends_nothing_through_another() {
    String child =
        """
        {"key": "child", "steps": [{"id": "mail", "action": "send_email",
           "config": {"to": "c@example.org", "subject": "s", "text": "t"}}]}
        """;
    kit.publish(child);
    kit.publish(child);
    kit.publish(
        """
        {"key": "parent", "triggers": [{"event": "quote.sent"}],
         "steps": [{"id": "sub", "workflow": {"key": "child", "version": 1}}]}
        """);
    Event event = event(TENANT, "quote.sent");
    assertThat(kit.engine().messaging().routing().route(event, "email", "customer").decision())
        .isEqualTo(Decision.WORKFLOW);
    kit.engine().definitions().archive(TENANT, WorkflowRef.of("child", 1), Actor.of("anna"));
    assertThat(kit.engine().messaging().routing().route(event, "email", "customer").decision())
        .isEqualTo(Decision.FALLBACK);
  }

  @Test
  void the_host_gets_the_event_as_it_was_published_with_a_key_that_stays_the_same() {
    hostAnswer = call -> SendResult.deferred("not yet", Duration.ofMinutes(1));
    Event event = event(TENANT, "quote.sent");
    kit.event(event);
    assertThat(host).isEmpty();
    hostAnswer = call -> SendResult.sent(null);
    kit.advance(Duration.ofMinutes(2));

    assertThat(host)
        .extracting(HostNotification::idempotencyKey)
        .containsExactlyInAnyOrder(
            "host:notifications/e-quote.sent/email/agent",
            "host:notifications/e-quote.sent/email/customer");
    HostNotification first = host.get(0);
    assertThat(first.channel()).isEqualTo("email");
    assertThat(first.event().payload()).isEqualTo(event.payload());
    assertThat(first.event().subject()).isEqualTo(event.subject());
    assertThat(first.event().occurredAt()).isNotNull();
  }

  @Test
  void an_exception_of_the_host_is_tried_again() {
    hostAnswer =
        call -> {
          throw new IllegalStateException("the mail server is away");
        };
    kit.event(event(TENANT, "quote.sent"));
    Messages.Message waiting =
        kit.engine()
            .messaging()
            .messages()
            .list(TENANT, null, MessageState.PENDING, null, 10)
            .items()
            .get(0);
    assertThat(waiting.channel()).isEqualTo("host:notifications");
    assertThat(waiting.recipient()).isEqualTo("email/customer/e-quote.sent");
    assertThat(waiting.subject()).isEqualTo(SubjectRef.of("quote", "7"));
    assertThat(waiting.result())
        .isEqualTo("java.lang.IllegalStateException: the mail server is away");

    hostAnswer = call -> SendResult.sent(null);
    kit.advance(Duration.ofHours(1));
    assertThat(host).hasSize(2);
  }

  @Test
  void a_call_that_the_host_refuses_is_a_dead_letter_and_stops_no_other() {
    hostAnswer =
        call ->
            SendResult.rejected("no such mailbox").withScope(SendResult.Scope.RECIPIENT, "5.1.1");
    kit.event(event(TENANT, "quote.sent"));
    hostAnswer = call -> SendResult.sent(null);
    kit.event(event(TENANT, "quote.accepted"));
    assertThat(host)
        .extracting(call -> call.event().type())
        .containsExactly("quote.accepted", "quote.accepted");
    assertThat(
            kit.engine().messaging().messages().failed(Messages.Query.of(TENANT), null, 10).items())
        .extracting(Messages.Message::recipient)
        .containsExactlyInAnyOrder("email/agent/e-quote.sent", "email/customer/e-quote.sent");
  }

  @Test
  void the_same_event_again_does_nothing_and_gives_the_same_routes() {
    publish(TENANT, "quote.sent", "agent", false, "{}");
    PublishReceipt first = kit.event(event(TENANT, "quote.sent"));
    PublishReceipt again = kit.event(event(TENANT, "quote.sent"));
    assertThat(first.hadEffect()).isTrue();
    assertThat(again.repeated()).isTrue();
    assertThat(again.routes()).isEqualTo(first.routes()).hasSize(2);
    assertThat(host).hasSize(1);
    assertThat(kit.engine().events().receipt(TENANT, "e-quote.sent").orElseThrow().routes())
        .extracting(Route::toString)
        .containsExactly(
            """
            quote.sent by email to agent: SUPPRESSED mail-agent v1
              mail-agent v1: DISABLED, its trigger matches, but it is disabled""",
            """
            quote.sent by email to customer: FALLBACK
              no workflow has a trigger for it and a message step for this path""");
  }

  @Test
  void an_event_that_is_only_suppressed_keeps_its_routes_too() {
    publish(TENANT, "quote.sent", "agent", false, "{}");
    publish(TENANT, "quote.sent", "customer", false, "{}");
    PublishReceipt receipt = kit.event(event(TENANT, "quote.sent"));
    assertThat(receipt.hadEffect()).isFalse();
    assertThat(kit.engine().events().receipt(TENANT, "e-quote.sent").orElseThrow().routes())
        .extracting(Route::decision)
        .containsExactly(Decision.SUPPRESSED, Decision.SUPPRESSED);
  }

  @Test
  void a_call_of_the_host_exists_only_if_the_events_transaction_commits() {
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine().in(transaction).events().publish(event(TENANT, "quote.sent"));
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    kit.run();
    assertThat(host).isEmpty();

    store.transact(
        transaction -> kit.engine().in(transaction).events().publish(event(TENANT, "quote.sent")));
    kit.run();
    assertThat(host).hasSize(2);
  }

  @Test
  void a_type_of_event_that_no_path_covers_is_not_routed() {
    PublishReceipt receipt = kit.event("deal.won", SubjectRef.of("deal", "1"), "{}");
    assertThat(receipt.routes()).isEmpty();
    assertThat(receipt.hadEffect()).isFalse();
  }

  @Test
  void asking_changes_nothing_and_looks_at_the_newest_version() {
    publish(TENANT, "quote.sent", "customer", true, "{}");
    publish(
        TENANT,
        "quote.sent",
        "customer",
        true,
        "{\"field\": \"amount\", \"operator\": \"gte\", \"value\": 100}");
    Event event =
        Event.of(TENANT, "quote.sent", SubjectRef.of("quote", "7"), json("{\"amount\": 50}"));
    Route small = kit.engine().messaging().routing().route(event, "email", "customer");
    assertThat(small)
        .hasToString(
            """
            quote.sent by email to customer: FALLBACK
              mail-customer v2: NOT_MATCHED, ✗ amount gte 100 (was 50)""");
    Event large =
        Event.of(TENANT, "quote.sent", SubjectRef.of("quote", "7"), json("{\"amount\": 100}"));
    assertThat(kit.engine().messaging().routing().routes(large))
        .extracting(Route::decision)
        .containsExactly(Decision.FALLBACK, Decision.WORKFLOW);
    assertThat(kit.engine().messaging().routing().route(large, "sms", "customer").decision())
        .isEqualTo(Decision.FALLBACK);

    kit.run();
    assertThat(host).isEmpty();
    assertThat(kit.messages()).isEmpty();
    assertThat(kit.engine().events().list(TENANT, null, 10).items()).isEmpty();
    assertThat(kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items())
        .isEmpty();
  }

  @Test
  void an_explanation_of_a_covered_event_calls_nobody() {
    kit.engine().explain(event(TENANT, "quote.sent"));
    kit.run();
    assertThat(host).isEmpty();
    assertThat(kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items())
        .isEmpty();
  }

  @Test
  void what_cannot_be_the_name_of_a_path_is_refused() {
    assertThatThrownBy(
            () ->
                kit.engine()
                    .messaging()
                    .routing()
                    .route(event(TENANT, "quote.sent"), "", "the boss"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The route has 2 problems:
              /channel: expected a name of 1 to 100 letters, digits and _ - . :, such as "email"
              /audience: expected a name of 1 to 100 letters, digits and _ - . :, such as "email\"""");
  }
}
