package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Deliveries.Receipt;
import dev.workflow.messaging.Deliveries.ReceivedReport;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What providers report is kept once, whatever the order, and moves messages only forward. */
public abstract class DeliveriesContract extends ReachContract {

  private static final Instant AT = START.minusSeconds(60);

  private Deliveries deliveries() {
    return kit.engine().messaging().deliveries();
  }

  private Messages.Message sent() {
    return mail(Category.FOLLOW_UP, "ann@x.nl");
  }

  private static Report report(Messages.Message message, State state) {
    String id = message.delivery().providerId();
    return Report.of(id + "/" + state, id, state).withAt(AT);
  }

  private Receipt record(Report... reports) {
    return deliveries().record(TENANT, "email", List.of(reports));
  }

  private List<Event> events(String type) {
    return kit.engine().events().list(TENANT, null, 100).items().stream()
        .map(Events.Accepted::event)
        .filter(event -> event.type().equals(type))
        .toList();
  }

  @Test
  void a_message_shows_how_far_it_came_and_all_that_was_heard() {
    Messages.Message message = sent();
    assertThat(message.delivery())
        .isEqualTo(new Messages.Delivery("recorded-" + message.id(), null, null));
    assertThat(record(report(message, State.SENT), report(message, State.DELIVERED)))
        .isEqualTo(new Receipt(2, 0, 0, 0));
    assertThat(message(message.id()).delivery())
        .isEqualTo(new Messages.Delivery("recorded-" + message.id(), State.DELIVERED, AT));
    assertThat(message(message.id()).state()).isEqualTo(MessageState.SENT);
    String id = message.delivery().providerId();
    assertThat(deliveries().of(TENANT, message.id()))
        .containsExactlyInAnyOrder(
            new ReceivedReport(id + "/SENT", State.SENT, AT, START, null, null),
            new ReceivedReport(id + "/DELIVERED", State.DELIVERED, AT, START, null, null));
  }

  @Test
  void every_order_of_reports_ends_in_the_same_state() {
    List<State> states = new ArrayList<>(List.of(State.values()));
    states.remove(State.UNRECOGNIZED);
    for (int i = 0; i < 6; i++) {
      Collections.rotate(states, 1);
      Messages.Message message = sent();
      int applied = 0;
      int late = 0;
      for (State state : states) {
        Receipt receipt = record(report(message, state));
        applied += receipt.applied();
        late += receipt.late();
      }
      assertThat(message(message.id()).delivery().state()).isEqualTo(State.READ);
      assertThat(applied + late).isEqualTo(6);
      assertThat(deliveries().of(TENANT, message.id())).hasSize(6);
    }
  }

  @Test
  void a_repetition_is_counted_and_changes_nothing() {
    Messages.Message message = sent();
    Report read = report(message, State.READ);
    assertThat(record(read, read)).isEqualTo(new Receipt(1, 1, 0, 0));
    assertThat(record(read)).isEqualTo(new Receipt(0, 1, 0, 0));
    assertThat(record(report(message, State.DELIVERED))).isEqualTo(new Receipt(0, 0, 1, 0));
    assertThat(record()).isEqualTo(new Receipt(0, 0, 0, 0));
    assertThat(deliveries().of(TENANT, message.id())).hasSize(2);
  }

  @Test
  void a_report_about_a_message_that_nobody_sent_is_kept_and_counted() {
    Report stray = Report.of("stray", "nobody-1", State.FAILED);
    assertThat(record(stray)).isEqualTo(new Receipt(0, 0, 0, 1));
    assertThat(record(stray)).isEqualTo(new Receipt(0, 1, 0, 0));
    assertThat(events("message.failed")).isEmpty();
    assertThat(deliveries().purgeUnknown(TENANT, START)).isZero();
    assertThat(deliveries().purgeUnknown(TENANT, START.plusSeconds(1))).isOne();
    assertThat(record(stray)).isEqualTo(new Receipt(0, 0, 0, 1));
  }

  @Test
  void a_report_that_is_faster_than_the_outcome_finds_its_message() {
    kit.sender("email")
        .answers(
            mail -> {
              record(Report.of("fast", "id-1", State.DELIVERED).withAt(AT));
              return SendResult.sent("id-1");
            });
    Messages.Message message = sent();
    assertThat(message.delivery()).isEqualTo(new Messages.Delivery("id-1", State.DELIVERED, AT));
    assertThat(deliveries().of(TENANT, message.id()))
        .extracting(ReceivedReport::eventKey)
        .containsExactly("fast");
  }

  @Test
  void a_report_that_names_the_outbox_id_needs_no_other() {
    kit.sender("email")
        .answers(
            mail -> {
              UUID id = UUID.fromString(mail.id());
              assertThat(record(Report.of("fast", "id-1", State.SENT).withMessage(id).withAt(AT)))
                  .isEqualTo(new Receipt(1, 0, 0, 0));
              return SendResult.sent("id-1");
            });
    assertThat(sent().delivery()).isEqualTo(new Messages.Delivery("id-1", State.SENT, AT));
  }

  @Test
  void a_failure_is_an_event_about_the_messages_subject_once() {
    Messages.Message message = sent();
    Report failed =
        report(message, State.FAILED).withCause(new Deliveries.Cause("30005", "unknown", null));
    record(failed);
    record(failed);
    record(Report.of("another", message.delivery().providerId(), State.FAILED));
    List<Event> events = events("message.failed");
    assertThat(events).hasSize(1);
    assertThat(events.get(0).subject()).isEqualTo(message.subject());
    assertThat(events.get(0).payload())
        .isEqualTo(
            json(
                """
                {"message_id": "%s", "channel": "email", "recipient": "ann@x.nl", "code": "30005",
                 "reason": "unknown", "workflow": "mail", "step": "a"}
                """
                    .formatted(message.id())));
    assertThat(events.get(0).occurredAt()).isEqualTo(AT);
    record(report(message, State.BOUNCED));
    assertThat(events("message.bounced")).hasSize(1);
    assertThat(kit.engine().messaging().suppressions().of(TENANT, ANN)).isEmpty();
  }

  @Test
  void a_failure_after_the_delivery_is_no_event() {
    Messages.Message message = sent();
    record(report(message, State.FAILED), report(message, State.DELIVERED));
    Messages.Message other = sent();
    record(report(other, State.DELIVERED));
    assertThat(record(report(other, State.FAILED))).isEqualTo(new Receipt(0, 0, 1, 0));
    assertThat(events("message.failed")).isEmpty();
    assertThat(message(message.id()).delivery().state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void a_workflow_reacts_to_a_failure_but_not_to_its_own() {
    kit.publish(
        """
        {"key": "alarm", "name": "Alarm", "triggers": [{"event": "message.failed"}], "steps":
          [{"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "x"}}]}
        """);
    record(report(sent(), State.FAILED));
    kit.run();
    assertThat(states("alarm")).hasSize(1);
    Messages.Message alarm =
        kit.engine().messaging().messages().list(TENANT, null, null, null, 1).items().get(0);
    assertThat(alarm.channel()).isEqualTo("sms");
    deliveries().record(TENANT, "sms", List.of(report(alarm, State.FAILED)));
    kit.run();
    assertThat(events("message.failed")).hasSize(2);
    assertThat(states("alarm")).hasSize(1);
  }

  @Test
  void a_refusal_suppresses_the_address_with_the_report() {
    Messages.Message message = sent();
    record(
        report(message, State.BOUNCED)
            .withCause(new Deliveries.Cause("5.1.1", "nobody here", Refusal.HARD_BOUNCE)));
    assertThat(kit.engine().messaging().suppressions().of(TENANT, ANN))
        .extracting(Suppressions.Suppression::reason, Suppressions.Suppression::message)
        .containsExactly(tuple(Suppressions.Reason.HARD_BOUNCE, message.id()));
    assertThat(sent().state()).isEqualTo(MessageState.SKIPPED);
  }

  @Test
  void a_report_of_another_channel_or_tenant_finds_no_message() {
    Messages.Message message = sent();
    Report read = report(message, State.READ).withMessage(message.id());
    assertThat(deliveries().record(TENANT, "sms", List.of(read)).unknown()).isOne();
    TenantId other = TenantId.of("other");
    assertThat(deliveries().record(other, "email", List.of(read)).unknown()).isOne();
    assertThat(message(message.id()).delivery().state()).isNull();
  }

  @Test
  void what_cannot_be_kept_is_refused_and_what_is_long_is_cut() {
    Messages.Message message = sent();
    record(
        report(message, State.FAILED)
            .withCause(new Deliveries.Cause("c".repeat(101), "\0" + "r".repeat(3_000), null)));
    ReceivedReport heard = deliveries().of(TENANT, message.id()).get(0);
    assertThat(heard.code()).isEqualTo("c".repeat(100) + "…");
    assertThat(heard.reason()).isEqualTo("\uFFFD" + "r".repeat(1_999) + "…");
    assertThatThrownBy(() -> Report.of("", "p", State.READ))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The event key has a problem:\n  (document): must not be empty");
    List<Report> many = Collections.nCopies(5_001, report(message, State.READ));
    assertThatThrownBy(() -> deliveries().record(TENANT, "email", many))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The list of reports has a problem:\n  (document): has 5001 elements; at most 5000 are allowed");
    UUID nobody = UUID.randomUUID();
    assertThatThrownBy(() -> deliveries().of(TENANT, nobody))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no message " + nobody);
  }

  @Test
  void reports_go_with_their_message() {
    Messages.Message message = sent();
    record(report(message, State.READ));
    kit.advance(Duration.ofDays(1));
    kit.engine().instances().purge(TENANT, START.plus(Duration.ofHours(1)), removed -> {});
    assertThat(record(report(message, State.READ))).isEqualTo(new Receipt(0, 0, 0, 1));
  }
}
