package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Recipient;
import dev.workflow.spi.store.MessageRow.Status;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reports of providers, and the messages to one address. */
public abstract class DeliveryRowsContract extends OutboxContract {

  private static DeliveryRow report(TenantId tenant, String key, UUID message, String state) {
    return new DeliveryRow(
        tenant, "email", key, "p-" + key, message, state, NOW, LATER, "5.1.1", "nö", "HARD_BOUNCE");
  }

  private static DeliveryRow report(String key, Integer message, String state) {
    return report(ACME, key, message == null ? null : uuid(message), state);
  }

  private static MessageRow sent(int n, String providerId) {
    return message(ACME, n, key(1))
        .with(Status.pending(NOW).result(providerId).ended(MessageState.SENT, NOW))
        .with(new MessageRow.Delivery(providerId, null, null));
  }

  private static Reported reported(MessageRow row) {
    return new Reported(
        row.id(),
        row.origin(),
        row.recipient().address(),
        row.delivery().providerId(),
        row.delivery().state());
  }

  @Test
  void messages_are_found_by_either_id_in_their_tenant_and_channel() {
    MessageRow one = sent(1, "p-1");
    MessageRow again = sent(2, "p-1");
    MessageRow other = sent(3, "p-3");
    add(one, again, other);
    assertThat(list(t -> t.deliveries().byProvider(ACME, "email", List.of("p-1", "p-3", "p-9"))))
        .containsExactlyInAnyOrder(reported(again), reported(other));
    assertThat(list(t -> t.deliveries().byId(ACME, "email", List.of(uuid(1), uuid(9)))))
        .containsExactly(reported(one));
    assertThat(list(t -> t.deliveries().byProvider(ACME, "sms", List.of("p-1")))).isEmpty();
    assertThat(list(t -> t.deliveries().byId(ACME, "sms", List.of(uuid(1))))).isEmpty();
    assertThat(list(t -> t.deliveries().byProvider(OTHER, "email", List.of("p-1")))).isEmpty();
    assertThat(list(t -> t.deliveries().byId(OTHER, "email", List.of(uuid(1))))).isEmpty();
    assertThat(list(t -> t.deliveries().byProvider(ACME, "email", List.of()))).isEmpty();
    assertThat(list(t -> t.deliveries().byId(ACME, "email", List.of()))).isEmpty();
  }

  @Test
  void a_report_enters_once_and_is_read_as_it_was_written() {
    DeliveryRow one = report("a", 1, "BOUNCED");
    DeliveryRow bare =
        new DeliveryRow(ACME, "email", "b", "p", uuid(1), "SENT", NOW, LATER, null, null, null);
    assertThat(set(t -> t.deliveries().insertNew(List.of(one, bare, one))))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(set(t -> t.deliveries().insertNew(List.of(report("a", 2, "READ"))))).isEmpty();
    assertThat(set(t -> t.deliveries().insertNew(List.of()))).isEmpty();
    assertThat(set(t -> t.deliveries().insertNew(List.of(report(OTHER, "a", uuid(1), "READ")))))
        .containsExactly("a");
    assertThat(list(t -> t.deliveries().list(ACME, uuid(1)))).containsExactly(one, bare);
    assertThat(list(t -> t.deliveries().list(ACME, uuid(2)))).isEmpty();
  }

  @Test
  void a_message_is_moved_only_to_a_farther_state_and_its_revision_stays() {
    add(sent(1, "p-1"), sent(2, "p-2"), sent(3, "p-3"));
    assertThat(
            set(
                t ->
                    t.deliveries()
                        .raise(List.of(report("a", 1, "DELIVERED"), report("b", 2, "READ")))))
        .containsExactlyInAnyOrder(uuid(1), uuid(2));
    assertThat(
            set(
                t ->
                    t.deliveries()
                        .raise(
                            List.of(
                                report("c", 2, "DELIVERED"),
                                report("d", 1, "DELIVERED"),
                                report("e", 3, "ACCEPTED"),
                                report("f", 9, "READ")))))
        .containsExactly(uuid(3));
    assertThat(find(1)).isEqualTo(sent(1, "p-1").with(delivery("p-1", "DELIVERED")));
    assertThat(find(2)).isEqualTo(sent(2, "p-2").with(delivery("p-2", "READ")));
    assertThat(set(t -> t.deliveries().raise(List.of(report(OTHER, "g", uuid(1), "READ")))))
        .isEmpty();
    assertThat(set(t -> t.deliveries().raise(List.of()))).isEmpty();
  }

  @Test
  void a_state_of_a_newer_release_is_beyond_all_that_are_known() {
    add(sent(1, "p-1").with(delivery("p-1", "FRAMED")));
    assertThat(set(t -> t.deliveries().raise(List.of(report("a", 1, "READ"))))).isEmpty();
    assertThat(find(1).delivery()).isEqualTo(delivery("p-1", "FRAMED"));
  }

  private static MessageRow.Delivery delivery(String providerId, String state) {
    return new MessageRow.Delivery(providerId, state, NOW);
  }

  @Test
  void a_report_that_came_before_its_message_finds_it_later() {
    DeliveryRow early = report("early", null, "DELIVERED");
    run(t -> t.deliveries().insertNew(List.of(early, report("never", null, "READ"))));
    assertThat(list(t -> t.deliveries().lateKnown(NOW, 10))).isEmpty();
    add(sent(1, "p-early"));
    assertThat(list(t -> t.deliveries().lateKnown(LATER.plusSeconds(1), 10))).isEmpty();
    assertThat(list(t -> t.deliveries().lateKnown(LATER, 10))).containsExactly(early.of(uuid(1)));
    run(t -> t.deliveries().settle(List.of(early.of(uuid(1)))));
    assertThat(list(t -> t.deliveries().lateKnown(NOW, 10))).isEmpty();
    assertThat(list(t -> t.deliveries().list(ACME, uuid(1)))).containsExactly(early.of(uuid(1)));
  }

  @Test
  void reports_about_no_message_are_removed_by_age_and_the_others_with_their_messages() {
    InstanceRow ended = instance(key(1), ended("COMPLETED", "completed"));
    write(insert(ended, messages(null, sent(1, "p-1"))));
    run(
        t ->
            t.deliveries()
                .insertNew(
                    List.of(
                        report("a", null, "READ"),
                        report("b", null, "READ"),
                        report("c", 1, "READ"))));
    assertThat(number(t -> t.deliveries().removeUnknown(ACME, LATER, 10))).isZero();
    assertThat(number(t -> t.deliveries().removeUnknown(OTHER, LATER.plusSeconds(1), 10))).isZero();
    assertThat(number(t -> t.deliveries().removeUnknown(ACME, LATER.plusSeconds(1), 1))).isOne();
    assertThat(number(t -> t.deliveries().removeUnknown(ACME, LATER.plusSeconds(1), 9))).isOne();
    assertThat(list(t -> t.deliveries().list(ACME, uuid(1)))).hasSize(1);
    run(t -> t.instances().purge(ACME, null, LATER, null, null, 10));
    assertThat(list(t -> t.deliveries().list(ACME, uuid(1)))).isEmpty();
  }

  @Test
  void messages_to_an_address_are_found_however_it_was_written() {
    MessageRow pending = due(1, NOW);
    MessageRow first = sent(2, "p-2");
    MessageRow newest = sent(3, "p-3").with(Recipient.of("Jane <JANE@example.com>"));
    MessageRow elsewhere = sent(4, "p-4").with(Recipient.of("joan@example.com"));
    MessageRow later = due(5, NOW.plus(Duration.ofDays(9)));
    add(pending, first, newest, elsewhere, later);
    AddressKey jane = new AddressKey(ACME, "email", "jane@example.com");
    assertThat(maybe(t -> t.recipients().newestSent(jane))).contains(newest);
    assertThat(
            maybe(t -> t.recipients().newestSent(new AddressKey(OTHER, "email", jane.address()))))
        .isEmpty();
    assertThat(list(t -> t.recipients().waiting(jane, NOW))).containsExactly(later, pending);
    MessageRow claimed = claim(NOW, 1).get(0);
    assertThat(claimed.id()).isEqualTo(uuid(1));
    assertThat(list(t -> t.recipients().waiting(jane, NOW))).containsExactly(later);
    update(find(4).with(Recipient.of(" Jane@Example.com")));
    assertThat(maybe(t -> t.recipients().newestSent(jane)).map(MessageRow::id)).contains(uuid(4));
  }

  @Test
  void what_may_have_gone_to_an_address_since_a_time_is_found_in_every_tenant() {
    MessageRow ended = sent(2, "p-2");
    MessageRow doubtful = due(1, NOW);
    MessageRow elsewhere = sent(4, "p-4").with(Recipient.of("joan@example.com"));
    MessageRow foreign = message(OTHER, 5, key(5)).with(ended.recipient());
    add(doubtful, ended, elsewhere, foreign);
    update(doubtful.with(doubtful.status().inDoubt(true)));
    Instant end = Objects.requireNonNull(ended.status().endedAt());
    assertThat(list(t -> t.recipients().since("email", "jane@example.com", end, 10)))
        .extracting(MessageRow::id)
        .containsExactlyInAnyOrder(uuid(1), uuid(2), uuid(5));
    assertThat(
            list(t -> t.recipients().since("email", "jane@example.com", end.plusNanos(1_000), 9)))
        .extracting(row -> row.id() + " " + row.status().inDoubt())
        .containsExactlyInAnyOrder(uuid(1) + " true", uuid(5) + " false");
    assertThat(list(t -> t.recipients().since("email", "jane@example.com", end, 1))).hasSize(1);
    assertThat(list(t -> t.recipients().since("sms", "jane@example.com", end, 10))).isEmpty();
  }

  private static MessageRow inApp(int n, String recipient, String state) {
    Status pending = Status.pending(NOW);
    return MessageRow.builder(ACME, uuid(n), "in-" + n)
        .channel("in_app")
        .recipient(Recipient.of(recipient))
        .body("{}")
        .createdAt(NOW)
        .revision(0)
        .status(state.equals("PENDING") ? pending : pending.ended(MessageState.of(state), NOW))
        .build();
  }

  private List<UUID> inbox(String recipient, boolean unreadOnly, Integer after, int limit) {
    UUID id = after == null ? null : uuid(after);
    return list(t -> t.recipients().inbox(ACME, recipient, unreadOnly, id, limit)).stream()
        .map(MessageRow::id)
        .toList();
  }

  @Test
  void an_inbox_holds_what_was_sent_newest_first() {
    add(
        inApp(1, "ann", "SENT"),
        inApp(2, "ann", "SENT"),
        inApp(3, "ann", "PENDING"),
        inApp(4, "ann", "CANCELED"),
        inApp(5, "bob", "SENT"),
        inApp(6, "ann", "SENT"),
        due(7, NOW).with(Recipient.of("ann")));
    assertThat(inbox("ann", false, null, 10)).containsExactly(uuid(6), uuid(2), uuid(1));
    assertThat(inbox("ann", false, 6, 1)).containsExactly(uuid(2));
    assertThat(inbox("ann", true, 2, 9)).containsExactly(uuid(1));
    assertThat(inbox("eve", false, null, 10)).isEmpty();
    assertThat(number(t -> t.recipients().unread(ACME, "ann"))).isEqualTo(3);
    assertThat(number(t -> t.recipients().unread(OTHER, "ann"))).isZero();
    assertThat(number(t -> t.recipients().markRead(ACME, "bob", uuid(2), LATER))).isZero();
    assertThat(number(t -> t.recipients().markRead(ACME, "ann", uuid(2), LATER))).isOne();
    assertThat(number(t -> t.recipients().markRead(ACME, "ann", uuid(2), LATER))).isZero();
    assertThat(find(2).delivery()).isEqualTo(new MessageRow.Delivery(null, "READ", LATER));
    assertThat(inbox("ann", true, null, 10)).containsExactly(uuid(6), uuid(1));
    assertThat(number(t -> t.recipients().markRead(ACME, "ann", null, LATER))).isEqualTo(2);
    assertThat(number(t -> t.recipients().unread(ACME, "ann"))).isZero();
    assertThat(number(t -> t.recipients().unread(ACME, "bob"))).isOne();
    assertThat(truth(t -> t.recipients().isInInbox(ACME, "ann", uuid(1)))).isTrue();
    assertThat(truth(t -> t.recipients().isInInbox(ACME, "ann", uuid(3)))).isFalse();
    assertThat(truth(t -> t.recipients().isInInbox(ACME, "bob", uuid(1)))).isFalse();
    assertThat(truth(t -> t.recipients().isInInbox(OTHER, "ann", uuid(1)))).isFalse();
  }
}
