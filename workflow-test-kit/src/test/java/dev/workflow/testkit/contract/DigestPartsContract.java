package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.InboundClassifier;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.messaging.UnsubscribeLinks;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ConsentPolicy;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each part of a digest fares as it would alone. */
public abstract class DigestPartsContract extends ReachContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String BILL = "{\"subject\": \"bill\", \"text\": \"b\"}";
  private static final String OFFER = "{\"subject\": \"offer\", \"text\": \"o\"}";

  private volatile ConsentPolicy policy = ConsentPolicy.NONE;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(
            m ->
                m.consent(tenant -> policy.requiredForMarketing(tenant))
                    .unsubscribe(
                        UnsubscribeLinks.of(URI.create("https://portal.example/u"), "k".repeat(40)))
                    .inboundClassifier(message -> new InboundClassifier.OutOfOffice(null))
                    .frequencyCaps(
                        List.of(new FrequencyCap(Category.MARKETING, 1, Duration.ofDays(7)))));
  }

  @BeforeEach
  void publish() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
  }

  /** One that goes out with others in an hour. */
  private void gather(Category category, String content) {
    send(category, content, Handling.NONE.withDigest(new Digest("news", START.plus(HOUR))));
  }

  private void send(Category category, String content, Handling handling) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, "email", "ann@x.nl", json(content))
                  .withHandling(
                      handling.withPurpose(Handling.Purpose.NONE.withCategory(category))));
          return ActionResult.completed();
        };
    kit.event("lead.created", LEAD, "{}");
  }

  private static List<String> subjects(OutboundMessage message) {
    return StreamSupport.stream(message.content().path("items").spliterator(), false)
        .map(item -> item.path("subject").asText())
        .toList();
  }

  private List<List<String>> sent() {
    return kit.messages().stream().map(DigestPartsContract::subjects).toList();
  }

  private Message item(String subject) {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 100).items().stream()
        .filter(one -> !one.content().has("items"))
        .filter(one -> one.content().path("subject").asText().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private void optOut() {
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(TENANT, ANN, Reason.OPT_OUT, Scope.MARKETING, ANNA, null);
  }

  @Test
  void who_wants_no_marketing_gets_the_rest() {
    gather(Category.TRANSACTIONAL, BILL);
    gather(Category.MARKETING, OFFER);
    optOut();
    kit.advance(HOUR);
    assertThat(sent()).containsExactly(List.of("bill"));
    assertThat(kit.messages().get(0).content().has("list_unsubscribe")).isFalse();
    assertThat(item("offer").state()).isEqualTo(MessageState.SKIPPED);
    assertThat(item("offer").result())
        .isEqualTo("suppressed: opt out of marketing of 2026-01-05T09:00:00Z");
    assertThat(item("bill").state()).isEqualTo(MessageState.MERGED);
    kit.advance(HOUR);
    assertThat(kit.messages()).hasSize(1);
  }

  @Test
  void marketing_without_consent_is_left_out_topic_by_topic() {
    policy = ConsentPolicy.REQUIRED_FOR_MARKETING;
    Consents consents = kit.engine().messaging().consents();
    consents.grant(TENANT, ANN, "news", ANNA, null);
    gather(Category.MARKETING, "{\"subject\": \"news\", \"text\": \"n\", \"topic\": \"news\"}");
    gather(Category.MARKETING, "{\"subject\": \"sale\", \"text\": \"s\", \"topic\": \"sales\"}");
    gather(Category.FOLLOW_UP, BILL);
    kit.advance(HOUR);
    assertThat(sent()).containsExactly(List.of("news", "bill"));
    assertThat(item("sale").result()).isEqualTo("no consent to \"sales\"");
  }

  @Test
  void what_a_cap_has_no_room_for_waits_and_the_rest_goes() {
    send(Category.MARKETING, OFFER, Handling.NONE);
    gather(Category.MARKETING, OFFER);
    gather(Category.TRANSACTIONAL, BILL);
    kit.advance(HOUR);
    assertThat(kit.messages()).hasSize(2);
    assertThat(subjects(kit.messages().get(1))).containsExactly("bill");
    assertThat(item("offer").state()).isEqualTo(MessageState.PENDING);
    assertThat(item("offer").result()).isEqualTo("at most 1 of MARKETING in PT168H to one person");
    kit.advance(Duration.ofDays(7));
    assertThat(subjects(kit.messages().get(2))).containsExactly("offer");
  }

  @Test
  void a_digest_with_marketing_in_it_counts_once_as_marketing() {
    gather(Category.TRANSACTIONAL, BILL);
    gather(Category.MARKETING, OFFER);
    gather(Category.MARKETING, OFFER);
    kit.advance(HOUR);
    assertThat(sent()).containsExactly(List.of("bill", "offer", "offer"));
    assertThat(kit.messages().get(0).content().path("list_unsubscribe").asText())
        .startsWith("https://portal.example/u?token=");
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.PENDING);
  }

  @Test
  void what_waits_for_somebody_who_is_away_waits_and_the_rest_goes() {
    gather(Category.FOLLOW_UP, OFFER);
    gather(Category.TRANSACTIONAL, BILL);
    kit.engine()
        .messaging()
        .inbound()
        .receive(InboundMessage.of(TENANT, "email", "ann@x.nl", "away"));
    kit.advance(HOUR);
    assertThat(sent()).containsExactly(List.of("bill"));
    assertThat(item("offer").result()).isEqualTo("the recipient is away");
    kit.advance(Duration.ofDays(3));
    assertThat(sent()).containsExactly(List.of("bill"), List.of("offer"));
  }

  @Test
  void nobody_loses_or_gets_what_is_not_theirs() {
    String mail = "{\"subject\": \"%s\", \"text\": \"%s\", %s}";
    String file = "\"attachments\": [{\"name\": \"%s.txt\", \"text\": \"%s\"}]";
    gather(Category.FOLLOW_UP, mail.formatted("one", "1", file.formatted("a", "A")));
    gather(Category.FOLLOW_UP, mail.formatted("two", "2", "\"cc\": [\"bob@x.nl\"]"));
    gather(Category.FOLLOW_UP, mail.formatted("three", "3", "\"reply_to\": \"eve@x.nl\""));
    gather(Category.FOLLOW_UP, mail.formatted("four", "4", file.formatted("b", "B")));
    gather(Category.FOLLOW_UP, mail.formatted("five", "5", "\"cc\": [\"bob@x.nl\"]"));
    gather(Category.FOLLOW_UP, "{\"subject\": \"six\", \"html\": \"<p>6 &amp; 7</p>\"}");
    assertThat(item("two").links().digestKey()).isEqualTo("news");
    kit.advance(HOUR);
    assertThat(sent())
        .containsExactlyInAnyOrder(
            List.of("one", "four", "six"), List.of("two", "five"), List.of("three"));
    for (OutboundMessage message : kit.messages()) {
      JsonNode content = message.content();
      List<String> subjects = subjects(message);
      assertThat(content.has("cc")).isEqualTo(subjects.contains("two"));
      assertThat(content.has("reply_to")).isEqualTo(subjects.contains("three"));
      if (subjects.contains("one")) {
        assertThat(content.path("attachments")).hasSize(2);
        assertThat(content.path("text").asText()).isEqualTo("one\n1\n\nfour\n4\n\nsix\n6 & 7");
      }
    }
  }

  @Test
  void who_is_copied_and_wants_no_marketing_gets_the_rest() {
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT,
            ChannelAddress.of("email", "bob@x.nl"),
            Reason.OPT_OUT,
            Scope.MARKETING,
            ANNA,
            null);
    gather(Category.TRANSACTIONAL, json(BILL).put("cc", "bob@x.nl").toString());
    gather(Category.MARKETING, json(OFFER).put("cc", "bob@x.nl").toString());
    kit.advance(HOUR.plusMinutes(1));
    assertThat(sent()).containsExactly(List.of("bill"), List.of("offer"));
    assertThat(kit.messages().get(0).content().path("cc").asText()).isEqualTo("bob@x.nl");
    assertThat(kit.messages().get(1).content().has("cc")).isFalse();
  }

  @Test
  void one_that_is_tried_again_has_no_more_of_what_was_refused_meanwhile() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    gather(Category.TRANSACTIONAL, BILL);
    gather(Category.MARKETING, OFFER);
    kit.advance(HOUR);
    optOut();
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    kit.advance(HOUR);
    OutboundMessage last = kit.messages().get(kit.messages().size() - 1);
    assertThat(subjects(last)).containsExactly("bill");
    assertThat(last.text("text")).isEqualTo("b");
    assertThat(item("offer").state()).isEqualTo(MessageState.SKIPPED);
  }
}
