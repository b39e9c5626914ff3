package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Doubt;
import dev.workflow.spi.Doubt.Other;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRow.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A provider that can tell late what it has, and whose messages have no key to ask by. */
public abstract class SettlingContract extends EngineContract {

  private static final UUID ID = new UUID(0x7000, 0);

  private final List<String> asked = new ArrayList<>();
  private SendResult outcome = SendResult.unknown("the line broke");
  private Duration settling = Duration.ofMinutes(2);
  private Consumer<Doubt> looksAt = doubt -> {};

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
      asked.add("send");
      return outcome;
    }

    @Override
    public Optional<SendResult> reconcile(OutboundMessage message, Doubt doubt) {
      asked.add("reconcile");
      looksAt.accept(doubt);
      return Optional.of(SendResult.sent("fax-7"));
    }

    @Override
    public Duration settling() {
      return settling;
    }
  }

  private static MessageRow row(int n, TenantId tenant, String to, Status status) {
    return MessageRow.builder(tenant, new UUID(0x7000, n), "k" + n)
        .channel("fax")
        .recipient(MessageRow.Recipient.of(to))
        .body("{\"n\": " + n + "}")
        .createdAt(START)
        .revision(0)
        .status(status)
        .build();
  }

  private void queue(MessageRow... rows) {
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(rows));
          return transaction.messages().update(List.of(rows));
        });
  }

  private Message message() {
    return kit.engine().messaging().messages().get(TENANT, ID);
  }

  private void inDoubt() {
    queue(row(0, TENANT, "+3120", Status.pending(START)));
    kit.run();
    assertThat(asked).containsExactly("send");
  }

  /** What the sender learns of the others when the doubt about a message is looked into. */
  private List<Other> others(MessageRow... others) {
    List<Other> seen = new ArrayList<>();
    looksAt =
        doubt -> {
          assertThat(doubt.since()).isEqualTo(START);
          assertThat(doubt.attempts()).isOne();
          queue(others);
          seen.addAll(doubt.others());
        };
    inDoubt();
    kit.advance(Duration.ofMinutes(2));
    assertThat(message().state()).isEqualTo(MessageState.SENT);
    return seen;
  }

  @Test
  void nobody_is_asked_and_nothing_is_sent_before_the_provider_can_tell() {
    inDoubt();
    assertThat(message().times().dueAt()).isEqualTo(START.plus(settling));
    kit.advance(Duration.ofSeconds(119));
    assertThat(asked).containsExactly("send");
    kit.advance(Duration.ofSeconds(1));
    assertThat(asked).containsExactly("send", "reconcile");
    assertThat(message().result()).isEqualTo("fax-7");
  }

  @Test
  void of_a_dead_node_it_waits_from_the_end_of_the_lease() {
    queue(row(0, TENANT, "+3120", Status.pending(START)));
    store.transact(transaction -> transaction.messages().claim(START, START.plusSeconds(15), 10));
    kit.advance(Duration.ofSeconds(15));
    assertThat(asked).isEmpty();
    assertThat(message().state()).isEqualTo(MessageState.PENDING);
    assertThat(message().attempts()).isZero();
    assertThat(message().result())
        .isEqualTo("perhaps sent: the node that sent it ended before the answer");
    kit.advance(Duration.ofMinutes(2));
    assertThat(asked).containsExactly("reconcile");
    assertThat(message().state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_person_need_not_wait() {
    inDoubt();
    kit.engine().messaging().messages().sendNow(TENANT, ID, Actor.of("anna"));
    kit.run();
    assertThat(asked).containsExactly("send", "reconcile");
  }

  @Test
  void what_is_certain_does_not_wait() {
    outcome = SendResult.deferred("busy", Duration.ofSeconds(5));
    inDoubt();
    kit.advance(Duration.ofSeconds(5));
    assertThat(asked).containsExactly("send", "send");
  }

  @Test
  void an_hour_is_the_most_and_less_than_nothing_is_nothing() {
    settling = Duration.ofDays(3);
    inDoubt();
    assertThat(message().times().dueAt()).isEqualTo(START.plus(Duration.ofHours(1)));
    settling = Duration.ofDays(-3);
    kit.advance(Duration.ofHours(1));
    assertThat(asked).containsExactly("send", "reconcile");
  }

  @Test
  void the_sender_learns_what_else_may_have_gone_to_the_address() {
    Instant now = START.plusSeconds(60);
    MessageRow.Delivery known = new MessageRow.Delivery("fax-9", null, null);
    Status once = Status.pending(START).attempts(1).ended(MessageState.SENT, now);
    Status twice = once.attempts(2);
    Status doubtful = Status.pending(now.plusSeconds(600)).attempts(1).inDoubt(true);
    List<Other> seen =
        others(
            row(1, TENANT, "+3120", once).with(known),
            row(2, TENANT, "+3120", twice).with(known),
            row(3, TENANT, "+3120", doubtful),
            row(4, TENANT, "+3120", doubtful.ended(MessageState.FAILED, now)),
            row(5, TenantId.of("other"), "+3120", once),
            row(6, TENANT, "+3120", Status.pending(START).ended(MessageState.CANCELED, now)));
    assertThat(seen)
        .containsExactlyInAnyOrder(
            new Other("fax-9", Json.object().put("n", 1)),
            new Other(null, Json.object().put("n", 2)),
            new Other(null, Json.object().put("n", 3)),
            new Other(null, Json.object().put("n", 4)),
            new Other(null, Json.object().put("n", 5)),
            new Other(null, Json.object().put("n", 6)));
  }

  @Test
  void what_certainly_did_not_go_out_since_then_is_no_concern_of_it() {
    Instant later = START.plus(Duration.ofDays(1));
    Status sent = Status.pending(START).attempts(1).ended(MessageState.SENT, START);
    assertThat(
            others(
                row(1, TENANT, "+3130", sent),
                row(2, TENANT, "+3120", Status.pending(later)),
                row(3, TENANT, "+3120", Status.pending(START).ended(MessageState.FAILED, START)),
                row(4, TENANT, "+3120", Status.pending(START).ended(MessageState.SKIPPED, START)),
                row(5, TENANT, "+3120", sent.ended(MessageState.SENT, START.minusSeconds(301)))))
        .isEmpty();
  }

  @Test
  void a_crowd_cannot_be_told_apart() {
    Status sent = Status.pending(START).ended(MessageState.SENT, START);
    MessageRow[] crowd = new MessageRow[201];
    for (int n = 0; n < crowd.length; n++) {
      crowd[n] = row(n + 1, TENANT, "+3120", sent);
    }
    looksAt =
        doubt -> {
          queue(crowd);
          assertThatThrownBy(doubt::others)
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("more than 200 other messages may have gone to the same address");
        };
    inDoubt();
    kit.advance(Duration.ofMinutes(2));
    assertThat(message().state()).isEqualTo(MessageState.SENT);
  }
}
