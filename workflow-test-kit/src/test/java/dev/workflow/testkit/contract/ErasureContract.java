package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.messaging.Messages;
import dev.workflow.retention.Retention.ErasureReceipt;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an erasure finds where others have a part, and what cannot be read. */
public abstract class ErasureContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SubjectRef ONE = SubjectRef.of("lead", "1");
  private static final SubjectRef TWO = SubjectRef.of("lead", "2");

  /** One part of a digest that closes in an hour. */
  private void gather(SubjectRef subject, String text) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "email", "ann@x.nl", Json.object().put("text", text))
                  .withHandling(
                      Handling.NONE.withDigest(new Handling.Digest("news", START.plus(HOUR)))));
          return ActionResult.completed();
        };
    kit.event("lead.created", subject, "{}");
  }

  private void gatherBoth() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    gather(ONE, "one");
    gather(TWO, "two");
  }

  private ErasureReceipt erase(SubjectRef subject) {
    return kit.engine().retention().erase(TENANT, subject, ANNA);
  }

  private List<String> said() {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 9).items().stream()
        .map(one -> one.subject() + " " + one.state() + " " + one.content().path("text").asText())
        .toList();
  }

  private void putOff() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    kit.advance(HOUR);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
  }

  @Test
  void a_digest_that_is_put_off_goes_out_with_what_it_says_about_others_alone() {
    gatherBoth();
    putOff();
    erase(TWO);
    kit.advance(HOUR.multipliedBy(2));
    assertThat(kit.messages()).extracting(one -> one.text("text")).containsExactly("one");
    assertThat(said()).containsExactlyInAnyOrder("lead:1 MERGED one", "lead:1 SENT one");
  }

  @Test
  void a_digest_goes_out_though_the_one_who_brought_it_is_erased() {
    gatherBoth();
    putOff();
    assertThat(erase(ONE).instances()).isEqualTo(1);
    kit.advance(HOUR.multipliedBy(2));
    assertThat(kit.messages()).extracting(one -> one.text("text")).containsExactly("two");
    assertThat(said()).containsExactlyInAnyOrder("lead:2 MERGED two", "lead:2 SENT two");
    erase(TWO);
    assertThat(said()).isEmpty();
  }

  @Test
  void of_a_digest_that_was_sent_only_what_it_says_about_others_is_left() {
    gatherBoth();
    kit.advance(HOUR);
    Messages.Message sent =
        kit.engine().messaging().messages().list(TENANT, null, null, null, 9).items().stream()
            .filter(one -> one.state() == MessageState.SENT)
            .findFirst()
            .orElseThrow();
    erase(ONE);
    assertThat(said()).containsExactlyInAnyOrder("lead:2 MERGED two", "lead:2 SENT two");
    Messages.Message left = kit.engine().messaging().messages().get(TENANT, sent.id());
    assertThat(left.content().toString()).doesNotContain("one");
    assertThat(left.delivery().providerId()).isEqualTo(sent.delivery().providerId());
  }

  @Test
  void an_instance_that_cannot_be_read_is_erased_with_the_others() {
    publish("w", "", "[{\"id\": \"a\", \"delay\": \"PT1H\"}]");
    InstanceId noticed = kit.event("lead.created", ONE, "{}").started().get(0).instance();
    breakJournal(noticed);
    kit.advance(HOUR);
    InstanceId unnoticed = kit.event("lead.created", ONE, "{}").started().get(0).instance();
    breakJournal(unnoticed);
    kit.event("lead.created", ONE, "{}");
    ErasureReceipt receipt = erase(ONE);
    assertThat(receipt.canceled()).isEqualTo(3);
    assertThat(receipt.instances()).isEqualTo(3);
    assertThat(kit.engine().instances().list(Instances.Query.of(TENANT), null, 9).items())
        .isEmpty();
    assertThat(kit.engine().setAside().list(TENANT, null, 9).items()).isEmpty();
  }
}
