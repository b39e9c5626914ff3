package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A message that the provider may have already: it is asked, and else the sender decides. */
public abstract class DoubtContract extends EngineContract {

  private final List<String> asked = new ArrayList<>();
  private SendResult answer = SendResult.unknown("the line broke");
  private Optional<SendResult> told = Optional.empty();
  private ChannelSender.Delivery guarantee = ChannelSender.Delivery.AT_LEAST_ONCE;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).messaging(m -> m.sender(new Fax()));
  }

  private final class Fax implements ChannelSender {

    @Override
    public String channel() {
      return "fax";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      asked.add("send " + message.idempotencyKey());
      return answer;
    }

    @Override
    public Optional<SendResult> reconcile(OutboundMessage message) {
      asked.add("reconcile " + message.idempotencyKey());
      return told;
    }

    @Override
    public Delivery guarantee() {
      return guarantee;
    }
  }

  private UUID queue() {
    UUID id = new UUID(0x7000, 1);
    MessageRow row =
        MessageRow.builder(TENANT, id, "k")
            .channel("fax")
            .recipient(MessageRow.Recipient.of("+3120"))
            .body("{}")
            .createdAt(kit.clock().instant())
            .revision(0)
            .status(MessageRow.Status.pending(kit.clock().instant()))
            .build();
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return null;
        });
    return id;
  }

  /** A message that a node had when it died. */
  private UUID lost() {
    UUID id = queue();
    var now = kit.clock().instant();
    store.transact(transaction -> transaction.messages().claim(now, now.plusSeconds(15), 10));
    return id;
  }

  private Message get(UUID id) {
    return kit.engine().messaging().messages().get(TENANT, id);
  }

  private void retry() {
    kit.advance(Duration.ofSeconds(20));
  }

  @Test
  void one_that_the_provider_has_is_sent_and_not_sent_again() {
    UUID id = queue();
    kit.run();
    assertThat(get(id).result()).isEqualTo("perhaps sent: the line broke");
    told = Optional.of(SendResult.sent("fax-7"));
    retry();
    assertThat(asked).containsExactly("send k", "reconcile k");
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(get(id).result()).isEqualTo("fax-7");
    assertThat(get(id).attempts()).isEqualTo(1);
  }

  @Test
  void one_that_the_provider_does_not_have_is_sent_now() {
    guarantee = ChannelSender.Delivery.AT_MOST_ONCE;
    UUID id = queue();
    kit.run();
    told = Optional.of(SendResult.deferred("never seen", null));
    answer = SendResult.sent(null);
    retry();
    assertThat(asked).containsExactly("send k", "reconcile k", "send k");
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void one_that_the_provider_refused_is_a_dead_letter() {
    UUID id = queue();
    kit.run();
    told = Optional.of(SendResult.rejected("no such line"));
    retry();
    assertThat(get(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(get(id).result()).isEqualTo("no such line");
  }

  @Test
  void at_least_once_sends_it_again_with_its_key_if_nobody_can_tell() {
    UUID id = queue();
    kit.run();
    answer = SendResult.sent(null);
    retry();
    assertThat(asked).containsExactly("send k", "reconcile k", "send k");
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(get(id).attempts()).isEqualTo(2);
  }

  @Test
  void doubt_lasts_while_it_is_put_off() {
    UUID id = queue();
    kit.run();
    answer = SendResult.deferred("busy", Duration.ofSeconds(5));
    retry();
    asked.clear();
    told = Optional.of(SendResult.sent("fax-7"));
    kit.advance(Duration.ofSeconds(10));
    assertThat(asked).containsExactly("reconcile k");
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void at_most_once_gives_it_up_and_a_person_can_send_it_again() {
    guarantee = ChannelSender.Delivery.AT_MOST_ONCE;
    UUID id = queue();
    kit.run();
    retry();
    assertThat(asked).containsExactly("send k", "reconcile k");
    assertThat(get(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(get(id).result()).isEqualTo("perhaps sent: the line broke");
    assertThat(
            kit.engine().messaging().messages().failed(Messages.Query.of(TENANT), null, 10).items())
        .extracting(Message::id)
        .containsExactly(id);
    answer = SendResult.sent(null);
    kit.engine().messaging().messages().resend(TENANT, id, Actor.of("anna"));
    kit.run();
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
    assertThat(asked).hasSize(3);
  }

  @Test
  void one_of_a_node_that_died_is_in_doubt_too() {
    answer = SendResult.sent(null);
    UUID id = lost();
    kit.advance(Duration.ofSeconds(14));
    assertThat(asked).isEmpty();
    kit.advance(Duration.ofSeconds(1));
    assertThat(asked).containsExactly("reconcile k", "send k");
    assertThat(get(id).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void at_most_once_does_not_send_what_a_dead_node_may_have_sent() {
    guarantee = ChannelSender.Delivery.AT_MOST_ONCE;
    UUID id = lost();
    kit.advance(Duration.ofSeconds(15));
    assertThat(asked).containsExactly("reconcile k");
    assertThat(get(id).state()).isEqualTo(MessageState.FAILED);
    assertThat(get(id).result())
        .isEqualTo("perhaps sent: the node that sent it ended before the answer");
    assertThat(get(id).attempts()).isEqualTo(1);
  }
}
