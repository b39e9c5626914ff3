package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Failure;
import dev.workflow.spi.store.MessageRow.Recipient;
import dev.workflow.spi.store.MessageRow.Status;
import dev.workflow.spi.store.MessageRows.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is still to be sent, and what people do with it. */
abstract class UpcomingRowsContract extends OutboxContract {

  @Test
  void an_update_changes_the_recipient_the_plan_and_who_did_it() {
    add(due(1, NOW));
    MessageRow changed =
        find(1)
            .with(new Recipient("joan@example.com", "jane@example.com"))
            .with(
                Status.pending(LATER)
                    .attempts(2)
                    .failure(new Failure("SENDER", null))
                    .result("busy")
                    .changedBy("anna"));
    assertThat(update(changed)).isEmpty();
    assertThat(find(1)).isEqualTo(changed.at(1, changed.status()));
    assertThat(claim(NOW, 10)).isEmpty();
    assertThat(update(changed)).containsExactly(changed);
  }

  @Test
  void what_is_held_is_not_claimed_and_not_forgotten() {
    add(due(1, NOW));
    MessageRow held = find(1).with(find(1).status().held());
    update(held);
    assertThat(claim(LATER, 10)).isEmpty();
    assertThat(maybe(transaction -> transaction.messages().nextDue())).isEmpty();
    assertThat(upcoming(null, 10)).extracting(MessageRow::id).containsExactly(uuid(1));
    MessageRow released = find(1).with(find(1).status().pendingAt(NOW));
    update(released);
    assertThat(claim(NOW, 10)).extracting(MessageRow::id).containsExactly(uuid(1));
  }

  private List<MessageRow> upcoming(Cursor after, int limit) {
    return get(transaction -> transaction.messages().upcoming(ALL, after, limit));
  }

  @Test
  void what_is_upcoming_comes_by_its_planned_time_whoever_has_it() {
    add(
        due(5, NOW.plusSeconds(1)),
        due(4, NOW.plusSeconds(3)),
        due(3, NOW),
        due(2, NOW.plusSeconds(1)),
        with(due(1, NOW), "SENT", 1, 0, null, NOW, "id"));
    assertThat(claim(NOW, 10)).extracting(MessageRow::id).containsExactly(uuid(3));
    List<UUID> order = List.of(uuid(3), uuid(2), uuid(5), uuid(4));
    assertThat(upcoming(null, 10)).extracting(MessageRow::id).containsExactlyElementsOf(order);
    List<UUID> seen = new ArrayList<>();
    Cursor after = null;
    for (List<MessageRow> page = upcoming(after, 1); !page.isEmpty(); page = upcoming(after, 1)) {
      MessageRow row = page.get(0);
      seen.add(row.id());
      after = new Cursor(row.status().plannedAt(), row.id());
    }
    assertThat(seen).isEqualTo(order);
  }

  @Test
  void a_calendar_is_asked_by_template_by_recipient_and_up_to_a_time() {
    MessageRow other = due(3, NOW.plusSeconds(3));
    add(
        due(1, NOW.plusSeconds(1)),
        due(2, NOW.plusSeconds(2)),
        other.with(Recipient.of("joan@example.com")),
        madeFrom("welcome", due(4, NOW.plusSeconds(4))));
    assertThat(upcoming(ALL.plannedBefore(NOW.plusSeconds(2)))).containsExactly(uuid(1));
    assertThat(
            upcoming(
                ALL.to(new MessageFilter.To("email", Set.of("joan@example.com", "x@example.com")))))
        .containsExactly(uuid(3));
    assertThat(upcoming(ALL.from(new MessageFilter.From(null, null, null, "welcome"))))
        .containsExactly(uuid(4));
  }

  private List<UUID> upcoming(MessageFilter filter) {
    return get(transaction -> transaction.messages().upcoming(filter, null, 10)).stream()
        .map(MessageRow::id)
        .toList();
  }

  private static MessageRow madeFrom(String template, MessageRow row) {
    return MessageRow.builder(row.tenant(), row.id(), row.idempotencyKey())
        .origin(row.origin())
        .channel(row.channel())
        .recipient(row.recipient())
        .body(row.body())
        .purpose(Purpose.NONE.withTemplate(template, "nl"))
        .plan(row.plan())
        .createdAt(row.createdAt())
        .revision(row.revision())
        .status(row.status())
        .delivery(row.delivery())
        .build();
  }

  @Test
  void a_dispatcher_is_seen_until_its_lease_ends() {
    add(due(1, NOW));
    assertThat(find(1).status().underWay(NOW)).isFalse();
    claim(NOW, 1);
    assertThat(find(1).status().underWay(NOW)).isTrue();
    assertThat(find(1).status().plannedAt()).isEqualTo(NOW);
    assertThat(find(1).status().underWay(LATER)).isFalse();
  }

  @Test
  void cancelling_reaches_what_a_filter_says_held_ones_too_and_keeps_who_and_why() {
    add(due(1, NOW), due(2, NOW), bare(ACME, 3, "k"), bare(OTHER, 4, "k"));
    MessageRow held = find(2).with(find(2).status().held().result("wait").changedBy("bob"));
    update(held);
    MessageFilter workflow = filter("w", null, null, null, null);
    assertThat(number(transaction -> transaction.messages().cancel(workflow, LATER, "anna", "no")))
        .isEqualTo(2);
    assertThat(find(2).status())
        .isEqualTo(new Status("CANCELED", 0, null, null, LATER, "no", null, "anna"));
    assertThat(find(2).revision()).isEqualTo(2);
    assertThat(find(3).state()).isEqualTo("PENDING");
    assertThat(number(transaction -> transaction.messages().cancel(ALL, LATER, null, null)))
        .isEqualTo(1);
    assertThat(find(3).status())
        .isEqualTo(new Status("CANCELED", 0, null, null, LATER, null, null, null));
  }

  @Test
  void what_an_instance_holds_back_is_cancelled_with_it() {
    InstanceRow row = inserted(instance(key(1), active(null)));
    add(due(1, NOW));
    update(find(1).with(find(1).status().held().result("wait").changedBy("bob")));
    write(append(row, 2, messages(LATER)));
    assertThat(find(1).status())
        .isEqualTo(new Status("CANCELED", 0, null, null, LATER, "wait", null, "bob"));
  }
}
