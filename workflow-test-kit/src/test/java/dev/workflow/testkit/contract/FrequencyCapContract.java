package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Query;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody gets more than the caps allow: what exceeds them waits. */
public abstract class FrequencyCapContract extends EngineContract {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .messaging(
            m ->
                m.frequencyCaps(
                    List.of(
                        new FrequencyCap(Category.FOLLOW_UP, 2, DAY),
                        new FrequencyCap(Category.MARKETING, 1, WEEK))));
  }

  @BeforeEach
  void publish() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
  }

  private void send(Category category, String text) {
    send("email", "ann@x.nl", category, "ann", text);
  }

  private void send(String channel, String to, Category category, String person, String text) {
    sending(channel, to, category, person, text);
    kit.event("lead.created", LEAD, "{}");
  }

  private void sending(String channel, String to, Category category, String person, String text) {
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(context, channel, to, Json.object().put("text", text))
                  .withHandling(
                      Handling.NONE.withPurpose(
                          Handling.Purpose.NONE.withCategory(category).withPerson(person))));
          return ActionResult.completed();
        };
  }

  private List<String> sent() {
    return kit.messages().stream().map(message -> message.text("text")).toList();
  }

  private List<Message> waiting() {
    return kit.engine().messaging().messages().upcoming(Query.of(TENANT), null, 100).items();
  }

  @Test
  void what_exceeds_a_cap_is_postponed_until_there_is_room() {
    send(Category.FOLLOW_UP, "one");
    kit.advance(Duration.ofHours(1));
    send(Category.FOLLOW_UP, "two");
    send(Category.FOLLOW_UP, "three");
    assertThat(sent()).containsExactly("one", "two");
    Message third = waiting().get(0);
    assertThat(third.times().dueAt()).isEqualTo(START.plus(DAY));
    assertThat(third.result())
        .isEqualTo("at most 2 of FOLLOW_UP, MARKETING in PT24H to one person");
    assertThat(third.attempts()).isZero();
    kit.advance(Duration.ofHours(23).minusSeconds(1));
    assertThat(sent()).hasSize(2);
    kit.advance(Duration.ofSeconds(1));
    assertThat(sent()).containsExactly("one", "two", "three");
    send(Category.FOLLOW_UP, "four");
    assertThat(waiting().get(0).times().dueAt()).isEqualTo(START.plus(DAY).plusSeconds(3_600));
  }

  @Test
  void a_person_is_the_same_on_every_channel_and_in_every_workflow() {
    publish("v", "", "[{\"id\": \"b\", \"action\": \"work\"}]");
    send("email", "ann@x.nl", Category.FOLLOW_UP, "ann", "one");
    assertThat(sent()).containsExactly("one", "one");
    send("sms", "+31612345678", Category.FOLLOW_UP, "ann", "two");
    assertThat(sent()).hasSize(2);
    assertThat(waiting()).hasSize(2);
    send("sms", "+31612345678", Category.FOLLOW_UP, "bob", "three");
    assertThat(sent()).endsWith("three", "three").hasSize(4);
  }

  @Test
  void without_a_person_it_is_the_address_on_its_channel() {
    for (String text : List.of("one", "two", "three")) {
      send("email", "ann@x.nl", Category.FOLLOW_UP, null, text);
    }
    send("email", "bob@x.nl", Category.FOLLOW_UP, null, "four");
    send("in_app", "ann@x.nl", Category.FOLLOW_UP, null, "five");
    assertThat(sent()).containsExactly("one", "two", "four", "five");
  }

  @Test
  void each_tenant_counts_for_itself() {
    TenantId other = TenantId.of("other");
    kit.engine()
        .definitions()
        .publish(
            other,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "lead.created"}],
                 "steps": [{"id": "a", "action": "work"}]}
                """));
    send(Category.FOLLOW_UP, "one");
    send(Category.FOLLOW_UP, "two");
    send(Category.FOLLOW_UP, "three");
    kit.event(Event.of(other, "lead.created", LEAD, Json.object()));
    assertThat(sent()).containsExactly("one", "two", "three");
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void transactional_messages_are_neither_counted_nor_held_back() {
    for (int i = 0; i < 5; i++) {
      send(Category.TRANSACTIONAL, "code " + i);
    }
    send(Category.FOLLOW_UP, "one");
    send(Category.FOLLOW_UP, "two");
    send(Category.TRANSACTIONAL, "code 5");
    assertThat(sent()).hasSize(8);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void a_cap_counts_what_is_less_urgent_and_the_longest_wait_holds() {
    send(Category.MARKETING, "news");
    send(Category.FOLLOW_UP, "one");
    send(Category.FOLLOW_UP, "two");
    send(Category.MARKETING, "more news");
    assertThat(sent()).containsExactly("news", "one");
    assertThat(waiting())
        .extracting(message -> message.content().path("text").asText() + message.times().dueAt())
        .containsExactly("two" + START.plus(DAY), "more news" + START.plus(WEEK));
    kit.advance(WEEK);
    assertThat(sent()).containsExactly("news", "one", "two", "more news");
  }

  @Test
  void the_most_urgent_of_what_is_due_together_goes_first() {
    send(Category.FOLLOW_UP, "one");
    send(Category.FOLLOW_UP, "two");
    send(Category.MARKETING, "news");
    send(Category.FOLLOW_UP, "three");
    send(Category.FOLLOW_UP, "four");
    assertThat(sent()).containsExactly("one", "two");
    kit.advance(DAY);
    assertThat(sent()).containsExactly("one", "two", "three", "four");
    kit.advance(DAY);
    assertThat(sent()).containsExactly("one", "two", "three", "four", "news");
  }

  @Test
  void what_is_tried_again_keeps_its_place() {
    kit.sender("email").answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    send(Category.FOLLOW_UP, "one");
    send(Category.FOLLOW_UP, "two");
    send(Category.FOLLOW_UP, "three");
    kit.sender("email").answers(message -> SendResult.sent("p"));
    kit.advance(Duration.ofHours(1));
    assertThat(sent()).containsExactlyInAnyOrder("one", "two");
    kit.advance(DAY.minusSeconds(1));
    assertThat(sent()).hasSize(2);
    kit.advance(Duration.ofSeconds(1));
    assertThat(sent()).hasSize(3);
  }

  @Test
  void a_cap_holds_for_what_is_sent_by_hand_as_well() {
    send(Category.FOLLOW_UP, "one");
    send(Category.FOLLOW_UP, "two");
    send(Category.FOLLOW_UP, "three");
    kit.engine().messaging().messages().sendNow(TENANT, waiting().get(0).id(), Actor.of("anna"));
    kit.run();
    assertThat(sent()).hasSize(2);
    assertThat(waiting().get(0).times().dueAt()).isEqualTo(START.plus(DAY));
  }
}
