package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Workflows hear of messages that are given up at sending, as of those that fail later. */
public abstract class GivenUpContract extends ReachContract {

  private static final TenantId GONE = TenantId.of("gone");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(m -> m.sender(new Fax()))
        .tenants(
            tenant ->
                tenant.equals(GONE)
                    ? Optional.empty()
                    : Optional.of(TenantDirectory.Settings.DEFAULT));
  }

  /** Does not know what has become of a message, and does not send it twice. */
  private static final class Fax implements ChannelSender {

    @Override
    public String channel() {
      return "fax";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      return SendResult.unknown("the line broke");
    }

    @Override
    public Delivery guarantee() {
      return Delivery.AT_MOST_ONCE;
    }
  }

  private void emailAnswers(SendResult result) {
    kit.sender("email").answers(mail -> result);
  }

  private Messages.Message mail() {
    return mail(Category.FOLLOW_UP, "ann@x.nl");
  }

  private List<Event> failures() {
    return kit.engine().events().list(TENANT, null, 100).items().stream()
        .map(Events.Accepted::event)
        .filter(event -> event.type().equals("message.failed"))
        .toList();
  }

  @Test
  void one_that_is_rejected_is_an_event_about_its_subject() {
    emailAnswers(SendResult.rejected("no such user").withScope(Scope.RECIPIENT, "5.1.1"));
    Messages.Message message = mail();
    assertThat(message.state()).isEqualTo(MessageState.FAILED);
    Event event = failures().get(0);
    assertThat(failures()).hasSize(1);
    assertThat(event.id()).isEqualTo("message.failed/" + message.id());
    assertThat(event.subject()).isEqualTo(message.subject());
    assertThat(event.occurredAt()).isEqualTo(START);
    assertThat(event.payload())
        .isEqualTo(
            json(
                """
                {"message_id": "%s", "channel": "email", "recipient": "ann@x.nl", "code": "5.1.1",
                 "reason": "no such user", "workflow": "mail", "step": "a"}
                """
                    .formatted(message.id())));
  }

  @Test
  void a_workflow_that_waits_for_the_failure_of_its_message_goes_on() {
    emailAnswers(SendResult.rejected("no such user"));
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "email", "ann@x.nl", json("{\"text\": \"t\"}")));
          return ActionResult.completed();
        };
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work"},
             {"id": "lost", "wait": {"event": "message.failed", "timeout": "P3D"}}]
            """,
            "{}");
    assertInstance(id).isCompleted().step("lost", StepState.COMPLETED);
    assertThat(instance(id).step("lost").output().path("event").path("payload").path("reason"))
        .hasToString("\"no such user\"");
  }

  @Test
  void one_that_is_given_up_after_its_attempts_is_an_event_then() {
    emailAnswers(SendResult.deferred("busy", null));
    UUID id = mail().id();
    assertThat(failures()).isEmpty();
    kit.advance(Duration.ofDays(1));
    assertThat(message(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(failures())
        .extracting(event -> event.payload().path("reason").asText())
        .containsExactly("given up after 8 attempts: busy");
  }

  @Test
  void one_that_was_perhaps_sent_is_an_event_when_it_is_given_up() {
    UUID id = sent(Category.FOLLOW_UP, "fax", "+3120", "{}").id();
    assertThat(failures()).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertThat(message(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(failures())
        .extracting(event -> event.payload().path("reason").asText())
        .containsExactly("perhaps sent: the line broke");
  }

  @Test
  void a_later_report_and_another_failure_of_the_same_message_publish_nothing_more() {
    emailAnswers(SendResult.rejected("no such user"));
    UUID id = mail().id();
    Report report = Report.of("r1", "p1", State.FAILED).withMessage(id);
    assertThat(
            kit.engine()
                .messaging()
                .deliveries()
                .record(TENANT, "email", List.of(report))
                .applied())
        .isOne();
    kit.engine().messaging().messages().resend(TENANT, id, Actor.of("anna"));
    kit.run();
    assertThat(message(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(failures()).hasSize(1);
  }

  @Test
  void a_report_that_is_faster_than_the_outcome_is_the_only_event() {
    kit.sender("email")
        .answers(
            mail -> {
              Report report =
                  Report.of("r1", "p1", State.FAILED).withMessage(UUID.fromString(mail.id()));
              kit.engine().messaging().deliveries().record(TENANT, "email", List.of(report));
              return SendResult.rejected("no such user");
            });
    assertThat(mail().state()).isEqualTo(MessageState.FAILED);
    assertThat(failures()).hasSize(1);
  }

  @Test
  void many_that_fail_together_are_an_event_each_and_what_is_sent_is_none() {
    kit.sender("email")
        .answers(
            mail ->
                mail.recipient().startsWith("bad")
                    ? SendResult.rejected("no such user")
                    : SendResult.sent(null));
    answer =
        context -> {
          for (int i = 0; i < 3; i++) {
            for (String to : List.of("bad" + i + "@x.nl", "good" + i + "@x.nl")) {
              context.send(OutboundMessage.draft(context, "email", to, json("{\"text\": \"t\"}")));
            }
          }
          return ActionResult.completed();
        };
    run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertThat(failures())
        .extracting(event -> event.payload().path("recipient").asText())
        .containsExactlyInAnyOrder("bad0@x.nl", "bad1@x.nl", "bad2@x.nl");
  }

  @Test
  void a_workflow_is_started_by_the_failures_of_others_but_not_by_its_own() {
    emailAnswers(SendResult.rejected("no such user"));
    kit.sender("sms").answers(text -> SendResult.rejected("no such number"));
    kit.publish(
        """
        {"key": "alarm", "name": "Alarm", "triggers": [{"event": "message.failed"}], "steps":
          [{"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "x"}}]}
        """);
    mail();
    assertThat(failures())
        .extracting(event -> event.payload().path("channel").asText())
        .containsExactlyInAnyOrder("email", "sms");
    assertThat(states("alarm")).hasSize(1);
  }

  @Test
  void two_workflows_for_lost_messages_do_not_start_each_other_for_ever() {
    for (String channel : List.of("sms", "email")) {
      kit.sender(channel).answers(message -> SendResult.rejected("the account is closed"));
    }
    kit.publish(
        """
        {"key": "by-text", "name": "By text", "triggers": [{"event": "message.failed"}], "steps":
          [{"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "x"}}]}
        """);
    kit.publish(
        """
        {"key": "by-mail", "name": "By mail", "triggers": [{"event": "message.failed"}], "steps":
          [{"id": "mail", "action": "send_email", "config":
            {"to": "ann@x.nl", "subject": "s", "text": "x"}}]}
        """);
    mail();
    assertThat(states("by-text")).hasSize(2);
    assertThat(states("by-mail")).hasSize(2);
    assertThat(failures()).hasSize(5);
  }

  @Test
  void one_that_was_cancelled_while_its_sender_had_it_is_no_event() {
    kit.sender("email")
        .answers(
            mail -> {
              kit.engine()
                  .messaging()
                  .messages()
                  .cancel(Query.of(TENANT), Actor.of("anna"), "replied");
              return SendResult.rejected("no such user");
            });
    assertThat(mail().state()).isEqualTo(MessageState.CANCELED);
    assertThat(failures()).isEmpty();
  }

  /** Puts a message into the outbox that no step has sent, and lets it be sent. */
  private UUID queued(TenantId tenant) {
    emailAnswers(SendResult.rejected("no such user"));
    UUID id = new UUID(0x7000, 1);
    MessageRow row =
        MessageRow.builder(tenant, id, "k")
            .channel("email")
            .recipient(MessageRow.Recipient.of("ann@x.nl"))
            .body("{}")
            .createdAt(START)
            .revision(0)
            .status(MessageRow.Status.pending(START))
            .build();
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return null;
        });
    kit.run();
    return id;
  }

  @Test
  void one_of_no_instance_is_an_event_about_nothing_in_particular() {
    queued(TENANT);
    assertThat(failures()).extracting(Event::subject).containsOnlyNulls().hasSize(1);
  }

  @Test
  void one_of_a_tenant_that_the_host_no_longer_knows_is_no_event_but_failed_all_the_same() {
    UUID id = queued(GONE);
    String state =
        store.transact(transaction -> transaction.messages().find(GONE, id).orElseThrow().state());
    assertThat(state).isEqualTo("FAILED");
    var events = store.transact(transaction -> transaction.events().list(GONE, null, 10));
    assertThat(events).isEmpty();
  }
}
