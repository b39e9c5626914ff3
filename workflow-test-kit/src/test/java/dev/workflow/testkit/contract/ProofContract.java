package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Events;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Deliveries.Receipt;
import dev.workflow.messaging.Deliveries.Report;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A report that names a message in doubt is proof that the message was sent. */
public abstract class ProofContract extends ReachContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final SendResult BROKEN = SendResult.unknown("the line broke");

  private final List<String> asked = new ArrayList<>();
  private Function<OutboundMessage, SendResult> fax = message -> BROKEN;
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
      asked.add("send to " + message.recipient());
      return fax.apply(message);
    }

    @Override
    public Optional<SendResult> reconcile(OutboundMessage message) {
      asked.add("reconcile");
      return Optional.empty();
    }

    @Override
    public Delivery guarantee() {
      return guarantee;
    }
  }

  private UUID inDoubt() {
    return sent(Category.FOLLOW_UP, "fax", "+3120", "{}").id();
  }

  private Receipt report(UUID id, State state) {
    Report report = Report.of("fax-7/" + state, "fax-7", state).withMessage(id).withAt(START);
    return kit.engine().messaging().deliveries().record(TENANT, "fax", List.of(report));
  }

  private void retry() {
    kit.advance(Duration.ofSeconds(20));
  }

  private void assertSent(UUID id, State delivery) {
    Messages.Message message = message(id);
    assertThat(message.state()).isEqualTo(MessageState.SENT);
    assertThat(message.result()).isEqualTo("fax-7");
    assertThat(message.failure()).isNull();
    assertThat(message.attempts()).isEqualTo(1);
    assertThat(message.delivery()).isEqualTo(new Messages.Delivery("fax-7", delivery, START));
    kit.advance(Duration.ofDays(1));
    assertThat(asked).doesNotContain("reconcile").hasSizeLessThanOrEqualTo(1);
  }

  private long failures() {
    return kit.engine().events().list(TENANT, null, 100).items().stream()
        .map(Events.Accepted::event)
        .filter(event -> event.type().equals("message.failed"))
        .count();
  }

  @Test
  void one_that_waits_for_its_retry_is_sent_and_not_sent_again() {
    UUID id = inDoubt();
    assertThat(message(id).result()).isEqualTo("perhaps sent: the line broke");
    assertThat(report(id, State.SENT)).isEqualTo(new Receipt(1, 0, 0, 0));
    assertSent(id, State.SENT);
    assertThat(kit.engine().messaging().deliveries().of(TENANT, id)).hasSize(1);
    Report later = Report.of("another", "fax-7", State.READ);
    assertThat(
            kit.engine().messaging().deliveries().record(TENANT, "fax", List.of(later)).applied())
        .isOne();
  }

  @Test
  void one_that_a_person_holds_is_sent_too() {
    UUID id = inDoubt();
    kit.engine().messaging().messages().hold(TENANT, id, ANNA, "wait");
    report(id, State.DELIVERED);
    assertSent(id, State.DELIVERED);
  }

  @Test
  void one_that_was_given_up_as_perhaps_sent_is_a_dead_letter_no_more() {
    guarantee = ChannelSender.Delivery.AT_MOST_ONCE;
    UUID id = inDoubt();
    retry();
    asked.remove("reconcile");
    assertThat(message(id).state()).isEqualTo(MessageState.FAILED);
    report(id, State.READ);
    assertSent(id, State.READ);
    assertThat(
            kit.engine().messaging().messages().failed(Messages.Query.of(TENANT), null, 10).items())
        .isEmpty();
  }

  @Test
  void a_report_that_is_faster_than_the_broken_line_leaves_no_doubt() {
    fax =
        message -> {
          report(UUID.fromString(message.id()), State.DELIVERED);
          return BROKEN;
        };
    assertSent(inDoubt(), State.DELIVERED);
  }

  @Test
  void a_report_during_the_second_attempt_counts_whatever_comes_of_that() {
    UUID id = inDoubt();
    fax =
        message -> {
          report(id, State.SENT);
          return SendResult.deferred("busy", null);
        };
    retry();
    assertThat(message(id).state()).isEqualTo(MessageState.SENT);
    assertThat(message(id).result()).isEqualTo("fax-7");
    assertThat(asked).containsExactly("send to +3120", "reconcile", "send to +3120");
  }

  @Test
  void a_failure_says_that_it_was_sent_and_did_not_arrive() {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "fax", "+3120", json("{}"))
                  .withHandling(
                      Handling.NONE.withFallback(
                          new Fallback(
                              List.of(
                                  new Alternative("email", "ann@x.nl", json("{\"text\": \"t\"}"))),
                              Duration.ofDays(1),
                              false))));
          return ActionResult.completed();
        };
    run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    UUID id =
        kit.engine().messaging().messages().list(TENANT, null, null, null, 1).items().get(0).id();
    report(id, State.FAILED);
    kit.run();
    assertThat(failures()).isOne();
    assertThat(kit.messages()).extracting(OutboundMessage::channel).containsExactly("email");
    assertSent(id, State.FAILED);
    assertThat(failures()).isOne();
  }

  @Test
  void of_one_that_a_dead_node_has_it_is_found_before_it_is_sent_again() {
    UUID id = lost();
    report(id, State.DELIVERED);
    assertThat(message(id).state()).isEqualTo(MessageState.PENDING);
    kit.advance(Duration.ofSeconds(15));
    assertSent(id, State.DELIVERED);
    assertThat(asked).isEmpty();
  }

  @Test
  void a_failure_of_one_that_a_dead_node_has_proves_nothing() {
    UUID id = lost();
    report(id, State.FAILED);
    fax = message -> SendResult.sent("fax-8");
    kit.advance(Duration.ofSeconds(15));
    assertThat(asked).containsExactly("reconcile", "send to +3120");
    assertThat(message(id).result()).isEqualTo("fax-8");
  }

  @Test
  void a_report_that_does_not_name_the_message_proves_nothing() {
    inDoubt();
    Report stray = Report.of("stray", "fax-7", State.SENT);
    assertThat(
            kit.engine().messaging().deliveries().record(TENANT, "fax", List.of(stray)).unknown())
        .isOne();
    retry();
    assertThat(asked).containsExactly("send to +3120", "reconcile", "send to +3120");
  }

  @Test
  void what_is_heard_of_a_readdressed_one_may_be_about_its_address_before() {
    UUID id = inDoubt();
    kit.engine().messaging().messages().readdress(TENANT, id, "+3130", ANNA);
    report(id, State.SENT);
    assertThat(message(id).state()).isEqualTo(MessageState.PENDING);
    retry();
    assertThat(asked).containsExactly("send to +3120", "reconcile", "send to +3130");
  }

  @Test
  void one_that_is_not_in_doubt_is_tried_again_whatever_is_heard() {
    fax = message -> SendResult.deferred("busy", null);
    UUID id = inDoubt();
    report(id, State.SENT);
    assertThat(message(id).state()).isEqualTo(MessageState.PENDING);
    retry();
    assertThat(asked).containsExactly("send to +3120", "send to +3120");
  }

  /** A message that a node had when it died. */
  private UUID lost() {
    UUID id = new UUID(0x7000, 1);
    MessageRow row =
        MessageRow.builder(TENANT, id, "k")
            .channel("fax")
            .recipient(MessageRow.Recipient.of("+3120"))
            .body("{}")
            .createdAt(START)
            .revision(0)
            .status(MessageRow.Status.pending(START))
            .build();
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return transaction.messages().claim(START, START.plusSeconds(15), 10);
        });
    return id;
  }
}
