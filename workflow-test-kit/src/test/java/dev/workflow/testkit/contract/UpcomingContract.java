package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.BulkOperation;
import dev.workflow.messaging.Messages.BulkReport;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is still to be sent can be looked at, moved, held and stopped, by hand. */
public abstract class UpcomingContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Query ALL = Query.of(TENANT);

  @BeforeEach
  void deferAll() {
    kit.sender("email").answers(mail -> SendResult.deferred("busy", Duration.ofHours(1)));
    kit.sender("sms").answers(text -> SendResult.deferred("busy", Duration.ofHours(2)));
  }

  private Messages messages() {
    return kit.engine().messaging().messages();
  }

  private void publishSending(String key, String event, String step) {
    kit.publish(
        """
        {"key": "%s", "triggers": [{"event": "%s"}],
         "concurrency": {"key": "{{subject.id}}", "policy": "allow"}, "steps": [%s]}
        """
            .formatted(key, event, step));
  }

  private void mails() {
    publishSending(
        "mails",
        "lead.created",
        """
        {"id": "mail", "action": "send_email", "config": {"to": "lead@x.nl", "subject": "s", "text": "t"}}
        """);
  }

  private void texts() {
    publishSending(
        "texts",
        "deal.won",
        """
        {"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "t"}}
        """);
  }

  /** A mail that is due in an hour. */
  private UUID mail() {
    mails();
    kit.event("lead.created", LEAD, "{}");
    return messages().upcoming(ALL, null, 1).items().get(0).id();
  }

  private Message get(UUID id) {
    return messages().get(TENANT, id);
  }

  private static Instant in(Duration time) {
    return START.plus(time);
  }

  @Test
  void they_are_listed_in_order_of_the_time_they_are_due() {
    texts();
    mails();
    kit.event("deal.won", LEAD, "{}");
    kit.event("lead.created", LEAD, "{}");
    kit.advance(Duration.ofMinutes(1));
    kit.event("lead.created", SubjectRef.of("lead", "7"), "{}");
    List<Message> all = messages().upcoming(ALL, null, 10).items();
    assertThat(all)
        .extracting(message -> message.times().dueAt())
        .containsExactly(
            in(Duration.ofHours(1)), in(Duration.ofMinutes(61)), in(Duration.ofHours(2)));
    Message first = all.get(0);
    assertThat(first.origin())
        .isEqualTo(new Messages.Origin(first.origin().instance(), "mails", "42", "mail", LEAD));
    assertThat(first.times()).isEqualTo(new Messages.Times(START, in(Duration.ofHours(1)), null));
    List<Message> paged = new ArrayList<>();
    Page<Message> page = messages().upcoming(ALL, null, 1);
    paged.addAll(page.items());
    while (page.next().isPresent()) {
      page = messages().upcoming(ALL, page.next().get(), 1);
      paged.addAll(page.items());
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void a_query_is_about_the_subject_the_workflow_the_key_and_the_channel() {
    texts();
    mails();
    SubjectRef other = SubjectRef.of("lead", "7");
    kit.event("deal.won", LEAD, "{}");
    kit.event("lead.created", LEAD, "{}");
    kit.event("lead.created", other, "{}");
    assertThat(count(ALL)).isEqualTo(3);
    assertThat(count(ALL.about(LEAD))).isEqualTo(2);
    assertThat(count(ALL.workflow("mails"))).isEqualTo(2);
    assertThat(count(ALL.concurrencyKey("7"))).isEqualTo(1);
    assertThat(count(ALL.onChannel("sms"))).isEqualTo(1);
    assertThat(count(ALL.onChannel("sms").about(other))).isZero();
    assertThat(count(ALL.failedFor(SendResult.Scope.MESSAGE))).isEqualTo(3);
    assertThat(count(ALL.code("7"))).isZero();
  }

  private int count(Query query) {
    return messages().upcoming(query, null, 10).items().size();
  }

  @Test
  void a_cursor_that_no_page_gave_is_refused() {
    for (String cursor : List.of("", "/", "x", "2026-01-05T09:00:00Z/x", START + "")) {
      assertThatThrownBy(() -> messages().upcoming(ALL, cursor, 10))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is not a cursor returned by this list");
    }
    assertThatThrownBy(() -> messages().failed(ALL, "x", 10))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not a cursor returned by this list");
  }

  @Test
  void one_that_is_skipped_ends_with_who_and_why() {
    UUID id = mail();
    messages().skip(TENANT, id, ANNA, "she called");
    kit.advance(Duration.ofDays(1));
    Message message = get(id);
    assertThat(message.state()).isEqualTo(MessageState.SKIPPED);
    assertThat(message.changedBy()).isEqualTo(ANNA);
    assertThat(message.result()).isEqualTo("she called");
    assertThat(message.times()).isEqualTo(new Messages.Times(START, null, START));
    assertThat(kit.messages()).isEmpty();
    assertThat(messages().upcoming(ALL, null, 10).items()).isEmpty();
  }

  @Test
  void one_that_is_moved_is_sent_at_its_new_time() {
    UUID id = mail();
    kit.sender("email").answers(mail -> SendResult.sent("p-1"));
    messages().move(TENANT, id, in(Duration.ofHours(5)), ANNA);
    kit.advance(Duration.ofHours(5).minusSeconds(1));
    assertThat(get(id).state()).isEqualTo(MessageState.PENDING);
    kit.advance(Duration.ofSeconds(1));
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(get(id).changedBy()).isEqualTo(ANNA);
  }

  @Test
  void a_time_that_has_passed_is_now_and_one_beyond_ten_years_is_refused() {
    UUID id = mail();
    messages().move(TENANT, id, Instant.MIN, ANNA);
    assertThat(get(id).times().dueAt()).isEqualTo(START);
    assertThatThrownBy(() -> messages().move(TENANT, id, Instant.MAX, ANNA))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The time has a problem:\n  (document): is "
                + Instant.MAX
                + "; it must be at most ten years from now");
  }

  @Test
  void one_can_be_sent_now() {
    UUID id = mail();
    kit.sender("email").answers(mail -> SendResult.sent("p-1"));
    messages().sendNow(TENANT, id, ANNA);
    kit.run();
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(get(id).attempts()).isEqualTo(2);
  }

  @Test
  void one_that_is_held_waits_until_it_is_released() {
    UUID id = mail();
    kit.sender("email").answers(mail -> SendResult.sent("p-1"));
    messages().hold(TENANT, id, ANNA, "the price is wrong");
    kit.advance(Duration.ofDays(1));
    Message held = messages().upcoming(ALL, null, 10).items().get(0);
    assertThat(held.state()).isEqualTo(MessageState.HELD);
    assertThat(held.result()).isEqualTo("the price is wrong");
    assertThat(held.times().dueAt()).isEqualTo(in(Duration.ofHours(1)));
    messages().move(TENANT, id, in(Duration.ofHours(30)), ANNA);
    assertThat(get(id).state()).isEqualTo(MessageState.HELD);
    messages().release(TENANT, id, ANNA);
    kit.run();
    assertThat(get(id).state()).isEqualTo(MessageState.PENDING);
    kit.advance(Duration.ofHours(6));
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_state_that_does_not_allow_it_is_one_clear_error() {
    UUID id = mail();
    assertRefused(
        () -> messages().release(TENANT, id, ANNA),
        "message " + id + " is PENDING; it can be released while it is HELD");
    assertRefused(
        () -> messages().resend(TENANT, id, ANNA),
        "message " + id + " is PENDING; it can be resent while it is FAILED");
    messages().skip(TENANT, id, ANNA, null);
    Map<String, Runnable> deeds =
        Map.of(
            "skipped", () -> messages().skip(TENANT, id, ANNA, null),
            "moved", () -> messages().move(TENANT, id, START, ANNA),
            "sent now", () -> messages().sendNow(TENANT, id, ANNA));
    deeds.forEach(
        (done, deed) ->
            assertRefused(
                deed,
                "message "
                    + id
                    + " is SKIPPED; it can be "
                    + done
                    + " while it is PENDING or HELD"));
    assertRefused(
        () -> messages().hold(TENANT, id, ANNA, null),
        "message " + id + " is SKIPPED; it can be held while it is PENDING");
    assertRefused(
        () -> messages().discard(TENANT, id, ANNA, null),
        "message " + id + " is SKIPPED; it can be discarded while it is FAILED");
    assertRefused(
        () -> messages().readdress(TENANT, id, "x@x.nl", ANNA),
        "message "
            + id
            + " is SKIPPED; it can be readdressed while it is PENDING or HELD or FAILED");
    assertThat(get(id).changedBy()).isEqualTo(ANNA);
  }

  private static void assertRefused(Runnable deed, String message) {
    assertThatThrownBy(deed::run)
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(message);
  }

  @Test
  void nothing_is_done_to_a_message_while_a_sender_has_it() {
    UUID id = mail();
    List<String> refusals = new ArrayList<>();
    List<Consumer<Messages>> deeds =
        List.of(
            it -> it.skip(TENANT, id, ANNA, null),
            it -> it.move(TENANT, id, START, ANNA),
            it -> it.sendNow(TENANT, id, ANNA),
            it -> it.hold(TENANT, id, ANNA, null),
            it -> it.readdress(TENANT, id, "x@x.nl", ANNA));
    kit.sender("email")
        .answers(
            mail -> {
              deeds.forEach(deed -> refusals.add(refusal(deed)));
              return SendResult.sent("p-1");
            });
    kit.advance(Duration.ofHours(1));
    Instant lease = in(Duration.ofHours(1)).plus(Duration.ofSeconds(15));
    assertThat(refusals)
        .hasSize(5)
        .contains(
            "message "
                + id
                + " is being sent at this moment; it can be skipped if it is still PENDING or HELD"
                + " when that attempt is over (its node has it until "
                + lease
                + ")");
    assertThat(refusals).allMatch(refusal -> refusal.contains("is being sent at this moment"));
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(get(id).changedBy()).isNull();
  }

  private String refusal(Consumer<Messages> deed) {
    return catchThrowableOfType(IllegalTransitionException.class, () -> deed.accept(messages()))
        .getMessage();
  }

  @Test
  void what_is_pending_is_cancelled_for_a_workflow_or_a_key_with_who_and_why() {
    texts();
    mails();
    kit.event("deal.won", LEAD, "{}");
    kit.event("lead.created", LEAD, "{}");
    kit.event("lead.created", SubjectRef.of("lead", "7"), "{}");
    UUID held = messages().upcoming(ALL.onChannel("sms"), null, 1).items().get(0).id();
    messages().hold(TENANT, held, ANNA, null);
    assertThat(messages().cancel(ALL.concurrencyKey("7"), ANNA, "a mistake")).isEqualTo(1);
    assertThat(messages().cancel(ALL.workflow("mails"), ANNA, null)).isEqualTo(1);
    assertThat(count(ALL)).isEqualTo(1);
    assertThat(messages().cancel(TENANT, LEAD, Actor.of("bob"))).isEqualTo(1);
    assertThat(get(held).state()).isEqualTo(MessageState.CANCELED);
    assertThat(get(held).changedBy()).isEqualTo(Actor.of("bob"));
    Message mistake =
        messages()
            .list(TENANT, SubjectRef.of("lead", "7"), MessageState.CANCELED, null, 10)
            .items()
            .get(0);
    assertThat(mistake.changedBy()).isEqualTo(ANNA);
    assertThat(mistake.result()).isEqualTo("a mistake");
  }

  @Test
  void many_are_held_and_released_at_once() {
    texts();
    mails();
    kit.event("deal.won", LEAD, "{}");
    for (int i = 0; i < 3; i++) {
      kit.event("lead.created", LEAD, "{}");
    }
    List<BulkReport> progress = new ArrayList<>();
    BulkReport held =
        messages().bulk(ALL.workflow("mails"), BulkOperation.HOLD, ANNA, progress::add);
    assertThat(held).isEqualTo(new BulkReport(3, 0, Map.of()));
    assertThat(progress).extracting(BulkReport::done).containsExactly(1L, 2L, 3L);
    assertThat(messages().bulk(ALL, BulkOperation.RELEASE, ANNA, report -> {}).done()).isEqualTo(3);
    assertThat(messages().bulk(ALL, BulkOperation.SEND_NOW, ANNA, report -> {}).done())
        .isEqualTo(4);
    kit.sender("email").answers(mail -> SendResult.sent("p"));
    kit.run();
    assertThat(messages().list(TENANT, null, MessageState.SENT, null, 10).items()).hasSize(3);
    assertThat(messages().bulk(ALL, BulkOperation.SKIP, ANNA, report -> {}).done()).isEqualTo(1);
    assertThat(count(ALL)).isZero();
  }

  @Test
  void a_reason_that_cannot_be_kept_is_refused() {
    UUID id = mail();
    assertThatThrownBy(() -> messages().skip(TENANT, id, ANNA, "x".repeat(2_001)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The reason has a problem:\n  (document): has 2001 characters; at most 2000 are allowed");
    for (String reason : List.of("a\0", "\uD800")) {
      assertThatThrownBy(() -> messages().cancel(ALL, ANNA, reason))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The reason has a problem:\n  (document): holds a control character or half a surrogate pair");
    }
  }
}
