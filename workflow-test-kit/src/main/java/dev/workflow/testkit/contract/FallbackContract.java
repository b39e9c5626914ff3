package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.Messages.Message;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Delivery;
import dev.workflow.spi.store.MessageRow.Plan;
import dev.workflow.spi.store.MessageRow.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What does not arrive on one channel goes on to the next. */
public abstract class FallbackContract extends EngineContract {

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final Duration AFTER = Duration.ofHours(4);
  private static final Alternative SMS = alternative("sms", "+31612345678");
  private static final Alternative APP = alternative("in_app", "user-7");

  private static Alternative alternative(String channel, String recipient) {
    return new Alternative(channel, recipient, Json.object().put("text", "by " + channel));
  }

  /** Sends a mail with these alternatives. */
  private void mail(boolean untilRead, Alternative... alternatives) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                      context, "email", "ann@x.nl", Json.object().put("text", "by email"))
                  .handled(
                      Handling.NONE.fallback(
                          new Fallback(List.of(alternatives), AFTER, untilRead))));
          return ActionResult.completed();
        };
    run(WORK, "{}");
  }

  /** All messages, the oldest first. */
  private List<Message> all() {
    List<Message> newestFirst = kit.engine().messages().list(TENANT, null, null, null, 100).items();
    return newestFirst.stream().sorted((one, other) -> one.id().compareTo(other.id())).toList();
  }

  private Message message(int n) {
    return all().get(n);
  }

  private List<String> states() {
    return all().stream().map(message -> message.channel() + " " + message.state()).toList();
  }

  private void rejecting(String... channels) {
    for (String channel : channels) {
      kit.sender(channel).answers(message -> SendResult.rejected("no " + channel));
    }
  }

  @Test
  void a_message_that_fails_is_followed_at_once_until_one_is_sent() {
    rejecting("email", "sms");
    mail(false, SMS, APP);
    assertThat(states()).containsExactly("email FAILED", "sms FAILED", "in_app SENT");
    assertThat(message(0).ties().follows()).isNull();
    assertThat(message(1).ties().follows()).isEqualTo(message(0).id());
    assertThat(message(2).ties().follows()).isEqualTo(message(1).id());
    assertThat(message(2).recipient()).isEqualTo("user-7");
    assertThat(message(2).origin()).isEqualTo(message(0).origin());
    assertThat(kit.messages()).extracting(sent -> sent.text("text")).containsExactly("by in_app");
    kit.advance(AFTER.multipliedBy(3));
    assertThat(all()).hasSize(3);
  }

  @Test
  void what_is_sent_and_not_heard_of_goes_the_next_way_when_its_time_is_over() {
    mail(false, SMS);
    assertThat(states()).containsExactly("email SENT", "sms PENDING");
    Message next = message(1);
    assertThat(next.times().dueAt()).isEqualTo(START.plus(AFTER));
    assertThat(next.result())
        .isEqualTo("sent unless message " + message(0).id() + " by email is delivered by then");
    kit.advance(AFTER.minusSeconds(1));
    assertThat(kit.messages("sms")).isEmpty();
    kit.advance(Duration.ofSeconds(1));
    assertThat(states()).containsExactly("email SENT", "sms SENT");
    assertThat(kit.messages("sms").get(0).handling().fallback()).isNull();
  }

  @Test
  void the_time_to_arrive_is_the_same_for_every_message_of_the_chain() {
    mail(true, SMS, APP);
    assertThat(message(1).result())
        .isEqualTo("sent unless message " + message(0).id() + " by email is read by then");
    kit.advance(AFTER);
    assertThat(states()).containsExactly("email SENT", "sms SENT", "in_app PENDING");
    assertThat(message(2).times().dueAt()).isEqualTo(START.plus(AFTER.multipliedBy(2)));
    kit.advance(AFTER);
    assertThat(states()).containsExactly("email SENT", "sms SENT", "in_app SENT");
  }

  @Test
  void a_message_that_is_tried_again_has_not_failed() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofMinutes(1)));
    mail(false, SMS);
    assertThat(states()).containsExactly("email PENDING");
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    kit.advance(Duration.ofMinutes(1));
    assertThat(states()).containsExactly("email SENT", "sms PENDING");
    assertThat(message(1).times().dueAt()).isEqualTo(START.plusSeconds(60).plus(AFTER));
  }

  @Test
  void one_that_is_ended_by_hand_is_not_followed() {
    Actor anna = Actor.of("anna");
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofMinutes(1)));
    mail(false, SMS);
    kit.engine().messages().skip(TENANT, message(0).id(), anna, "she was called");
    kit.advance(Duration.ofDays(1));
    assertThat(states()).containsExactly("email SKIPPED");
    mail(false, SMS);
    assertThat(kit.engine().messages().cancel(TENANT, LEAD)).isEqualTo(1);
    kit.advance(Duration.ofDays(1));
    assertThat(states()).containsExactly("email SKIPPED", "email CANCELED");
  }

  @Test
  void a_message_that_is_sent_again_by_hand_is_followed_once() {
    rejecting("email");
    mail(false, SMS);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    kit.engine().messages().resend(TENANT, message(0).id(), Actor.of("anna"));
    kit.advance(AFTER.multipliedBy(2));
    assertThat(states()).containsExactly("email SENT", "sms SENT");
    assertThat(kit.messages("sms")).hasSize(1);
  }

  @Test
  void the_end_of_an_instance_takes_what_waits_with_it() {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "email", "ann@x.nl", Json.object())
                  .handled(Handling.NONE.fallback(new Fallback(List.of(SMS), AFTER, false))));
          return ActionResult.completed();
        };
    var id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\", \"delay\": \"P9D\"}]",
            "{}");
    assertThat(states()).containsExactly("email SENT", "sms PENDING");
    kit.engine().instances().cancel(TENANT, id, Actor.of("anna"), "no");
    kit.advance(Duration.ofDays(1));
    assertThat(states()).containsExactly("email SENT", "sms CANCELED");
  }

  @Test
  void one_that_has_been_delivered_needs_no_other() {
    assertThat(afterwards(false, 1, "ACCEPTED").state()).isEqualTo("SENT");
    assertThat(afterwards(false, 1, "FAILED").state()).isEqualTo("SENT");
    assertThat(afterwards(false, 1, "DELIVERED").state()).isEqualTo("SKIPPED");
    assertThat(afterwards(false, 1, "READ").state()).isEqualTo("SKIPPED");
    assertThat(kit.messages("sms")).hasSize(2);
  }

  @Test
  void one_that_must_be_read_is_not_enough_when_it_is_delivered() {
    assertThat(afterwards(true, 1, "DELIVERED").state()).isEqualTo("SENT");
    assertThat(afterwards(true, 1, "READ").state()).isEqualTo("SKIPPED");
    assertThat(kit.messages("sms")).hasSize(1);
  }

  @Test
  void any_message_of_the_chain_that_arrives_late_ends_it() {
    Message skipped = afterwards(false, 2, "DELIVERED");
    assertThat(skipped.state()).isEqualTo("SKIPPED");
    assertThat(skipped.result()).endsWith("by email has arrived: DELIVERED");
    kit.advance(Duration.ofDays(9));
    assertThat(kit.messages("in_app")).isEmpty();
  }

  /**
   * Copies the beginning of a chain, of which the mail has come to a delivery state, and runs until
   * all is over.
   *
   * @param waiting the place in the chain that is still to be sent
   * @return what became of that
   */
  private Message afterwards(boolean untilRead, int waiting, String state) {
    Set<UUID> known = all().stream().map(Message::id).collect(Collectors.toSet());
    mail(untilRead, SMS, APP);
    List<UUID> chain = all().stream().map(Message::id).filter(id -> !known.contains(id)).toList();
    UUID mail = chain.get(0);
    UUID text = chain.get(1);
    kit.engine().messages().skip(TENANT, text, Actor.of("anna"), null);
    Instant now = kit.clock().instant();
    String key = "copy-" + known.size();
    MessageRow first = copied(row(mail), key, null, new Delivery("p-1", state, now));
    MessageRow second = copied(row(text), key + "/fallback-1", first.id(), Delivery.NONE);
    MessageRow third = copied(row(text), key + "/fallback-2", second.id(), Delivery.NONE);
    Status sent = Status.pending(now).ended("SENT", now);
    List<MessageRow> all =
        waiting == 1
            ? List.of(first, second.with(Status.pending(now)))
            : List.of(first, second.with(sent), third.with(Status.pending(now)));
    store.transact(
        transaction -> {
          transaction.messages().insert(all);
          return all;
        });
    kit.run();
    return kit.engine().messages().get(TENANT, all.get(waiting).id());
  }

  private MessageRow row(UUID id) {
    return store.transact(transaction -> transaction.messages().find(TENANT, id)).orElseThrow();
  }

  private static MessageRow copied(MessageRow row, String key, UUID follows, Delivery delivery) {
    return new MessageRow(
        row.tenant(),
        new UUID(row.id().getMostSignificantBits(), key.hashCode()),
        key,
        row.origin(),
        row.channel(),
        row.recipient(),
        row.body(),
        row.purpose(),
        new Plan(null, follows, row.plan().handling()),
        row.createdAt(),
        0,
        row.status(),
        delivery);
  }
}
