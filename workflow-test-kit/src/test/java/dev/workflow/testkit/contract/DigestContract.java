package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages.BulkOperation;
import dev.workflow.messaging.Messages.BulkReport;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of one digest to one address go out as one. */
public abstract class DigestContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant CLOSES = START.plus(HOUR);

  @BeforeEach
  void publish() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
  }

  private void send(String text) {
    send("ann@x.nl", "news", CLOSES, text);
  }

  private void send(String to, String key, Instant closes, String text) {
    send(to, text, Handling.NONE.withDigest(new Digest(key, closes)));
  }

  private void send(String to, String text, Handling handling) {
    send(to, text, handling, "42");
  }

  private void send(String to, String text, Handling handling, String lead) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                      context,
                      "email",
                      to,
                      Json.object()
                          .put("from", "us@x.nl")
                          .put("subject", text)
                          .put("text", text + "!"))
                  .withHandling(handling));
          return ActionResult.completed();
        };
    kit.event("lead.created", SubjectRef.of("lead", lead), "{}");
  }

  private List<Message> all() {
    List<Message> messages =
        kit.engine().messaging().messages().list(TENANT, null, null, null, 500).items();
    return messages.stream().sorted(Comparator.comparing(Message::id)).toList();
  }

  private List<Message> in(MessageState state) {
    return all().stream().filter(message -> message.state() == state).toList();
  }

  /** The messages that were sent, each as its recipient and the subjects in it. */
  private List<String> sent() {
    return kit.messages().stream().map(message -> message.recipient() + subjects(message)).toList();
  }

  private static List<String> subjects(OutboundMessage message) {
    return StreamSupport.stream(message.content().path("items").spliterator(), false)
        .map(item -> item.path("subject").asText())
        .toList();
  }

  @Test
  void they_wait_for_the_closing_and_are_sent_as_one() {
    send("one");
    kit.advance(Duration.ofMinutes(30));
    send("two");
    send("three");
    kit.advance(Duration.ofMinutes(29));
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertThat(sent()).containsExactly("ann@x.nl[one, two, three]");
    OutboundMessage digest = kit.messages().get(0);
    JsonNode content = digest.content();
    assertThat(content.path("count").asInt()).isEqualTo(3);
    assertThat(content.path("from").asText()).isEqualTo("us@x.nl");
    assertThat(content.path("subject").asText()).isEqualTo("3 messages");
    assertThat(content.path("text").asText()).isEqualTo("one\none!\n\ntwo\ntwo!\n\nthree\nthree!");
    kit.advance(HOUR);
    assertThat(kit.messages()).hasSize(1);
    assertThat(in(MessageState.MERGED))
        .hasSize(3)
        .allMatch(item -> item.result().equals("went out with message " + digest.id()))
        .allMatch(item -> item.times().endedAt().equals(CLOSES));
    assertThat(in(MessageState.SENT))
        .extracting(Message::id)
        .containsExactly(UUID.fromString(digest.id()));
  }

  @Test
  void one_alone_is_sent_as_it_is() {
    send("one");
    kit.advance(HOUR);
    OutboundMessage message = kit.messages().get(0);
    assertThat(message.text("subject")).isEqualTo("one");
    assertThat(message.text("text")).isEqualTo("one!");
    assertThat(subjects(message)).containsExactly("one");
  }

  @Test
  void each_address_and_key_has_its_own() {
    send("one");
    send("bob@x.nl", "news", CLOSES, "two");
    send("ann@x.nl", "other", CLOSES, "three");
    send("four");
    kit.advance(HOUR);
    assertThat(sent())
        .containsExactlyInAnyOrder("ann@x.nl[one, four]", "bob@x.nl[two]", "ann@x.nl[three]");
  }

  @Test
  void it_closes_when_the_earliest_in_it_does() {
    send("ann@x.nl", "news", CLOSES.plus(HOUR), "one");
    send("ann@x.nl", "news", CLOSES.plusSeconds(60), "two");
    send("ann@x.nl", "news", CLOSES.plusSeconds(90), "three");
    assertThat(all()).filteredOn(one -> !one.content().has("subject")).hasSize(2);
    kit.advance(HOUR.plusSeconds(60));
    assertThat(sent()).containsExactly("ann@x.nl[one, two, three]");
    kit.advance(HOUR.multipliedBy(2));
    assertThat(sent()).hasSize(1);
    assertThat(in(MessageState.SKIPPED))
        .extracting(Message::result)
        .containsExactly("nothing was left to send");
  }

  @Test
  void the_window_of_a_step_begins_with_the_first_message() {
    publish(
        "mails",
        "",
        """
        [{"id": "mail", "action": "send_email", "config": {"to": "bob@x.nl", "subject": "n {{n}}",
          "text": "t", "digest": {"key": "news", "window": "PT1H"}}}]
        """);
    answer = context -> ActionResult.completed();
    for (int n = 1; n <= 3; n++) {
      kit.event("lead.created", LEAD, "{\"n\": " + n + "}");
      kit.advance(Duration.ofMinutes(25));
    }
    assertThat(sent()).containsExactly("bob@x.nl[n 1, n 2, n 3]");
    assertThat(all()).hasSize(4);
  }

  @Test
  void what_comes_after_the_closing_is_sent_soon_after() {
    send("one");
    kit.advance(HOUR);
    send("two");
    send("three");
    assertThat(sent()).containsExactly("ann@x.nl[one]");
    kit.advance(Duration.ofMinutes(1));
    assertThat(sent()).containsExactly("ann@x.nl[one]", "ann@x.nl[two, three]");
    kit.advance(HOUR);
    send("four");
    assertThat(sent()).endsWith("ann@x.nl[four]");
  }

  @Test
  void what_is_skipped_held_or_cancelled_is_not_in_it() {
    send("one");
    send("two");
    send("three");
    send("four");
    var messages = kit.engine().messaging().messages();
    List<UUID> items =
        all().stream()
            .filter(message -> message.content().has("subject"))
            .map(Message::id)
            .toList();
    messages.skip(TENANT, items.get(0), ANNA, "no");
    messages.hold(TENANT, items.get(1), ANNA, "perhaps");
    messages.move(TENANT, items.get(2), CLOSES.plus(HOUR), ANNA);
    kit.advance(HOUR);
    assertThat(sent()).containsExactly("ann@x.nl[four]");
    messages.release(TENANT, items.get(1), ANNA);
    kit.advance(HOUR);
    assertThat(sent()).containsExactly("ann@x.nl[four]", "ann@x.nl[two]", "ann@x.nl[three]");
  }

  @Test
  void nothing_is_sent_when_nothing_is_left() {
    send("one");
    Message item =
        all().stream().filter(one -> one.content().has("subject")).findFirst().orElseThrow();
    kit.engine().messaging().messages().skip(TENANT, item.id(), ANNA, null);
    kit.advance(HOUR.plusMinutes(2));
    assertThat(kit.messages()).isEmpty();
    assertThat(all()).allMatch(message -> message.state() == MessageState.SKIPPED);
    assertThat(all())
        .extracting(Message::result)
        .containsExactlyInAnyOrder(null, "nothing was left to send");
  }

  @Test
  void they_are_sent_without_a_carrier_too() {
    send("one");
    send("two");
    Message carrier =
        all().stream().filter(one -> !one.content().has("subject")).findFirst().orElseThrow();
    assertThat(carrier.times().dueAt()).isEqualTo(CLOSES);
    kit.engine().messaging().messages().skip(TENANT, carrier.id(), ANNA, null);
    kit.advance(HOUR);
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertThat(sent()).containsExactly("ann@x.nl[one, two]");
  }

  @Test
  void one_that_is_tried_again_has_the_same_content_and_takes_up_no_more() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    send("one");
    kit.advance(HOUR);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    send("ann@x.nl", "news", CLOSES.plus(HOUR), "two");
    kit.advance(HOUR);
    assertThat(sent()).containsExactlyInAnyOrder("ann@x.nl[one]", "ann@x.nl[two]");
  }

  @Test
  void it_is_as_urgent_as_the_most_urgent_in_it() {
    Handling marketing =
        Handling.NONE
            .withPurpose(Handling.Purpose.NONE.withCategory(Category.MARKETING).withPerson("ann"))
            .withDigest(new Digest("news", CLOSES));
    send("ann@x.nl", "one", marketing);
    send(
        "ann@x.nl",
        "two",
        marketing.withPurpose(marketing.purpose().withCategory(Category.TRANSACTIONAL)));
    kit.advance(HOUR);
    assertThat(kit.messages().get(0).handling().purpose())
        .isEqualTo(Handling.Purpose.NONE.withCategory(Category.TRANSACTIONAL).withPerson("ann"));
    assertThat(in(MessageState.SENT).get(0).purpose().category()).isEqualTo(Category.TRANSACTIONAL);
  }

  private List<String> upcoming() {
    return kit
        .engine()
        .messaging()
        .messages()
        .upcoming(Query.of(TENANT), null, 100)
        .items()
        .stream()
        .map(message -> message.content().path("subject").asText())
        .toList();
  }

  private void sendAbout(String lead, String text) {
    send("ann@x.nl", text, Handling.NONE.withDigest(new Digest("news", CLOSES)), lead);
  }

  @Test
  void each_is_listed_once_before_and_after_the_closing() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    send("one");
    send("two");
    assertThat(upcoming()).containsExactly("one", "two");
    kit.advance(HOUR);
    assertThat(upcoming()).containsExactly("2 messages");
  }

  @Test
  void what_is_cancelled_before_the_closing_leaves_the_others() {
    sendAbout("1", "one");
    sendAbout("2", "two");
    int cancelled =
        kit.engine()
            .messaging()
            .messages()
            .cancel(Query.of(TENANT).about(SubjectRef.of("lead", "1")), ANNA, "wrong");
    assertThat(cancelled).isEqualTo(1);
    assertThat(upcoming()).containsExactly("two");
    kit.advance(HOUR);
    assertThat(sent()).containsExactly("ann@x.nl[two]");
  }

  @Test
  void nothing_is_sent_when_all_are_cancelled() {
    send("one");
    send("two");
    assertThat(kit.engine().messaging().messages().cancel(Query.of(TENANT), ANNA, null))
        .isEqualTo(2);
    assertThat(upcoming()).isEmpty();
    kit.advance(HOUR.plusMinutes(2));
    assertThat(kit.messages()).isEmpty();
    assertThat(in(MessageState.SKIPPED))
        .extracting(Message::result)
        .containsExactly("nothing was left to send");
  }

  @Test
  void what_is_cancelled_while_its_digest_is_put_off_is_left_out_of_it() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    sendAbout("1", "one");
    sendAbout("2", "two");
    sendAbout("3", "three");
    kit.advance(HOUR);
    var messages = kit.engine().messaging().messages();
    Query first = Query.of(TENANT).about(SubjectRef.of("lead", "1"));
    assertThat(messages.cancel(first.dueBefore(CLOSES.plus(HOUR)), ANNA, "early")).isZero();
    assertThat(messages.cancel(first, ANNA, "wrong")).isEqualTo(1);
    assertThat(messages.cancel(first, ANNA, "wrong")).isZero();
    assertThat(messages.cancel(TENANT, SubjectRef.of("lead", "2"), ANNA)).isEqualTo(1);
    List<Message> cancelled = in(MessageState.CANCELED);
    assertThat(cancelled).extracting(Message::result).containsExactly("wrong", null);
    assertThat(cancelled).extracting(Message::changedBy).containsExactly(ANNA, ANNA);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    kit.advance(HOUR);
    assertThat(sent()).endsWith("ann@x.nl[three]");
    assertThat(messages.cancel(Query.of(TENANT), ANNA, null)).isZero();
  }

  /** Three messages, about the leads 1 to 3, in a digest that its provider puts off. */
  private void threePutOff() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    sendAbout("1", "one");
    sendAbout("2", "two");
    sendAbout("3", "three");
    kit.advance(HOUR);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
  }

  private BulkReport all(Query query, BulkOperation operation) {
    return kit.engine().messaging().messages().bulk(query, operation, ANNA, progress -> {});
  }

  private static Query lead(String id) {
    return Query.of(TENANT).about(SubjectRef.of("lead", id));
  }

  @Test
  void what_a_query_skips_is_left_out_of_a_digest_that_is_put_off() {
    threePutOff();
    assertThat(all(lead("1").dueBefore(CLOSES), BulkOperation.SKIP).done()).isZero();
    assertThat(all(lead("1"), BulkOperation.SKIP)).isEqualTo(new BulkReport(1, 0, Map.of()));
    assertThat(all(lead("1"), BulkOperation.SKIP)).isEqualTo(new BulkReport(0, 0, Map.of()));
    assertThat(in(MessageState.SKIPPED)).extracting(Message::changedBy).containsExactly(ANNA);
    kit.advance(HOUR);
    assertThat(sent()).endsWith("ann@x.nl[two, three]");
  }

  @Test
  void what_a_query_holds_is_taken_out_of_a_digest_that_is_put_off_and_goes_when_released() {
    threePutOff();
    assertThat(all(lead("2"), BulkOperation.HOLD)).isEqualTo(new BulkReport(1, 0, Map.of()));
    kit.advance(HOUR);
    assertThat(sent()).endsWith("ann@x.nl[one, three]");
    assertThat(all(lead("2"), BulkOperation.RELEASE).done()).isEqualTo(1);
    kit.advance(HOUR);
    assertThat(sent()).endsWith("ann@x.nl[one, three]", "ann@x.nl[two]");
  }

  @Test
  void a_digest_of_which_a_query_leaves_nothing_ends() {
    threePutOff();
    assertThat(all(Query.of(TENANT), BulkOperation.SKIP).done()).isEqualTo(3);
    assertThat(upcoming()).isEmpty();
    assertThat(in(MessageState.SKIPPED)).hasSize(4);
    kit.advance(HOUR.multipliedBy(2));
    assertThat(sent()).isEmpty();
  }

  @Test
  void what_a_query_discards_is_left_out_when_the_digest_is_sent_again() {
    kit.sender("email").answers(message -> SendResult.rejected("no"));
    sendAbout("1", "one");
    sendAbout("2", "two");
    kit.advance(HOUR);
    UUID digest = in(MessageState.FAILED).get(0).id();
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    assertThat(all(lead("1"), BulkOperation.DISCARD).done()).isEqualTo(1);
    assertThat(in(MessageState.FAILED)).hasSize(1);
    kit.engine().messaging().messages().resend(TENANT, digest, ANNA);
    kit.run();
    assertThat(sent()).endsWith("ann@x.nl[two]");
  }

  @Test
  void what_nobody_carried_is_left_out_alone_when_it_is_cancelled() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", HOUR));
    sendAbout("1", "one");
    sendAbout("2", "two");
    Message carrier =
        all().stream().filter(one -> !one.content().has("subject")).findFirst().orElseThrow();
    kit.engine().messaging().messages().skip(TENANT, carrier.id(), ANNA, null);
    kit.advance(HOUR.plusMinutes(1));
    assertThat(upcoming()).containsExactly("2 messages");
    assertThat(kit.engine().messaging().messages().cancel(TENANT, SubjectRef.of("lead", "1"), ANNA))
        .isEqualTo(1);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    kit.advance(HOUR);
    assertThat(sent()).endsWith("ann@x.nl[two]");
    assertThat(in(MessageState.CANCELED)).hasSize(1);
  }

  @Test
  void what_nobody_carried_counts_once_against_caps() {
    Handling capped =
        Handling.NONE
            .withPurpose(Handling.Purpose.NONE.withCategory(Category.MARKETING))
            .withDigest(new Digest("news", CLOSES));
    send("ann@x.nl", "one", capped);
    send("ann@x.nl", "two", capped);
    Message carrier =
        all().stream().filter(one -> !one.content().has("subject")).findFirst().orElseThrow();
    kit.engine().messaging().messages().skip(TENANT, carrier.id(), ANNA, null);
    kit.advance(HOUR.plusMinutes(1));
    assertThat(sent()).containsExactly("ann@x.nl[one, two]");
  }

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(
            m ->
                m.frequencyCaps(
                    List.of(new FrequencyCap(Category.MARKETING, 1, Duration.ofDays(1)))));
  }

  @Test
  void more_than_a_hundred_go_in_several() {
    for (int i = 0; i < 130; i++) {
      send("n" + i);
    }
    kit.advance(HOUR.plusMinutes(1));
    assertThat(kit.messages()).hasSize(2);
    assertThat(kit.messages().stream().map(DigestContract::subjects).flatMap(List::stream))
        .hasSize(130)
        .doesNotHaveDuplicates();
    assertThat(subjects(kit.messages().get(0))).hasSize(100);
  }

  private List<String> texts() {
    return sent().stream().map(one -> one.substring("ann@x.nl".length())).toList();
  }

  @Test
  void a_query_sends_a_digest_again_as_a_whole_whichever_message_in_it_it_finds() {
    kit.sender("email").answers(message -> SendResult.rejected("no"));
    sendAbout("1", "one");
    sendAbout("2", "two");
    kit.advance(HOUR);
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    assertThat(all(lead("3"), BulkOperation.RESEND)).isEqualTo(new BulkReport(0, 0, Map.of()));
    assertThat(all(lead("2"), BulkOperation.RESEND)).isEqualTo(new BulkReport(1, 0, Map.of()));
    kit.run();
    assertThat(texts()).endsWith("[one, two]");
    assertThat(all(Query.of(TENANT), BulkOperation.RESEND).done()).isZero();
  }

  @Test
  void what_was_taken_out_of_a_digest_does_not_find_it_any_more() {
    kit.sender("email").answers(message -> SendResult.rejected("no"));
    sendAbout("1", "one");
    sendAbout("2", "two");
    kit.advance(HOUR);
    assertThat(all(lead("1"), BulkOperation.DISCARD).done()).isEqualTo(1);
    assertThat(all(lead("1"), BulkOperation.RESEND).done()).isZero();
    kit.sender("email").answers(message -> SendResult.sent("p-1"));
    assertThat(all(Query.of(TENANT), BulkOperation.RESEND).done()).isEqualTo(1);
    kit.run();
    assertThat(texts()).endsWith("[two]");
  }

  @Test
  void a_query_sends_a_digest_now_as_a_whole_before_and_after_it_has_closed() {
    threePutOff();
    assertThat(all(lead("3"), BulkOperation.SEND_NOW).done()).isEqualTo(1);
    kit.run();
    assertThat(texts()).endsWith("[one, two, three]");
    Instant later = kit.clock().instant().plus(HOUR);
    for (String lead : List.of("4", "5")) {
      send("ann@x.nl", lead, Handling.NONE.withDigest(new Digest("news", later)), lead);
    }
    assertThat(all(lead("5"), BulkOperation.SEND_NOW).done()).isEqualTo(1);
    kit.run();
    assertThat(texts()).endsWith("[4, 5]");
    kit.advance(HOUR.multipliedBy(2));
    assertThat(texts()).endsWith("[one, two, three]", "[4, 5]");
  }

  @Test
  void a_query_releases_a_digest_that_is_held_as_a_whole() {
    threePutOff();
    Message digest = in(MessageState.PENDING).get(0);
    kit.engine().messaging().messages().hold(TENANT, digest.id(), ANNA, "wait");
    kit.advance(HOUR.multipliedBy(2));
    assertThat(all(lead("4"), BulkOperation.RELEASE).done()).isZero();
    assertThat(all(lead("2"), BulkOperation.RELEASE).done()).isEqualTo(1);
    kit.run();
    assertThat(texts()).endsWith("[one, two, three]");
  }
}
