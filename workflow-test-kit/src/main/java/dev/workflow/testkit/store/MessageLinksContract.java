package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageLinks.Gathering;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Plan;
import dev.workflow.spi.store.MessageRow.Recipient;
import dev.workflow.spi.store.MessageRow.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Messages that belong together. */
abstract class MessageLinksContract extends OutboxContract {

  private static final Gathering NEWS = new Gathering(ACME, "sms", "+31", "news");

  private static MessageRow tied(TenantId tenant, int n, String channel, String to, Plan plan) {
    return MessageRow.builder(tenant, uuid(n), "key-" + n)
        .channel(channel)
        .recipient(Recipient.of(to))
        .body("{}")
        .purpose(Purpose.NONE.withPerson("p").withTemplate("welcome", "nl"))
        .plan(plan)
        .createdAt(NOW)
        .revision(0)
        .status(Status.pending(NOW))
        .build();
  }

  private static MessageRow item(int n) {
    return tied(ACME, n, "sms", "+31", new Plan("news", null, null));
  }

  private static MessageRow follower(TenantId tenant, int n, UUID follows) {
    return tied(tenant, n, "sms", "+31", new Plan(null, follows, null));
  }

  private List<MessageRow> gather(int limit) {
    return get(transaction -> transaction.messageLinks().gather(NEWS, limit));
  }

  private Optional<Instant> nextDue() {
    return get(transaction -> transaction.messageLinks().nextDue(NEWS));
  }

  @Test
  void messages_are_found_by_their_ids_in_their_tenant() {
    add(item(1), item(2), item(3), follower(OTHER, 4, null));
    List<UUID> ids = List.of(uuid(1), uuid(3), uuid(4), uuid(5));
    assertThat(list(transaction -> transaction.messageLinks().find(ACME, ids)))
        .containsExactlyInAnyOrder(item(1), item(3));
    assertThat(list(transaction -> transaction.messageLinks().find(ACME, List.of()))).isEmpty();
  }

  @Test
  void what_stands_in_for_a_message_is_found_in_its_tenant() {
    MessageRow ended =
        follower(ACME, 3, uuid(1)).with(Status.pending(NOW).ended(MessageState.SKIPPED, NOW));
    add(item(1), follower(ACME, 2, uuid(1)), ended, follower(ACME, 4, uuid(2)));
    add(follower(OTHER, 5, uuid(1)));
    assertThat(
            list(
                transaction ->
                    transaction.messageLinks().fallbacks(ACME, List.of(uuid(1), uuid(9)))))
        .containsExactlyInAnyOrder(follower(ACME, 2, uuid(1)), ended);
    assertThat(list(transaction -> transaction.messageLinks().fallbacks(ACME, List.of())))
        .isEmpty();
  }

  @Test
  void a_digest_gathers_what_is_pending_of_its_key_channel_and_address() {
    Plan news = new Plan("news", null, null);
    assertThat(nextDue()).isEmpty();
    add(
        item(3),
        item(1),
        tied(ACME, 4, "email", "+31", news),
        tied(ACME, 5, "sms", "+32", news),
        tied(ACME, 6, "sms", "+31", new Plan("other", null, null)),
        tied(ACME, 7, "sms", "+31", Plan.NONE),
        tied(OTHER, 8, "sms", "+31", news),
        item(9).with(Status.pending(NOW).held()),
        item(10).with(Status.pending(NOW).ended(MessageState.MERGED, NOW)),
        item(11).with(Status.pending(LATER)));
    assertThat(gather(10)).extracting(MessageRow::id).containsExactly(uuid(1), uuid(3), uuid(11));
    assertThat(gather(10)).startsWith(item(1), item(3));
    assertThat(gather(1)).containsExactly(item(1));
    assertThat(nextDue()).contains(NOW);
  }

  @Test
  void a_digest_gathers_nothing_that_a_dispatcher_has() {
    add(item(1), item(2).with(Status.pending(LATER)));
    assertThat(nextDue()).contains(NOW);
    claim(NOW, 1);
    assertThat(nextDue()).contains(LATER);
    assertThat(gather(10)).containsExactly(item(2).with(Status.pending(LATER)));
    MessageRow claimed = find(1);
    update(claimed.with(claimed.status().pendingAt(NOW)));
    assertThat(gather(10)).extracting(MessageRow::id).containsExactly(uuid(1), uuid(2));
  }

  @Test
  void a_rewritten_message_has_another_body_category_and_plan_at_its_revision() {
    add(item(1), item(2));
    MessageRow claimed = claim(NOW, 1).get(0);
    MessageRow rewritten =
        claimed
            .body("{\"count\":2}")
            .with(
                claimed.purpose().withCategory(Category.TRANSACTIONAL).withTemplate("news@2", "nl"))
            .with(new Plan(null, uuid(2), "{\"a\":1}"));
    run(transaction -> transaction.messageLinks().rewrite(List.of(rewritten)));
    assertThat(find(1)).isEqualTo(rewritten);
    assertThat(update(rewritten.with(rewritten.status().ended(MessageState.SENT, LATER))))
        .isEmpty();
    assertThat(find(1).body()).isEqualTo("{\"count\":2}");
  }

  @Test
  void a_message_that_was_changed_in_between_is_not_rewritten() {
    add(item(1));
    MessageRow stale = find(1).body("{\"count\":2}");
    claim(NOW, 1);
    run(transaction -> transaction.messageLinks().rewrite(List.of(stale)));
    assertThat(find(1).body()).isEqualTo("{}");
  }
}
