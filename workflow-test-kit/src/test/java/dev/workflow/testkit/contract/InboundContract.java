package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Inbound.Kind;
import dev.workflow.messaging.Inbound.Receipt;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.internal.inbound.StandardClassifier;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What comes in is taken once, together with all that follows from it. */
public abstract class InboundContract extends ReachContract {

  private static final ChannelAddress PHONE = ChannelAddress.of("sms", "+31612345678");

  private volatile InboundClassifier classifier = new StandardClassifier();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(m -> m.inboundClassifier(message -> classifier.classify(message)));
  }

  private Receipt receive(InboundMessage message) {
    Receipt receipt = kit.engine().messaging().inbound().receive(message);
    kit.run();
    return receipt;
  }

  private static InboundMessage mailFrom(String address) {
    return InboundMessage.of(TENANT, "email", address, "Yes, please call me.");
  }

  private static InboundMessage text(String words) {
    return InboundMessage.of(TENANT, "sms", "+31 6 12345678", words);
  }

  private List<Event> events(String type) {
    return kit.engine().events().list(TENANT, null, 100).items().stream()
        .map(Events.Accepted::event)
        .filter(event -> event.type().equals(type))
        .toList();
  }

  private List<Suppressions.Suppression> holding(ChannelAddress address) {
    return kit.engine().messaging().suppressions().of(TENANT, address).stream()
        .filter(one -> one.lifted() == null)
        .toList();
  }

  @Test
  void a_reply_is_an_event_about_what_the_answered_message_was_about() {
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    Receipt receipt =
        receive(
            mailFrom("Ann <ann@x.nl>")
                .withTo("hello@portal.nl")
                .withSubjectLine("Re: hello")
                .withId("<1@x.nl>")
                .withAnswerTo(sent.delivery().providerId())
                .withReceivedAt(START.minusSeconds(5)));
    assertThat(receipt.kind()).isEqualTo(Kind.HUMAN);
    assertThat(receipt.answers()).isEqualTo(sent.id());
    assertThat(receipt.subject()).isEqualTo(sent.subject());
    Event event = events("message.received").get(0);
    assertThat(event.subject()).isEqualTo(sent.subject());
    assertThat(event.occurredAt()).isEqualTo(START.minusSeconds(5));
    assertThat(event.payload())
        .isEqualTo(
            json(
                """
                {"channel": "email", "from": "Ann <ann@x.nl>", "text": "Yes, please call me.",
                 "to": "hello@portal.nl", "subject": "Re: hello", "provider_id": "<1@x.nl>",
                 "answers": "%s", "workflow": "mail", "step": "a", "instance_id": "%s"}
                """
                    .formatted(sent.id(), sent.origin().instance())));
  }

  @Test
  void the_same_message_again_does_nothing() {
    mail(Category.FOLLOW_UP, "ann@x.nl");
    InboundMessage message = mailFrom("ann@x.nl").withId("<1@x.nl>");
    assertThat(receive(message).repeated()).isFalse();
    assertThat(receive(message).repeated()).isTrue();
    assertThat(events("message.received")).hasSize(1);
    receive(mailFrom("ann@x.nl"));
    receive(mailFrom("ann@x.nl"));
    assertThat(events("message.received")).hasSize(3);
  }

  @Test
  void the_answered_message_is_found_by_what_is_nearest() {
    Messages.Message first = mail(Category.FOLLOW_UP, "ann@x.nl");
    Messages.Message second = mail(Category.FOLLOW_UP, "ann@x.nl");
    Messages.Message bobs = mail(Category.FOLLOW_UP, "bob@x.nl");
    InboundMessage reply = mailFrom("ANN@x.nl");
    assertThat(receive(reply).answers()).isEqualTo(second.id());
    String providerId = first.delivery().providerId();
    assertThat(receive(reply.withAnswerTo(providerId)).answers()).isEqualTo(first.id());
    InboundMessage.Conversation conversation =
        new InboundMessage.Conversation(
            null, "<unknown@x.nl>", List.of(bobs.delivery().providerId(), providerId));
    assertThat(receive(reply.withConversation(conversation)).answers()).isEqualTo(first.id());
    assertThat(receive(reply.withTo("reply+" + bobs.id() + "@portal.nl")).answers())
        .isEqualTo(bobs.id());
    assertThat(receive(mailFrom("eve@x.nl")).answers()).isNull();
    assertThat(receive(reply.withSubject(LEAD)).subject()).isEqualTo(LEAD);
    assertThat(receive(InboundMessage.of(TENANT, "sms", "ann@x.nl", "hi")).answers()).isNull();
  }

  @Test
  void a_reply_ends_the_workflow_and_what_it_would_still_send() {
    InstanceId id =
        run(
            "\"exit\": [{\"event\": \"message.received\"}],",
            """
            [{"id": "one", "action": "send_email", "config": {"to": "ann@x.nl", "subject": "s", "text": "t"}},
             {"id": "two", "action": "send_email", "delay": "P3D", "config": {"to": "ann@x.nl", "subject": "s", "text": "t"}}]
            """,
            "{}");
    Receipt receipt = receive(mailFrom("ann@x.nl").withId("<1@x.nl>"));
    assertThat(receipt.event().exited()).containsExactly(id);
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    kit.advance(Duration.ofDays(9));
    assertThat(kit.messages("email")).hasSize(1);
  }

  @Test
  void a_reply_that_commits_between_claim_and_sending_keeps_the_message_from_a_second_try() {
    AtomicInteger handed = new AtomicInteger();
    kit.sender("email")
        .answers(
            mail -> {
              handed.incrementAndGet();
              kit.engine()
                  .messaging()
                  .inbound()
                  .receive(mailFrom("ann@x.nl").withSubject(LEAD).withId("<1@x.nl>"));
              return SendResult.deferred("busy", null);
            });
    InstanceId id =
        run(
            "\"exit\": [{\"event\": \"message.received\"}],",
            """
            [{"id": "one", "action": "send_email", "config": {"to": "ann@x.nl", "subject": "s", "text": "t"}},
             {"id": "wait", "wait": {"event": "lead.called"}}]
            """,
            "{}");
    kit.advance(Duration.ofDays(1));
    assertThat(handed).hasValue(1);
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    assertThat(kit.engine().messaging().messages().list(TENANT, LEAD, null, null, 10).items())
        .extracting(Messages.Message::state)
        .containsExactly(MessageState.CANCELED);
  }

  private Messages.Message waiting(Category category, String recipient, Duration until) {
    kit.sender("email").answers(mail -> SendResult.deferred("busy", until));
    Messages.Message waiting = mail(category, recipient);
    kit.sender("email").answers(mail -> SendResult.sent("id"));
    return waiting;
  }

  @Test
  void who_is_away_gets_nothing_until_they_are_back_and_no_event_is_published() {
    Messages.Message soon = waiting(Category.FOLLOW_UP, "ann@x.nl", Duration.ofHours(1));
    Messages.Message late = waiting(Category.FOLLOW_UP, "ann@x.nl", Duration.ofDays(4));
    Messages.Message code = waiting(Category.TRANSACTIONAL, "ann@x.nl", Duration.ofHours(1));
    Messages.Message bobs = waiting(Category.FOLLOW_UP, "bob@x.nl", Duration.ofHours(1));
    InboundMessage away =
        mailFrom("ann@x.nl").withHeaders(Map.of("auto-submitted", "auto-replied (vacation)"));
    away = away.withHeaders(Map.of("auto-submitted", "Auto-Replied; owner-email=\"ann@x.nl\""));
    Receipt receipt = receive(away);
    assertThat(receipt.kind()).isEqualTo(Kind.OUT_OF_OFFICE);
    assertThat(receipt.postponed()).isOne();
    assertThat(receipt.event()).isNull();
    assertThat(events("message.received")).isEmpty();
    assertThat(message(soon.id()).times().dueAt()).isEqualTo(START.plus(Duration.ofDays(3)));
    assertThat(message(soon.id()).result()).isEqualTo("the recipient is away");
    assertThat(message(late.id()).times().dueAt()).isEqualTo(late.times().dueAt());
    assertThat(message(code.id()).times().dueAt()).isEqualTo(code.times().dueAt());
    kit.advance(Duration.ofHours(2));
    assertThat(message(code.id()).state()).isEqualTo(MessageState.SENT);
    assertThat(message(bobs.id()).state()).isEqualTo(MessageState.SENT);
    assertThat(message(soon.id()).state()).isEqualTo(MessageState.PENDING);
    kit.advance(Duration.ofDays(3));
    assertThat(message(soon.id()).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void an_absence_that_names_its_end_lasts_until_then_but_two_months_at_most() {
    Messages.Message waiting = waiting(Category.FOLLOW_UP, "ann@x.nl", Duration.ofHours(1));
    classifier =
        message -> new InboundClassifier.OutOfOffice(Instant.parse("2026-01-12T00:00:00Z"));
    receive(mailFrom("ann@x.nl"));
    assertThat(message(waiting.id()).times().dueAt()).isEqualTo("2026-01-12T00:00:00Z");
    classifier = message -> new InboundClassifier.OutOfOffice(Instant.MAX);
    receive(mailFrom("ann@x.nl"));
    assertThat(message(waiting.id()).times().dueAt()).isEqualTo(START.plus(Duration.ofDays(60)));
    classifier = message -> new InboundClassifier.OutOfOffice(Instant.MIN);
    assertThat(receive(mailFrom("ann@x.nl")).postponed()).isZero();
  }

  private static InboundMessage bounce(String to, String status, String original) {
    return InboundMessage.of(
            TENANT,
            "email",
            "mailer-daemon@mx.nl",
            """
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.nl

            Final-Recipient: rfc822; ann@x.nl
            Action: failed
            Status: %s
            Diagnostic-Code: smtp; 550 nobody here

            --b
            Content-Type: text/rfc822-headers

            Message-ID: %s
            """
                .formatted(status, original))
        .withTo(to)
        .withId("<bounce-" + status + "@mx.nl>")
        .withHeaders(
            Map.of("Content-Type", "multipart/report; report-type=delivery-status; boundary=b"));
  }

  @Test
  void a_hard_bounce_marks_the_message_and_suppresses_the_address() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    mail(Category.FOLLOW_UP, "ann@x.nl");
    InboundMessage bounce = bounce("bounces+" + sent.id() + "@portal.nl", "5.1.1", "<0@portal.nl>");
    Receipt receipt = receive(bounce);
    assertThat(receipt.kind()).isEqualTo(Kind.BOUNCE);
    assertThat(receipt.answers()).isEqualTo(sent.id());
    assertThat(receipt.suppressed()).isTrue();
    assertThat(message(sent.id()).delivery().state()).isEqualTo(Deliveries.State.BOUNCED);
    assertThat(events("message.bounced")).hasSize(1);
    assertThat(events("message.received")).isEmpty();
    assertThat(holding(ANN)).hasSize(1);
    kit.engine()
        .messaging()
        .suppressions()
        .lift(TENANT, ANN, Suppressions.Reason.HARD_BOUNCE, Actor.of("anna"));
    assertThat(receive(bounce).repeated()).isTrue();
    assertThat(holding(ANN)).isEmpty();
  }

  @Test
  void a_soft_bounce_suppresses_nothing_and_is_found_by_the_returned_message_id() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    kit.sender("email").answers(mail -> SendResult.sent("<m-2@portal.nl>"));
    mail(Category.FOLLOW_UP, "ann@x.nl");
    Receipt receipt = receive(bounce(null, "5.2.2", "<m-1@portal.nl>"));
    assertThat(receipt.answers()).isEqualTo(sent.id());
    assertThat(receipt.suppressed()).isFalse();
    assertThat(message(sent.id()).delivery().state()).isEqualTo(Deliveries.State.BOUNCED);
    assertThat(kit.engine().messaging().deliveries().of(TENANT, sent.id()))
        .extracting(heard -> heard.code() + " " + heard.reason())
        .containsExactly("5.2.2 550 nobody here");
    assertThat(holding(ANN)).isEmpty();
  }

  @Test
  void a_bounce_of_a_message_that_nobody_sent_suppresses_nobody() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    String unknown = "bounces+0198c3a0-0000-7000-8000-000000000000@portal.nl";
    for (InboundMessage bounce :
        List.of(
            bounce(null, "5.1.1", "<9@portal.nl>"),
            bounce(unknown, "5.1.2", "<9@portal.nl>"),
            bounce("hello@portal.nl", "5.1.3", ""))) {
      Receipt receipt = receive(bounce);
      assertThat(receipt.kind()).isEqualTo(Kind.BOUNCE);
      assertThat(receipt.answers()).isNull();
      assertThat(receipt.suppressed()).isFalse();
    }
    assertThat(holding(ANN)).isEmpty();
    assertThat(message(sent.id()).delivery().state()).isNull();
    assertThat(events("message.bounced")).isEmpty();
  }

  @Test
  void a_bounce_that_is_about_us_suppresses_nobody() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    assertThat(receive(bounce(null, "5.1.8", "<m-1@portal.nl>")).suppressed()).isFalse();
    assertThat(message(sent.id()).delivery().state()).isEqualTo(Deliveries.State.BOUNCED);
    assertThat(holding(ANN)).isEmpty();
  }

  @Test
  void a_bounce_from_where_a_mail_was_passed_on_to_suppresses_nobody() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "bob@x.nl");
    assertThat(receive(bounce(null, "5.1.1", "<m-1@portal.nl>")).suppressed()).isFalse();
    assertThat(message(sent.id()).delivery().state()).isEqualTo(Deliveries.State.BOUNCED);
    assertThat(holding(ANN)).isEmpty();
    assertThat(holding(ChannelAddress.of("email", "bob@x.nl"))).isEmpty();
  }

  @Test
  void a_bounce_of_a_copy_is_about_that_address_alone() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    run(
        "",
        """
        [{"id": "one", "action": "send_email",
          "config": {"to": "bob@x.nl", "cc": "Ann <ANN@x.nl>", "subject": "s", "text": "t"}}]
        """,
        "{}");
    InboundMessage bounce = bounce(null, "5.1.1", "<m-1@portal.nl>");
    assertThat(receive(bounce).suppressed()).isTrue();
    assertThat(holding(ANN)).hasSize(1);
    assertThat(holding(ChannelAddress.of("email", "bob@x.nl"))).isEmpty();
    assertThat(kit.messages("email").get(0).content().path("cc")).hasSize(1);
    assertThat(events("message.bounced")).isEmpty();
    kit.engine()
        .messaging()
        .suppressions()
        .lift(TENANT, ANN, Suppressions.Reason.HARD_BOUNCE, Actor.of("anna"));
    assertThat(receive(bounce).repeated()).isTrue();
    assertThat(holding(ANN)).isEmpty();
  }

  @Test
  void a_bounce_of_several_is_about_each_of_them() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    run(
        "",
        """
        [{"id": "one", "action": "send_email",
          "config": {"to": "bob@x.nl", "cc": ["ann@x.nl", "eve@x.nl", "zoe@x.nl"], "subject": "s", "text": "t"}}]
        """,
        "{}");
    InboundMessage first = bounce(null, "5.1.1", "<m-1@portal.nl>");
    String more =
        "Final-Recipient: rfc822; %s\nAction: failed\nStatus: %s\n\n--b\nContent-Type: text/rfc822-headers";
    InboundMessage several = first.withConversation(InboundMessage.Conversation.NONE);
    several =
        new InboundMessage(
            TENANT,
            "email",
            several.from(),
            null,
            null,
            several
                .text()
                .replace(
                    "--b\nContent-Type: text/rfc822-headers",
                    "Final-Recipient: rfc822; eve@x.nl\nAction: failed\nStatus: 4.2.2\n\n"
                        + more.formatted("bob@x.nl", "5.1.1")),
            several.headers(),
            several.conversation(),
            null,
            null,
            InboundMessage.Origin.WRITTEN);
    Receipt receipt = receive(several);
    assertThat(receipt.suppressed()).isTrue();
    assertThat(receipt.repeated()).isFalse();
    assertThat(suppressed()).containsExactly("ann@x.nl", "bob@x.nl");
    assertThat(events("message.bounced")).hasSize(1);
    assertThat(receive(several).repeated()).isTrue();
    receive(
        InboundMessage.of(
                TENANT, "email", first.from(), first.text().replace("ann@x.nl", "zoe@x.nl"))
            .withHeaders(first.headers()));
    assertThat(suppressed()).containsExactly("ann@x.nl", "bob@x.nl", "zoe@x.nl");
  }

  private List<String> suppressed() {
    return kit.engine().messaging().suppressions().list(TENANT, "email", null, 9).items().stream()
        .map(one -> one.address().address())
        .toList();
  }

  @Test
  void a_bounce_from_the_address_before_says_nothing_about_the_one_it_was_readdressed_to() {
    kit.sender("email").answers(mail -> SendResult.rejected("no such domain"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    kit.engine().messaging().messages().readdress(TENANT, sent.id(), "bob@x.nl", Actor.of("anna"));
    kit.engine().messaging().messages().resend(TENANT, sent.id(), Actor.of("anna"));
    kit.run();
    assertThat(message(sent.id()).state()).isEqualTo(MessageState.SENT);
    receive(bounce("bounces+" + sent.id() + "@portal.nl", "5.1.1", "<m-1@portal.nl>"));
    assertThat(holding(ChannelAddress.of("email", "bob@x.nl"))).isEmpty();
    assertThat(holding(ANN)).hasSize(1);
    assertThat(message(sent.id()).delivery().state()).isNull();
  }

  @Test
  void a_complaint_suppresses_whom_the_mail_was_sent_to() {
    kit.sender("email").answers(mail -> SendResult.sent("<m-1@portal.nl>"));
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    classifier = message -> new InboundClassifier.Complaint("eve@x.nl", "<m-1@portal.nl>");
    assertThat(receive(mailFrom("fbl@isp.nl").withId("<c0@isp.nl>")).suppressed()).isFalse();
    classifier = message -> new InboundClassifier.Complaint("ann@x.nl", "<m-9@portal.nl>");
    assertThat(receive(mailFrom("fbl@isp.nl").withId("<c1@isp.nl>")).suppressed()).isFalse();
    assertThat(holding(ANN)).isEmpty();
    classifier = message -> new InboundClassifier.Complaint(null, "<m-1@portal.nl>");
    Receipt receipt = receive(mailFrom("fbl@isp.nl").withId("<c2@isp.nl>"));
    assertThat(receipt.kind()).isEqualTo(Kind.COMPLAINT);
    assertThat(receipt.answers()).isEqualTo(sent.id());
    assertThat(receipt.suppressed()).isTrue();
    assertThat(holding(ANN))
        .extracting(Suppressions.Suppression::reason)
        .containsExactly(Suppressions.Reason.COMPLAINT);
    assertThat(events("message.received")).isEmpty();
    assertThat(receive(mailFrom("fbl@isp.nl").withId("<c2@isp.nl>")).repeated()).isTrue();
  }

  @Test
  void stop_stops_everything_and_start_begins_anew() {
    Messages.Message sent = sent(Category.FOLLOW_UP, "sms", "+31612345678", "{}");
    Receipt stop = receive(text(" Stop! ").withId("SM1"));
    assertThat(stop.kind()).isEqualTo(Kind.OPT_OUT);
    assertThat(stop.suppressed()).isTrue();
    assertThat(holding(PHONE))
        .extracting(Suppressions.Suppression::scope, Suppressions.Suppression::message)
        .containsExactly(tuple(Scope.EVERYTHING, sent.id()));
    assertThat(events("message.opted_out").get(0).subject()).isEqualTo(sent.subject());
    assertThat(sent(Category.TRANSACTIONAL, "sms", "+31612345678", "{}").state())
        .isEqualTo(MessageState.SKIPPED);
    assertThat(receive(text("START").withId("SM2")).kind()).isEqualTo(Kind.OPT_IN);
    assertThat(events("message.opted_in")).hasSize(1);
    assertThat(receive(text("Stop").withId("SM1")).repeated()).isTrue();
    assertThat(holding(PHONE)).isEmpty();
    assertThat(sent(Category.MARKETING, "sms", "+31612345678", "{}").state())
        .isEqualTo(MessageState.SENT);
    assertThat(events("message.received")).isEmpty();
  }

  @Test
  void start_lifts_no_other_suppression() {
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT, PHONE, Suppressions.Reason.MANUAL, Scope.EVERYTHING, Actor.of("anna"), null);
    receive(text("START"));
    assertThat(holding(PHONE)).hasSize(1);
  }

  @Test
  void a_classifier_that_fails_makes_it_a_humans_message() {
    for (InboundClassifier broken :
        List.<InboundClassifier>of(
            message -> null,
            message -> {
              throw new IllegalStateException("broken");
            })) {
      classifier = broken;
      assertThat(receive(text("STOP")).kind()).isEqualTo(Kind.HUMAN);
    }
  }

  @Test
  void robots_are_not_heard() {
    Receipt receipt = receive(mailFrom("ann@x.nl").withHeaders(Map.of("Precedence", "bulk")));
    assertThat(receipt)
        .isEqualTo(new Receipt(Kind.OTHER_AUTOMATIC, false, null, null, null, 0, false));
    assertThat(events("message.received")).isEmpty();
  }

  @Test
  void what_no_event_can_hold_is_refused() {
    String huge = "x".repeat(20_000_000);
    assertThatThrownBy(() -> receive(text(huge)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The message has a problem:\n  /payload: ");
    assertThatThrownBy(() -> InboundMessage.of(TENANT, "sms", " ", "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The sender's address has a problem:\n  (document): must not be empty");
  }

  @Test
  void what_no_database_stores_is_survived() {
    Messages.Message sent = mail(Category.FOLLOW_UP, "ann@x.nl");
    InboundMessage.Conversation odd =
        new InboundMessage.Conversation(
            null, "<\0@x.nl>", List.of(sent.delivery().providerId(), "\uD800", ""));
    assertThat(receive(mailFrom("bob@x.nl").withConversation(odd)).answers()).isEqualTo(sent.id());
    classifier = message -> new InboundClassifier.Bounce("a\0b@x.nl", true, "\0", "\uD800", "\0");
    assertThat(receive(mailFrom("eve@x.nl")).suppressed()).isFalse();
    String topic = "{\"text\": \"t\", \"topic\": \"a\\nb\"}";
    assertThat(sent(Category.MARKETING, "email", "ann@x.nl", topic).state())
        .isEqualTo(MessageState.SENT);
    String expanding = "\u0130".repeat(990) + "@x.nl";
    assertThat(sent(Category.FOLLOW_UP, "email", expanding, "{}").state())
        .isEqualTo(MessageState.SENT);
    assertThatThrownBy(() -> mailFrom("\uD800@x.nl"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The sender's address has a problem:\n  (document): holds half a surrogate pair");
  }

  @Test
  void what_a_provider_has_cut_or_dated_oddly_is_taken() {
    for (Instant at : List.of(Instant.MAX, Instant.MIN, Instant.parse("+33658-09-27T01:46:39Z"))) {
      assertThat(receive(text("yes").withReceivedAt(at)).kind()).isEqualTo(Kind.HUMAN);
    }
    InboundMessage cut = text("STOP \uD83D").withTo("\uD83D").withId("\uD83D");
    assertThat(receive(cut).suppressed()).isTrue();
    assertThat(receive(cut).repeated()).isTrue();
    assertThat(events("message.opted_out"))
        .extracting(event -> event.payload().path("text").asText())
        .containsExactly("STOP \uFFFD");
  }

  @Test
  void a_wait_for_a_reply_is_answered() {
    InstanceId id = run("[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\"}}]", "{}");
    Receipt receipt = receive(mailFrom("ann@x.nl").withSubject(SubjectRef.of("lead", "42")));
    assertThat(receipt.event().answered()).hasSize(1);
    assertInstance(id).isCompleted();
  }
}
