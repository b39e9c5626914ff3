package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.Suppressions.Suppression;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.MissedCopy;
import dev.workflow.spi.SendResult.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A copy that is not taken is nobody else's business. */
public abstract class CopiesContract extends ReachContract {

  private static final String CONTENT =
      "{\"subject\": \"s\", \"text\": \"t\", \"cc\": [\"bob@x.nl\", \"eve@x.nl\"]}";
  private static final SendResult FULL = SendResult.deferred("452 full", Duration.ofHours(1));

  private void missing(String address, SendResult result) {
    kit.sender("email")
        .answers(
            message ->
                message.content().has("cc")
                    ? new SendResult.Sent(message.id(), List.of(new MissedCopy(address, result)))
                    : SendResult.sent(message.id()));
  }

  private Message to(String recipient) {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 100).items().stream()
        .filter(one -> one.recipient().equals(recipient))
        .findFirst()
        .orElseThrow();
  }

  private List<Event> failures() {
    return kit.engine().events().list(TENANT, null, 100).items().stream()
        .map(Events.Accepted::event)
        .filter(event -> event.type().equals("message.failed"))
        .toList();
  }

  @Test
  void one_whose_mailbox_is_full_is_tried_again_alone() {
    missing("bob@x.nl", FULL);
    sent(Category.FOLLOW_UP, "email", "ann@x.nl", CONTENT);
    Message sent = to("ann@x.nl");
    assertThat(sent.state()).isEqualTo(MessageState.SENT);
    Message copy = to("bob@x.nl");
    assertThat(copy.state()).isEqualTo(MessageState.PENDING);
    assertThat(copy.attempts()).isEqualTo(1);
    assertThat(copy.result()).isEqualTo("452 full");
    assertThat(copy.subject()).isEqualTo(sent.subject());
    kit.advance(Duration.ofHours(1));
    assertThat(kit.messages())
        .extracting(OutboundMessage::recipient)
        .containsExactly("ann@x.nl", "bob@x.nl");
    assertThat(kit.messages().get(1).content())
        .isEqualTo(
            json(
                """
                {"subject": "s", "text": "t",
                 "copy_of": {"to": "ann@x.nl", "cc": ["bob@x.nl", "eve@x.nl"]}}
                """));
    assertThat(to("bob@x.nl").state()).isEqualTo(MessageState.SENT);
    kit.advance(Duration.ofDays(1));
    assertThat(kit.messages()).hasSize(2);
    assertThat(failures()).isEmpty();
  }

  @Test
  void one_without_a_mailbox_is_reported_and_suppressed_and_nobody_else() {
    missing("bob@x.nl", SendResult.rejected("550 gone").withRefusal(Refusal.HARD_BOUNCE));
    sent(Category.FOLLOW_UP, "email", "ann@x.nl", CONTENT);
    Message sent = to("ann@x.nl");
    assertThat(sent.state()).isEqualTo(MessageState.SENT);
    assertThat(to("bob@x.nl").state()).isEqualTo(MessageState.FAILED);
    assertThat(to("bob@x.nl").result()).isEqualTo("550 gone");
    assertThat(failures())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.payload().path("recipient").asText()).isEqualTo("bob@x.nl");
              assertThat(event.subject()).isEqualTo(sent.subject());
            });
    var suppressions = kit.engine().messaging().suppressions();
    assertThat(suppressions.of(TENANT, ChannelAddress.of("email", "bob@x.nl")))
        .extracting(Suppression::reason)
        .containsExactly(Reason.HARD_BOUNCE);
    assertThat(suppressions.of(TENANT, ANN)).isEmpty();
    missing("eve@x.nl", FULL);
    sent(Category.FOLLOW_UP, "email", "ann@x.nl", CONTENT);
    assertThat(kit.messages().get(1).content().path("cc")).hasToString("[\"eve@x.nl\"]");
  }

  @Test
  void one_that_wants_no_more_meanwhile_is_not_tried_again() {
    missing("bob@x.nl", FULL);
    sent(Category.FOLLOW_UP, "email", "ann@x.nl", CONTENT);
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT,
            ChannelAddress.of("email", "bob@x.nl"),
            Reason.MANUAL,
            Scope.EVERYTHING,
            Actor.of("anna"),
            null);
    kit.advance(Duration.ofHours(1));
    assertThat(kit.messages()).hasSize(1);
    assertThat(to("bob@x.nl").state()).isEqualTo(MessageState.SKIPPED);
  }
}
