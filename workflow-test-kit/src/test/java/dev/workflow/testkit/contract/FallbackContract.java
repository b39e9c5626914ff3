package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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
    mail(Handling.NONE.withFallback(new Fallback(List.of(alternatives), AFTER, untilRead)));
  }

  private void mail(Handling handling) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                      context, "email", "ann@x.nl", Json.object().put("text", "by email"))
                  .withHandling(handling));
          return ActionResult.completed();
        };
    run(WORK, "{}");
  }

  /** All messages, the oldest first. */
  private List<Message> all() {
    List<Message> newestFirst =
        kit.engine().messaging().messages().list(TENANT, null, null, null, 100).items();
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
    assertThat(message(0).links().fallbackFor()).isNull();
    assertThat(message(1).links().fallbackFor()).isEqualTo(message(0).id());
    assertThat(message(2).links().fallbackFor()).isEqualTo(message(1).id());
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
    kit.engine().messaging().messages().skip(TENANT, message(0).id(), anna, "she was called");
    kit.advance(Duration.ofDays(1));
    assertThat(states()).containsExactly("email SKIPPED");
    mail(false, SMS);
    assertThat(
            kit.engine().messaging().messages().cancel(TENANT, LEAD, dev.workflow.Actor.of("anna")))
        .isEqualTo(1);
    kit.advance(Duration.ofDays(1));
    assertThat(states()).containsExactly("email SKIPPED", "email CANCELED");
  }

  @Test
  void a_message_that_is_sent_again_by_hand_is_followed_once() {
    rejecting("email");
    mail(false, SMS);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    kit.engine().messaging().messages().resend(TENANT, message(0).id(), Actor.of("anna"));
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
                  .withHandling(
                      Handling.NONE.withFallback(new Fallback(List.of(SMS), AFTER, false))));
          return ActionResult.completed();
        };
    var id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\","
                + " \"delay\": \"P9D\"}]",
            "{}");
    assertThat(states()).containsExactly("email SENT", "sms PENDING");
    MessageRow waiting =
        store.transact(
            transaction -> transaction.messages().find(TENANT, message(1).id()).orElseThrow());
    kit.engine().instances().cancel(TENANT, id, Actor.of("anna"), "no");
    MessageRow overlooked = another(waiting);
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(overlooked));
          return overlooked;
        });
    kit.advance(Duration.ofDays(1));
    assertThat(states()).containsExactlyInAnyOrder("email SENT", "sms CANCELED", "sms SKIPPED");
    assertThat(kit.engine().messaging().messages().get(TENANT, overlooked.id()).result())
        .isEqualTo("its instance was cancelled or has exited");
  }

  private void report(String channel, State state) {
    Message last =
        all().stream()
            .filter(one -> one.channel().equals(channel))
            .reduce((a, b) -> b)
            .orElseThrow();
    report(channel, last, state);
  }

  private void report(String channel, Message message, State state) {
    String id = String.valueOf(message.delivery().providerId());
    kit.engine()
        .messaging()
        .deliveries()
        .record(TENANT, channel, List.of(Report.of(id + "/" + state, id, state)));
    kit.run();
  }

  /** What a node adds at the same moment in which another one cancels all that it sees. */
  private static MessageRow another(MessageRow row) {
    return MessageRow.builder(
            row.tenant(),
            UUID.fromString("019b8d0e-0000-7000-8000-000000000001"),
            row.idempotencyKey() + "-at-the-same-time")
        .origin(row.origin())
        .channel(row.channel())
        .recipient(row.recipient())
        .body(row.body())
        .purpose(row.purpose())
        .plan(row.plan())
        .createdAt(row.createdAt())
        .revision(0)
        .status(row.status())
        .delivery(row.delivery())
        .build();
  }

  @Test
  void one_that_has_been_delivered_needs_no_other() {
    mail(false, SMS, APP);
    report("email", State.SENT);
    report("email", State.DELIVERED);
    kit.advance(AFTER.multipliedBy(3));
    assertThat(states()).containsExactly("email SENT", "sms SKIPPED");
    assertThat(message(1).result())
        .isEqualTo("message " + message(0).id() + " by email has arrived: DELIVERED");
    mail(false, SMS);
    report("email", State.READ);
    kit.advance(AFTER);
    assertThat(states()).endsWith("email SENT", "sms SKIPPED");
  }

  @Test
  void one_that_must_be_read_is_not_enough_when_it_is_delivered() {
    mail(true, SMS);
    report("email", State.DELIVERED);
    kit.advance(AFTER);
    assertThat(states()).containsExactly("email SENT", "sms SENT");
    mail(true, SMS);
    report("email", State.READ);
    kit.advance(AFTER);
    assertThat(states()).endsWith("email SENT", "sms SKIPPED");
  }

  @Test
  void any_message_of_the_chain_that_arrives_late_ends_it() {
    mail(false, SMS, APP);
    kit.advance(AFTER);
    assertThat(states()).containsExactly("email SENT", "sms SENT", "in_app PENDING");
    report("email", State.DELIVERED);
    kit.advance(AFTER);
    assertThat(states()).containsExactly("email SENT", "sms SENT", "in_app SKIPPED");
    assertThat(message(2).result())
        .isEqualTo("message " + message(0).id() + " by email has arrived: DELIVERED");
  }

  @Test
  void a_report_that_it_failed_does_not_let_the_next_wait() {
    mail(false, SMS, APP);
    report("email", State.BOUNCED);
    assertThat(states()).containsExactly("email SENT", "sms SENT", "in_app PENDING");
    report("sms", State.FAILED);
    assertThat(states()).containsExactly("email SENT", "sms SENT", "in_app SENT");
  }

  @Test
  void a_report_that_comes_before_its_message_is_noted_as_sent_counts_as_well() {
    kit.sender("email")
        .answers(
            message -> {
              Report failed =
                  Report.of("key", "p-1", State.FAILED).withMessage(UUID.fromString(message.id()));
              kit.engine().messaging().deliveries().record(TENANT, "email", List.of(failed));
              return SendResult.sent("p-1");
            });
    mail(false, SMS);
    assertThat(states()).containsExactly("email SENT", "sms SENT");
  }

  @Test
  void one_to_an_address_that_is_suppressed_goes_the_next_way_at_once() {
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT,
            ChannelAddress.of("email", "ann@x.nl"),
            Reason.MANUAL,
            Scope.EVERYTHING,
            Actor.of("anna"),
            null);
    mail(false, SMS);
    assertThat(states()).containsExactly("email SKIPPED", "sms SENT");
    assertThat(message(1).links().fallbackFor()).isEqualTo(message(0).id());
  }

  @Test
  void instead_of_a_digest_each_of_its_messages_goes_on_alone() {
    Handling handling =
        Handling.NONE
            .withDigest(new Digest("news", START.plus(AFTER)))
            .withFallback(new Fallback(List.of(SMS), AFTER, true));
    mail(handling);
    mail(handling);
    mail(handling.withFallback(null));
    kit.advance(AFTER);
    assertThat(kit.messages("email")).hasSize(1);
    Message digest =
        all().stream().filter(one -> one.state() == MessageState.SENT).findFirst().orElseThrow();
    List<Message> next = all().stream().filter(one -> one.channel().equals("sms")).toList();
    assertThat(next)
        .hasSize(2)
        .allMatch(one -> digest.id().equals(one.links().fallbackFor()))
        .allMatch(one -> START.plus(AFTER.multipliedBy(2)).equals(one.times().dueAt()));
    report("email", digest, State.DELIVERED);
    kit.advance(AFTER);
    assertThat(kit.messages("sms")).hasSize(2);
  }

  @Test
  void a_digest_that_was_read_needs_no_other() {
    mail(
        Handling.NONE
            .withDigest(new Digest("news", START.plus(AFTER)))
            .withFallback(new Fallback(List.of(SMS), AFTER, true)));
    kit.advance(AFTER);
    Message digest =
        all().stream().filter(one -> one.state() == MessageState.SENT).findFirst().orElseThrow();
    report("email", digest, State.READ);
    kit.advance(AFTER);
    assertThat(kit.messages("sms")).isEmpty();
    assertThat(states()).containsExactlyInAnyOrder("email SENT", "email MERGED", "sms SKIPPED");
  }

  @Test
  void each_message_of_a_digest_goes_on_by_what_it_asks_itself() {
    Handling delivered =
        Handling.NONE
            .withDigest(new Digest("news", START.plus(AFTER)))
            .withFallback(new Fallback(List.of(SMS), AFTER, false));
    mail(delivered);
    mail(delivered.withFallback(new Fallback(List.of(APP), AFTER, true)));
    kit.advance(AFTER);
    Message digest =
        all().stream().filter(one -> one.state() == MessageState.SENT).findFirst().orElseThrow();
    report("email", digest, State.DELIVERED);
    kit.advance(AFTER);
    assertThat(states())
        .containsExactlyInAnyOrder(
            "email MERGED", "email MERGED", "email SENT", "sms SKIPPED", "in_app SENT");
  }

  @Test
  void a_step_may_be_called_as_a_fallback_is() {
    rejecting("email", "sms");
    for (String step : List.of("fallback-mail", "fallback-1")) {
      answer =
          context -> {
            context.send(
                OutboundMessage.draft(context, "email", "ann@x.nl", Json.object())
                    .withHandling(
                        Handling.NONE.withFallback(new Fallback(List.of(SMS, APP), AFTER, false))));
            return ActionResult.completed();
          };
      run("[{\"id\": \"%s\", \"action\": \"work\"}]".formatted(step), "{}");
      assertThat(states()).endsWith("email FAILED", "sms FAILED", "in_app SENT");
    }
    assertThat(all()).hasSize(6);
  }
}
