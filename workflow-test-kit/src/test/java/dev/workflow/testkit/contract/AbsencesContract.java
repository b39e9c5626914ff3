package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Suppressions.Absence;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is sent to somebody who is away waits until they are back. */
public abstract class AbsencesContract extends ReachContract {

  private static final Instant BACK = Instant.parse("2026-01-12T00:00:00Z");

  private volatile InboundClassifier.Classification next = new InboundClassifier.Human();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.inboundClassifier(message -> next));
  }

  private void receive(InboundClassifier.Classification what, InboundMessage message) {
    next = what;
    kit.engine().messaging().inbound().receive(message);
    kit.run();
  }

  private static InboundMessage from(String address) {
    return InboundMessage.of(TENANT, "email", address, "I am away");
  }

  private void away(Instant until) {
    receive(new InboundClassifier.OutOfOffice(until), from("Ann <ANN@x.nl>"));
  }

  private Suppressions suppressions() {
    return kit.engine().messaging().suppressions();
  }

  @Test
  void what_is_queued_later_waits_too_until_they_are_back() {
    away(BACK);
    kit.advance(Duration.ofDays(2));
    Messages.Message waits = mail(Category.FOLLOW_UP, "ann@x.nl");
    Messages.Message news = mail(Category.MARKETING, "ann@x.nl");
    Messages.Message bobs = mail(Category.FOLLOW_UP, "bob@x.nl");
    assertThat(waits.state()).isEqualTo(MessageState.PENDING);
    assertThat(waits.result()).isEqualTo("the recipient is away");
    assertThat(waits.times().dueAt()).isEqualTo(BACK);
    assertThat(news.times().dueAt()).isEqualTo(BACK);
    assertThat(waits.attempts()).isZero();
    assertThat(bobs.state()).isEqualTo(MessageState.SENT);
    kit.advance(Duration.between(kit.clock().instant(), BACK));
    assertThat(message(waits.id()).state()).isEqualTo(MessageState.SENT);
    assertThat(mail(Category.FOLLOW_UP, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void what_they_wait_for_is_sent_nevertheless() {
    away(BACK);
    assertThat(mail(Category.TRANSACTIONAL, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void an_absence_is_about_one_channel_of_one_address() {
    away(BACK);
    assertThat(sent(Category.FOLLOW_UP, "in_app", "ann@x.nl", "{}").state())
        .isEqualTo(MessageState.SENT);
    assertThat(suppressions().absence(TENANT, ChannelAddress.of("in_app", "ann@x.nl"))).isEmpty();
  }

  @Test
  void it_holds_when_a_message_is_sent_by_hand_as_well() {
    away(BACK);
    Messages.Message waits = mail(Category.FOLLOW_UP, "ann@x.nl");
    kit.engine().messaging().messages().sendNow(TENANT, waits.id(), Actor.of("anna"));
    kit.run();
    assertThat(message(waits.id()).state()).isEqualTo(MessageState.PENDING);
    assertThat(suppressions().endAbsence(TENANT, ANN)).isTrue();
    kit.engine().messaging().messages().sendNow(TENANT, waits.id(), Actor.of("anna"));
    kit.run();
    assertThat(message(waits.id()).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_reply_of_a_human_ends_it_unless_it_was_written_before() {
    Messages.Message first = mail(Category.FOLLOW_UP, "ann@x.nl");
    receive(new InboundClassifier.OutOfOffice(BACK), from("ann@x.nl").withReceivedAt(START));
    InboundClassifier.Human human = new InboundClassifier.Human();
    receive(human, from("ann@x.nl").withReceivedAt(START.minusSeconds(60)));
    receive(human, from("bob@x.nl"));
    receive(new InboundClassifier.OtherAutomatic(), from("ann@x.nl"));
    assertThat(suppressions().absence(TENANT, ANN))
        .contains(new Absence(ANN, BACK, START, first.id()));
    receive(human, from("ann@x.nl"));
    assertThat(suppressions().absence(TENANT, ANN)).isEmpty();
    assertThat(mail(Category.FOLLOW_UP, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_new_answer_counts_but_one_without_an_end_does_not_make_it_shorter() {
    away(null);
    assertThat(until()).isEqualTo(START.plus(Duration.ofDays(3)));
    away(BACK);
    assertThat(until()).isEqualTo(BACK);
    away(null);
    assertThat(until()).isEqualTo(BACK);
    away(BACK.minus(Duration.ofDays(1)));
    assertThat(until()).isEqualTo(BACK.minus(Duration.ofDays(1)));
    away(START.minusSeconds(1));
    assertThat(until()).isEqualTo(BACK.minus(Duration.ofDays(1)));
    away(Instant.MAX);
    assertThat(until()).isEqualTo(START.plus(Duration.ofDays(60)));
  }

  private Instant until() {
    return suppressions().absence(TENANT, ANN).orElseThrow().until();
  }

  @Test
  void who_is_away_is_listed_and_can_be_ended_by_hand() {
    away(BACK);
    receive(new InboundClassifier.OutOfOffice(BACK), from("bob@x.nl"));
    receive(
        new InboundClassifier.OutOfOffice(BACK),
        InboundMessage.of(TENANT, "sms", "+31612345678", "away"));
    Page<Absence> page = suppressions().absences(TENANT, null, null, 2);
    assertThat(page.items())
        .extracting(one -> one.address().toString())
        .containsExactly("email:ann@x.nl", "email:bob@x.nl");
    assertThat(suppressions().absences(TENANT, null, page.next().orElseThrow(), 2).items())
        .extracting(one -> one.address().toString())
        .containsExactly("sms:+31612345678");
    assertThat(suppressions().absences(TENANT, "sms", null, 9).items()).hasSize(1);
    assertThat(suppressions().endAbsence(TENANT, ANN)).isTrue();
    assertThat(suppressions().endAbsence(TENANT, ANN)).isFalse();
    assertThat(suppressions().absence(TENANT, ANN)).isEmpty();
    kit.advance(Duration.between(kit.clock().instant(), BACK));
    assertThat(suppressions().absences(TENANT, null, null, 9).items()).isEmpty();
    assertThatThrownBy(() -> suppressions().absences(TENANT, null, "nonsense", 9))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The cursor has a problem:\n  (document): is not a cursor returned by this list");
  }

  @Test
  void who_is_suppressed_gets_nothing_even_when_they_are_back() {
    away(BACK);
    suppressions()
        .suppress(
            TENANT,
            ANN,
            Suppressions.Reason.MANUAL,
            Suppressions.Scope.EVERYTHING,
            Actor.of("anna"),
            null);
    assertThat(mail(Category.FOLLOW_UP, "ann@x.nl").state()).isEqualTo(MessageState.SKIPPED);
  }
}
