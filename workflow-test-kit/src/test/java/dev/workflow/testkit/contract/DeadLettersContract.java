package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.BulkOperation;
import dev.workflow.messaging.Messages.BulkReport;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What could not be sent is kept with its reason, mended and sent again, or discarded. */
public abstract class DeadLettersContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Query ALL = Query.of(TENANT);
  private static final String MAIL =
      """
      [{"id": "mail", "action": "send_email", "config": {"to": "%s", "subject": "s", "text": "t"}}]
      """;

  private final List<OutboundMessage> handedOver = new ArrayList<>();

  /** Every mail gets this answer from now on. */
  private void answer(SendResult answer) {
    kit.sender("email")
        .answers(
            mail -> {
              handedOver.add(mail);
              return answer;
            });
  }

  private Messages messages() {
    return kit.engine().messaging().messages();
  }

  private Message get(UUID id) {
    return messages().get(TENANT, id);
  }

  /** Sends a mail that gets this answer. */
  private UUID mail(String to, SendResult answer) {
    answer(answer);
    run(MAIL.formatted(to), "{}");
    return messages().list(TENANT, null, null, null, 1).items().get(0).id();
  }

  private UUID rejected() {
    return mail(
        "jane@x.nl", SendResult.rejected("no such user").withScope(Scope.RECIPIENT, "5.1.1"));
  }

  private List<String> keys() {
    return handedOver.stream().map(OutboundMessage::idempotencyKey).toList();
  }

  @Test
  void they_are_listed_with_what_failed_and_found_by_it() {
    UUID one = rejected();
    UUID two =
        mail("joe@x.nl", SendResult.rejected("bad template").withScope(Scope.TEMPLATE, null));
    mail("sent@x.nl", SendResult.sent(null));
    assertThat(messages().failed(ALL, null, 10).items())
        .extracting(Message::id)
        .containsExactly(two, one);
    Message letter = get(one);
    assertThat(letter.state()).isEqualTo(MessageState.FAILED);
    assertThat(letter.result()).isEqualTo("no such user");
    assertThat(letter.failure()).isEqualTo(new Messages.Failure(Scope.RECIPIENT, "5.1.1"));
    assertThat(get(two).failure()).isEqualTo(new Messages.Failure(Scope.TEMPLATE, null));
    assertThat(found(ALL.failedFor(Scope.RECIPIENT))).containsExactly(one);
    assertThat(found(ALL.code("5.1.1"))).containsExactly(one);
    assertThat(found(ALL.code("5.1.2"))).isEmpty();
    assertThat(found(ALL.onChannel("sms"))).isEmpty();
    assertThat(found(ALL.onChannel("email").workflow("w").about(LEAD))).containsExactly(two, one);
    var page = messages().failed(ALL, null, 1);
    assertThat(messages().failed(ALL, page.next().orElseThrow(), 1).items())
        .extracting(Message::id)
        .containsExactly(one);
  }

  private List<UUID> found(Query query) {
    return messages().failed(query, null, 10).items().stream().map(Message::id).toList();
  }

  @Test
  void one_that_is_resent_begins_anew_with_the_same_key() {
    UUID id = mail("jane@x.nl", SendResult.deferred("busy", Duration.ofMinutes(1)));
    kit.advance(Duration.ofMinutes(7));
    assertThat(get(id).result()).isEqualTo("given up after 8 attempts: busy");
    messages().resend(TENANT, id, ANNA);
    assertThat(get(id).attempts()).isZero();
    kit.run();
    assertThat(get(id).state()).isEqualTo(MessageState.PENDING);
    assertThat(get(id).attempts()).isEqualTo(1);
    answer(SendResult.sent("p-1"));
    kit.advance(Duration.ofMinutes(1));
    Message sent = get(id);
    assertThat(sent.state()).isEqualTo(MessageState.SENT);
    assertThat(sent.result()).isEqualTo("p-1");
    assertThat(sent.failure()).isNull();
    assertThat(sent.changedBy()).isEqualTo(ANNA);
    assertThat(keys()).hasSize(10).containsOnly(keys().get(0));
    assertThat(found(ALL)).isEmpty();
  }

  @Test
  void another_address_is_another_key_and_the_first_one_is_the_first_key_again() {
    UUID id = rejected();
    for (String address : List.of("joan@x.nl", "jean@x.nl", "joan@x.nl", "jane@x.nl")) {
      messages().readdress(TENANT, id, address, ANNA);
      assertThat(get(id).state()).isEqualTo(MessageState.FAILED);
      messages().resend(TENANT, id, ANNA);
      kit.run();
      assertThat(get(id).recipient()).isEqualTo(address);
      assertThat(get(id).originalRecipient())
          .isEqualTo(address.equals("jane@x.nl") ? null : "jane@x.nl");
    }
    assertThat(handedOver)
        .extracting(OutboundMessage::recipient)
        .containsExactly("jane@x.nl", "joan@x.nl", "jean@x.nl", "joan@x.nl", "jane@x.nl");
    assertThat(keys().get(1)).startsWith(keys().get(0) + "/to-").isEqualTo(keys().get(3));
    assertThat(keys().get(2)).isNotEqualTo(keys().get(1));
    assertThat(keys().get(4)).isEqualTo(keys().get(0));
  }

  @Test
  void an_address_that_cannot_be_one_is_refused() {
    UUID id = rejected();
    Map<String, String> wrong =
        Map.of(
            " ",
            "must not be empty",
            "a@x.nl\r\nBcc: b@x.nl",
            "holds a control character or half a surrogate pair",
            "x".repeat(1_001),
            "has 1001 characters; at most 1000 are allowed");
    wrong.forEach(
        (address, problem) ->
            assertThatThrownBy(() -> messages().readdress(TENANT, id, address, ANNA))
                .isExactlyInstanceOf(InvalidInputException.class)
                .hasMessage("The recipient has a problem:\n  (document): " + problem));
    assertThat(get(id).recipient()).isEqualTo("jane@x.nl");
  }

  @Test
  void one_that_is_discarded_is_no_longer_among_them() {
    UUID id = rejected();
    messages().discard(TENANT, id, ANNA, "wrong lead");
    assertThat(found(ALL)).isEmpty();
    assertThat(get(id).state()).isEqualTo(MessageState.DISCARDED);
    assertThat(get(id).result()).isEqualTo("wrong lead");
    assertThat(get(id).changedBy()).isEqualTo(ANNA);
    assertThatThrownBy(() -> messages().resend(TENANT, id, ANNA))
        .hasMessage("message " + id + " is DISCARDED; it can be resent while it is FAILED");
  }

  @Test
  void all_that_failed_in_one_way_are_resent_and_the_others_discarded_at_once() {
    for (int i = 0; i < 3; i++) {
      mail(i + "@x.nl", SendResult.rejected("paused").withScope(Scope.TEMPLATE, "132015"));
    }
    rejected();
    answer(SendResult.sent(null));
    List<BulkReport> progress = new ArrayList<>();
    Query paused = ALL.failedFor(Scope.TEMPLATE).code("132015");
    assertThat(messages().bulk(paused, BulkOperation.RESEND, ANNA, progress::add))
        .isEqualTo(new BulkReport(3, 0, Map.of()));
    assertThat(progress).extracting(BulkReport::done).containsExactly(1L, 2L, 3L);
    kit.run();
    assertThat(messages().list(TENANT, null, MessageState.SENT, null, 10).items()).hasSize(3);
    assertThat(messages().bulk(ALL, BulkOperation.DISCARD, ANNA, report -> {}).done()).isEqualTo(1);
    assertThat(found(ALL)).isEmpty();
  }

  @Test
  void more_than_a_page_is_resent_once_each() {
    answer(SendResult.rejected("no"));
    publish("w", "", MAIL.formatted("jane@x.nl"));
    for (int i = 0; i < 410; i++) {
      kit.event("lead.created", LEAD, "{}");
    }
    answer(SendResult.sent(null));
    assertThat(messages().bulk(ALL, BulkOperation.RESEND, ANNA, report -> {}))
        .isEqualTo(new BulkReport(410, 0, Map.of()));
    kit.run();
    assertThat(handedOver).hasSize(820);
  }

  @Test
  void what_another_hand_was_faster_with_is_refused_and_counted() {
    rejected();
    rejected();
    BulkReport report =
        messages()
            .bulk(
                ALL,
                BulkOperation.RESEND,
                ANNA,
                progress -> {
                  if (progress.done() == 1) {
                    found(ALL).forEach(id -> messages().discard(TENANT, id, ANNA, null));
                  }
                });
    assertThat(report).isEqualTo(new BulkReport(1, 1, Map.of()));
  }

  @Test
  void a_paused_template_that_has_no_name_burns_none_of_the_attempts() {
    assertBurnsNothing(Scope.TEMPLATE, 31, "closed");
  }

  @Test
  void a_sender_over_its_limit_burns_none_of_the_attempts() {
    assertBurnsNothing(Scope.SENDER, 5, "held back: channel email is stopped: closed");
  }

  @Test
  void an_account_that_is_closed_burns_none_of_the_attempts() {
    assertBurnsNothing(Scope.ACCOUNT, 5, "held back: channel email is stopped: closed");
  }

  private void assertBurnsNothing(Scope scope, int sends, String result) {
    UUID id = mail("jane@x.nl", SendResult.deferred("closed", null).withScope(scope, "131031"));
    kit.advance(Duration.ofMinutes(30));
    Message queued = get(id);
    assertThat(handedOver).hasSize(sends);
    assertThat(queued.state()).isEqualTo(MessageState.PENDING);
    assertThat(queued.attempts()).isZero();
    assertThat(queued.result()).isEqualTo(result);
    assertThat(queued.failure()).isEqualTo(new Messages.Failure(scope, "131031"));
    answer(SendResult.sent(null));
    kit.advance(Duration.ofMinutes(1));
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(get(id).attempts()).isEqualTo(1);
  }

  @Test
  void what_is_the_messages_own_burns_them() {
    assertGivesUp(Scope.MESSAGE);
  }

  @Test
  void what_is_the_recipients_burns_them() {
    assertGivesUp(Scope.RECIPIENT);
  }

  private void assertGivesUp(Scope scope) {
    SendResult busy = SendResult.deferred("full", Duration.ofMinutes(1)).withScope(scope, null);
    UUID id = mail("jane@x.nl", busy);
    kit.advance(Duration.ofMinutes(30));
    assertThat(handedOver).hasSize(8);
    assertThat(get(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(get(id).failure()).isEqualTo(new Messages.Failure(scope, null));
  }

  @Test
  void a_wait_that_an_account_asks_for_is_kept() {
    UUID id =
        mail(
            "jane@x.nl",
            SendResult.deferred("limit", Duration.ofHours(3)).withScope(Scope.ACCOUNT, "80007"));
    kit.advance(Duration.ofHours(3).minusSeconds(1));
    assertThat(handedOver).hasSize(1);
    kit.advance(Duration.ofSeconds(1));
    assertThat(handedOver).hasSize(2);
    assertThat(get(id).attempts()).isZero();
  }

  @Test
  void a_code_that_no_database_stores_is_kept_in_a_form_that_it_does() {
    UUID id =
        mail(
            "jane@x.nl",
            SendResult.rejected("no").withScope(Scope.MESSAGE, "\0" + "\uD83D\uDE00".repeat(200)));
    assertThat(get(id).failure())
        .isEqualTo(new Messages.Failure(Scope.MESSAGE, "\uFFFD" + "\uD83D\uDE00".repeat(99) + "…"));
  }
}
