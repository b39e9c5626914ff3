package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Delivery;
import dev.workflow.spi.store.MessageRow.Failure;
import dev.workflow.spi.store.MessageRow.Origin;
import dev.workflow.spi.store.MessageRow.Plan;
import dev.workflow.spi.store.MessageRow.Recipient;
import dev.workflow.spi.store.MessageRow.Status;
import dev.workflow.spi.store.MessageRows.DueLanes;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.Overdue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The outbox. */
abstract class MessageRowsContract extends OutboxContract {

  private static final Lane EMAILS = new Lane("email", ACME);
  private static final Lane SMS = new Lane("sms", ACME);

  @Test
  void a_message_is_read_as_it_was_written() {
    MessageRow full = message(ACME, 1, key(1));
    MessageRow bare = bare(ACME, 2, "k");
    MessageRow changed =
        MessageRow.builder(ACME, uuid(3), "key-3")
            .channel("sms")
            .recipient(new Recipient("+32", "+31"))
            .body("{}")
            .purpose(new Purpose(Category.MARKETING, "customer", "welcome", "nl-BE", "person-7"))
            .plan(new Plan("lead-42", uuid(1), "{\"closesAt\":\"2026-01-01T00:00:00Z\"}"))
            .createdAt(NOW)
            .revision(7)
            .status(
                new Status(
                    "FAILED",
                    3,
                    null,
                    null,
                    LATER,
                    "no",
                    new Failure("RECIPIENT", "131026"),
                    "anna"))
            .delivery(new Delivery("wamid.1", "READ", LATER))
            .build();
    add(full, bare, changed);
    assertThat(find(1)).isEqualTo(full);
    assertThat(find(2)).isEqualTo(bare);
    assertThat(find(3)).isEqualTo(changed);
    assertThat(maybe(transaction -> transaction.messages().find(ACME, uuid(4)))).isEmpty();
  }

  @Test
  void an_idempotency_key_enters_once_in_its_tenant() {
    MessageRow first = message(ACME, 1, key(1));
    MessageRow again = bare(ACME, 2, "key-1");
    MessageRow elsewhere = bare(OTHER, 3, "key-1");
    add(first, again, elsewhere);
    add(again);
    assertThat(list(transaction -> transaction.messages().list(ALL, null, 10)))
        .containsExactly(first);
    assertThat(maybe(transaction -> transaction.messages().find(OTHER, uuid(3))))
        .contains(elsewhere);
  }

  @Test
  void the_due_ones_are_claimed_earliest_first_and_each_once() {
    add(
        due(1, NOW),
        due(2, NOW.minusSeconds(1)),
        due(3, NOW.plusNanos(1_000)),
        with(due(4, NOW), "SENT", 1, 0, null, NOW, "id"),
        due(5, NOW));
    List<MessageRow> first = claim(NOW, 2);
    assertThat(first).extracting(MessageRow::id).containsExactly(uuid(2), uuid(1));
    assertThat(first.get(0)).isEqualTo(find(2));
    assertThat(first.get(0).revision()).isEqualTo(1);
    assertThat(first.get(0).dueAt()).isEqualTo(LATER);
    assertThat(claim(NOW, 10)).extracting(MessageRow::id).containsExactly(uuid(5));
    assertThat(claim(NOW, 10)).isEmpty();
    assertThat(claim(LATER, 10)).hasSize(4);
  }

  @Test
  void a_round_comes_to_every_lane_and_says_which_have_something_due() {
    add(
        of("sms", OTHER, 1, NOW),
        of("email", OTHER, 2, NOW.plusNanos(1_000)),
        of("email", ACME, 3, NOW),
        of("sms", ACME, 4, NOW.minusSeconds(5)),
        with(of("chat", ACME, 5, NOW), "HELD", 0, 0, null, null, null));
    assertThat(round(NOW)).containsExactly(EMAILS, SMS, new Lane("sms", OTHER));
    assertThat(round(NOW.minusSeconds(5))).containsExactly(SMS);
    assertThat(round(NOW.minusSeconds(6))).isEmpty();
  }

  @Test
  void a_round_of_many_lanes_comes_to_each_once() {
    List<Lane> all = new ArrayList<>();
    for (int n = 0; n < 150; n++) {
      Lane lane = new Lane("c" + n / 50, TenantId.of("t%03d".formatted(n)));
      all.add(lane);
      add(of(lane.channel(), lane.tenant(), n, NOW));
    }
    assertThat(round(NOW)).containsExactlyElementsOf(all);
  }

  private List<Lane> round(Instant now) {
    List<Lane> lanes = new ArrayList<>();
    DueLanes part = get(transaction -> transaction.messages().dueLanes(now, null));
    lanes.addAll(part.due());
    while (part.last() != null) {
      Lane last = part.last();
      part = get(transaction -> transaction.messages().dueLanes(now, last));
      lanes.addAll(part.due());
    }
    return lanes;
  }

  @Test
  void of_each_lane_no_more_than_its_share_is_claimed_its_earliest_first() {
    add(
        of("email", ACME, 1, NOW),
        of("email", ACME, 2, NOW.minusSeconds(1)),
        of("email", ACME, 3, NOW.minusSeconds(2)),
        of("sms", ACME, 4, NOW),
        of("sms", OTHER, 5, NOW),
        of("email", OTHER, 6, NOW.plusSeconds(1)));
    Map<Lane, Integer> shares = Map.of(EMAILS, 2, SMS, 5, new Lane("email", OTHER), 5);
    List<MessageRow> claimed = claim(shares);
    assertThat(claimed).extracting(MessageRow::id).containsOnly(uuid(3), uuid(2), uuid(4));
    assertThat(claimed).extracting(MessageRow::revision).containsOnly(1L);
    assertThat(claimed).extracting(MessageRow::dueAt).containsOnly(LATER);
    assertThat(claim(shares)).extracting(MessageRow::id).containsExactly(uuid(1));
    assertThat(claim(Map.of())).isEmpty();
    assertThat(find(3))
        .isEqualTo(
            claimed.stream().filter(row -> row.id().equals(uuid(3))).findFirst().orElseThrow());
  }

  private List<MessageRow> claim(Map<Lane, Integer> shares) {
    return get(transaction -> transaction.messages().claim(NOW, LATER, shares));
  }

  private static MessageRow of(String channel, TenantId tenant, int n, Instant due) {
    return MessageRow.builder(tenant, uuid(n), "key-" + n)
        .channel(channel)
        .recipient(Recipient.of("somebody"))
        .body("{}")
        .createdAt(NOW)
        .revision(0)
        .status(Status.pending(due))
        .build();
  }

  @Test
  void the_providers_id_stays_once_it_is_known() {
    add(due(1, NOW));
    MessageRow claimed = claim(NOW, 1).get(0);
    MessageRow sent = claimed.with(claimed.delivery().known("sm-1"));
    run(transaction -> transaction.messages().update(List.of(sent)));
    assertThat(find(1).delivery()).isEqualTo(new Delivery("sm-1", null, null));
    MessageRow later = find(1).with(Delivery.NONE);
    run(transaction -> transaction.messages().update(List.of(later)));
    assertThat(find(1).delivery()).isEqualTo(new Delivery("sm-1", null, null));
  }

  @Test
  void an_update_is_fenced_by_the_revision() {
    add(due(1, NOW));
    MessageRow claimed = claim(NOW, 1).get(0);
    MessageRow sent = with(claimed, "SENT", 1, claimed.revision(), null, LATER, "provider-7");
    assertThat(update(sent)).isEmpty();
    assertThat(find(1)).isEqualTo(with(sent, "SENT", 1, 2, null, LATER, "provider-7"));
    MessageRow stale = with(claimed, "FAILED", 9, claimed.revision(), null, NOW, "late");
    assertThat(update(stale)).containsExactly(stale);
    assertThat(find(1).state()).isEqualTo("SENT");
    MessageRow unknown = due(9, NOW);
    assertThat(update(unknown)).containsExactly(unknown);
  }

  @Test
  void a_lease_is_renewed_for_who_still_holds_the_message() {
    add(due(1, NOW), due(2, NOW), due(3, NOW));
    List<MessageRow> claimed = claim(NOW, 3);
    MessageRow sent = claimed.get(1);
    update(with(sent, "SENT", 1, sent.revision(), null, LATER, "id"));
    MessageRow deferred = claimed.get(2);
    update(with(deferred, "PENDING", 1, deferred.revision(), NOW, null, "busy"));
    Instant longer = LATER.plusSeconds(9);
    assertThat(number(transaction -> transaction.messages().renew(claimed, longer))).isEqualTo(1);
    assertThat(find(1)).isEqualTo(claimed.get(0).leased(1, longer));
    assertThat(find(2).dueAt()).isNull();
    assertThat(find(3).dueAt()).isEqualTo(NOW);
    assertThat(claim(LATER, 10)).extracting(MessageRow::id).containsExactly(uuid(3));
  }

  private Overdue overdue(TenantId tenant, int limit) {
    return get(transaction -> transaction.messages().overdue(tenant, NOW, limit));
  }

  @Test
  void those_that_were_due_before_a_time_and_that_nobody_has_are_counted() {
    add(due(1, NOW.minusSeconds(3)), due(2, NOW.minusSeconds(2)), due(3, NOW));
    assertThat(overdue(ACME, 9)).isEqualTo(new Overdue(2, NOW.minusSeconds(3)));
    claim(NOW.minusSeconds(1), 1);
    assertThat(overdue(ACME, 9)).isEqualTo(new Overdue(1, NOW.minusSeconds(2)));
    assertThat(overdue(OTHER, 9)).isEqualTo(Overdue.NOTHING);
  }

  @Test
  void a_deferred_message_is_due_again() {
    add(due(1, NOW));
    assertThat(maybe(transaction -> transaction.messages().nextDue())).contains(NOW);
    MessageRow claimed = claim(NOW, 1).get(0);
    update(with(claimed, "PENDING", 1, claimed.revision(), NOW.plusSeconds(5), null, "busy"));
    assertThat(maybe(transaction -> transaction.messages().nextDue())).contains(NOW.plusSeconds(5));
    assertThat(claim(NOW, 1)).isEmpty();
    MessageRow again = claim(NOW.plusSeconds(5), 1).get(0);
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.status().result()).isEqualTo("busy");
    update(with(again, "FAILED", 2, again.revision(), null, NOW, "given up"));
    assertThat(maybe(transaction -> transaction.messages().nextDue())).isEmpty();
  }

  @Test
  void what_an_instance_has_not_sent_is_cancelled_with_its_change_and_what_it_sends_then_is_not() {
    InstanceRow row = inserted(instance(key(1), active(null)));
    MessageRow sent = with(due(2, NOW), "SENT", 1, 0, null, NOW, "id");
    add(due(1, NOW), sent, message(ACME, 3, key(2)));
    write(append(row, 2, messages(LATER, due(4, NOW))));
    assertThat(find(1)).isEqualTo(with(due(1, NOW), "CANCELED", 0, 1, null, LATER, null));
    assertThat(find(2)).isEqualTo(sent);
    assertThat(find(3).state()).isEqualTo("PENDING");
    assertThat(find(4)).isEqualTo(due(4, NOW));
    assertThat(claim(LATER, 10)).extracting(MessageRow::id).containsExactly(uuid(3), uuid(4));
  }

  @Test
  void a_subjects_pending_messages_are_cancelled_and_fence_their_dispatcher() {
    add(due(1, NOW), due(2, NOW), with(due(3, NOW), "FAILED", 8, 0, null, NOW, "no"));
    MessageRow claimed = claim(NOW, 1).get(0);
    assertThat(
            number(
                transaction -> transaction.messages().cancel(ALL.about(LEAD), LATER, null, null)))
        .isEqualTo(2);
    assertThat(
            number(
                transaction -> transaction.messages().cancel(ALL.about(LEAD), LATER, null, null)))
        .isZero();
    assertThat(find(1).state()).isEqualTo("CANCELED");
    assertThat(find(1).status().endedAt()).isEqualTo(LATER);
    assertThat(find(1).dueAt()).isNull();
    assertThat(find(3).state()).isEqualTo("FAILED");
    assertThat(update(claimed)).containsExactly(claimed);
    assertThat(maybe(transaction -> transaction.messages().nextDue())).isEmpty();
  }

  @Test
  void pages_of_messages_are_complete_newest_first_and_filtered() {
    List<MessageRow> expected = new ArrayList<>();
    for (int n = 1; n <= 11; n++) {
      add(due(n, NOW));
      expected.add(0, due(n, NOW));
    }
    List<MessageRow> seen = new ArrayList<>();
    List<MessageRow> page;
    do {
      UUID after = seen.isEmpty() ? null : seen.get(seen.size() - 1).id();
      page =
          get(
              transaction ->
                  transaction.messages().list(ALL.about(LEAD).in(MessageState.PENDING), after, 4));
      seen.addAll(page);
    } while (page.size() == 4);
    assertThat(seen).containsExactlyElementsOf(expected);
    assertThat(
            list(transaction -> transaction.messages().list(ALL.in(MessageState.SENT), null, 10)))
        .isEmpty();
    SubjectRef other = SubjectRef.of("lead", "1");
    assertThat(list(transaction -> transaction.messages().list(ALL.about(other), null, 10)))
        .isEmpty();
  }

  @Test
  void a_filter_is_about_the_subject_the_workflow_the_key_the_channel_the_states_and_the_failure() {
    MessageRow one = message(ACME, 1, key(1));
    MessageRow other =
        MessageRow.builder(ACME, uuid(2), "key-2")
            .origin(new Origin(key(2), "v", "j", "mail", SubjectRef.of("lead", "1")))
            .channel("sms")
            .recipient(Recipient.of("+31"))
            .body("{}")
            .createdAt(NOW)
            .revision(0)
            .status(
                new Status(
                    "FAILED", 1, null, null, NOW, "no", new Failure("RECIPIENT", "131026"), null))
            .build();
    add(one, other);
    assertThat(found(filter("w", null, null, null, null))).containsExactly(one);
    assertThat(found(filter("v", "j", "sms", "RECIPIENT", "131026"))).containsExactly(other);
    assertThat(found(filter(null, "k", null, null, null))).containsExactly(one);
    assertThat(found(filter(null, null, "email", null, null))).containsExactly(one);
    assertThat(found(filter(null, null, null, "RECIPIENT", null))).containsExactly(other);
    assertThat(found(filter(null, null, null, null, "131026"))).containsExactly(other);
    assertThat(found(filter(null, null, null, "MESSAGE", null))).isEmpty();
    assertThat(found(ALL.in(MessageState.FAILED, MessageState.PENDING)))
        .containsExactly(other, one);
  }

  private List<MessageRow> found(MessageFilter filter) {
    return get(transaction -> transaction.messages().list(filter, null, 10));
  }
}
