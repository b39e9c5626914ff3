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
import dev.workflow.messaging.MessagingSetup;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantMessaging;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages on a channel that has a limit are delayed, over all nodes, and none is dropped. */
public abstract class ChannelLimitsContract extends EngineContract {

  private static final String STEP = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final TenantId OTHER = TenantId.of("other");

  private TenantMessaging ofTenant = TenantMessaging.DEFAULT;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return host(super.customize(builder)).messaging(ChannelLimitsContract::ofEngine);
  }

  private WorkflowEngine.Builder host(WorkflowEngine.Builder builder) {
    return builder.tenants(
        tenant ->
            Optional.of(
                tenant.equals(TENANT)
                    ? TenantDirectory.Settings.DEFAULT.withMessaging(ofTenant)
                    : TenantDirectory.Settings.DEFAULT));
  }

  private static MessagingSetup ofEngine(MessagingSetup messaging) {
    return messaging
        .channelLimits(
            List.of(new ChannelLimit("email", 3, MINUTE), new ChannelLimit("sms", 1, MINUTE)))
        .frequencyCaps(List.of(new FrequencyCap(Category.MARKETING, 1, Duration.ofDays(7))));
  }

  /** To be said first: what a tenant has is remembered for a minute. */
  private void email(int permits) {
    ofTenant =
        TenantMessaging.DEFAULT.withChannelLimits(
            List.of(new ChannelLimit("email", permits, MINUTE)));
  }

  /** Lets one instance send as many messages, each to somebody else. */
  private void send(String channel, Category category, int count, String name) {
    sending(channel, category, count, name);
    kit.event("lead.created", LEAD, "{}");
  }

  private void sending(String channel, Category category, int count, String name) {
    answer =
        context -> {
          for (int i = 0; i < count; i++) {
            context.send(
                OutboundMessage.draft(
                        context,
                        channel,
                        channel.equals("sms")
                            ? "+3161234%04d".formatted(i)
                            : name + i + "@example.org",
                        Json.object().put("text", name + i))
                    .withHandling(
                        Handling.NONE.withPurpose(Handling.Purpose.NONE.withCategory(category))));
          }
          return ActionResult.completed();
        };
  }

  private List<String> sent() {
    return kit.messages().stream().map(message -> message.text("text")).toList();
  }

  /** Those that wait, the next first. */
  private List<Message> waiting() {
    return kit.engine().messaging().messages().upcoming(Query.of(TENANT), null, 100).items();
  }

  private static List<String> named(String name, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> name + i).toList();
  }

  @Test
  void what_exceeds_the_limit_goes_out_in_later_windows_in_the_order_of_sending() {
    email(2);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 5, "m");
    assertThat(sent()).isEqualTo(named("m", 0, 2));
    assertThat(waiting())
        .extracting(message -> message.times().dueAt())
        .containsExactly(
            START.plus(MINUTE), START.plus(MINUTE), START.plus(MINUTE.multipliedBy(2)));
    assertThat(waiting())
        .allSatisfy(
            message -> {
              assertThat(message.result())
                  .isEqualTo("at most 2 on email in PT1M (set for the tenant)");
              assertThat(message.attempts()).isZero();
            });
    kit.advance(MINUTE.minusSeconds(1));
    assertThat(sent()).hasSize(2);
    kit.advance(Duration.ofSeconds(1));
    assertThat(sent()).isEqualTo(named("m", 0, 4));
    kit.advance(MINUTE);
    assertThat(sent()).isEqualTo(named("m", 0, 5));
    assertThat(waiting()).isEmpty();
  }

  @Test
  void the_engine_s_limit_holds_for_channels_and_tenants_that_have_none_of_their_own() {
    email(5);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 6, "m");
    assertThat(sent()).hasSize(5);
    send("sms", Category.FOLLOW_UP, 2, "s");
    assertThat(kit.messages("sms")).hasSize(1);
    assertThat(waiting())
        .extracting(Message::result)
        .containsExactlyInAnyOrder(
            "at most 5 on email in PT1M (set for the tenant)", "at most 1 on sms in PT1M");
    kit.engine()
        .definitions()
        .publish(
            OTHER,
            WorkflowDefinition.parse(
                "{\"key\": \"w\", \"triggers\": [{\"event\": \"lead.created\"}], \"steps\": "
                    + STEP
                    + "}"));
    sending("email", Category.FOLLOW_UP, 4, "o");
    kit.engine().events().publish(Event.of(OTHER, "lead.created", LEAD, Json.object()));
    kit.run();
    assertThat(sent()).filteredOn(text -> text.startsWith("o")).isEqualTo(named("o", 0, 3));
  }

  @Test
  void channels_without_a_limit_are_not_held_up() {
    email(1);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 3, "m");
    send("in_app", Category.FOLLOW_UP, 40, "c");
    assertThat(kit.messages("in_app")).hasSize(40);
    assertThat(kit.messages("email")).hasSize(1);
  }

  @Test
  void a_workflow_s_limit_holds_for_its_messages_besides_the_tenant_s() {
    email(4);
    publish("w", "\"channelLimits\": {\"email\": {\"permits\": 1, \"per\": \"PT1M\"}},", STEP);
    publish("v", "", STEP);
    send("email", Category.FOLLOW_UP, 4, "m");
    assertThat(kit.messages()).hasSize(4);
    assertThat(waiting())
        .extracting(Message::result)
        .containsExactlyInAnyOrder(
            "at most 1 on email in PT1M of workflow w",
            "at most 1 on email in PT1M of workflow w",
            "at most 1 on email in PT1M of workflow w",
            "at most 4 on email in PT1M (set for the tenant)");
    for (int i = 0; i < 3; i++) {
      kit.advance(MINUTE);
    }
    assertThat(kit.messages()).hasSize(8);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void another_version_of_the_workflow_counts_in_the_same_window_by_its_own_limit() {
    publish("w", "\"channelLimits\": {\"email\": {\"permits\": 1, \"per\": \"PT1H\"}},", STEP);
    send("email", Category.FOLLOW_UP, 3, "m");
    assertThat(sent()).hasSize(1);
    publish("w", "\"channelLimits\": {\"email\": {\"permits\": 2, \"per\": \"PT1H\"}},", STEP);
    send("email", Category.FOLLOW_UP, 1, "n");
    assertThat(sent()).containsExactly("m0", "n0");
    kit.advance(Duration.ofHours(1));
    assertThat(sent()).hasSize(3);
    kit.advance(Duration.ofHours(1));
    assertThat(sent()).hasSize(4);
  }

  @Test
  void what_is_more_urgent_goes_before_what_waits() {
    email(1);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 4, "follow");
    kit.advance(Duration.ofSeconds(10));
    send("email", Category.TRANSACTIONAL, 2, "code");
    kit.advance(MINUTE);
    kit.advance(MINUTE);
    assertThat(sent()).containsExactly("follow0", "code0", "code1");
    kit.advance(Duration.ofMinutes(10));
    assertThat(sent())
        .startsWith("follow0", "code0", "code1")
        .containsExactlyInAnyOrder("follow0", "code0", "code1", "follow1", "follow2", "follow3");
  }

  @Test
  void a_backlog_is_looked_at_when_it_is_queued_and_when_its_time_has_come() {
    email(2);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 40, "m");
    UUID last = waiting().get(37).id();
    kit.advance(Duration.ofMinutes(18));
    assertThat(sent()).hasSize(38);
    long claimedOnceAndPutOff =
        store.transact(t -> t.messages().find(TENANT, last)).orElseThrow().revision();
    assertThat(claimedOnceAndPutOff).isEqualTo(2);
    kit.advance(MINUTE);
    assertThat(sent()).isEqualTo(named("m", 0, 40));
  }

  @Test
  void what_a_cap_keeps_back_takes_no_place_and_what_waits_for_a_place_no_budget() {
    email(1);
    publish("w", "", STEP);
    send("email", Category.MARKETING, 1, "ann");
    kit.advance(MINUTE);
    answer =
        context -> {
          for (String to : List.of("ann0@example.org", "bob@example.org", "cas@example.org")) {
            context.send(
                OutboundMessage.draft(context, "email", to, Json.object().put("text", to))
                    .withHandling(
                        Handling.NONE.withPurpose(
                            Handling.Purpose.NONE.withCategory(Category.MARKETING))));
          }
          return ActionResult.completed();
        };
    kit.event("lead.created", LEAD, "{}");
    assertThat(sent()).containsExactly("ann0", "bob@example.org");
    assertThat(waiting())
        .extracting(Message::result)
        .containsExactly(
            "at most 1 on email in PT1M (set for the tenant)",
            "at most 1 of MARKETING in PT168H to one person");
  }

  @Test
  void a_message_that_somebody_wants_now_waits_for_room_all_the_same() {
    email(1);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 4, "m");
    UUID last = waiting().get(2).id();
    kit.engine().messaging().messages().sendNow(TENANT, last, Actor.of("anna"));
    kit.run();
    assertThat(sent()).hasSize(1);
    kit.advance(MINUTE);
    kit.engine().messaging().messages().sendNow(TENANT, last, Actor.of("anna"));
    kit.advance(MINUTE);
    kit.engine().messaging().messages().sendNow(TENANT, last, Actor.of("anna"));
    kit.advance(Duration.ofMinutes(5));
    assertThat(sent()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
  }

  @Test
  void a_cancelled_message_leaves_its_time_unused_and_holds_up_nobody_for_longer() {
    email(1);
    publish("w", "", STEP);
    send("email", Category.FOLLOW_UP, 4, "m");
    kit.engine()
        .messaging()
        .messages()
        .skip(TENANT, waiting().get(0).id(), Actor.of("anna"), "not needed");
    kit.advance(MINUTE.multipliedBy(3));
    assertThat(sent()).containsExactly("m0", "m2", "m3");
  }

  /** Notes when each message goes out. */
  private List<Instant> times() {
    List<Instant> times = new ArrayList<>();
    kit.sender("email")
        .answers(
            message -> {
              times.add(kit.clock().instant());
              return SendResult.sent("recorded-" + message.id());
            });
    return times;
  }

  private static void assertKept(List<Instant> times, int permits) {
    for (int i = permits; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - permits), times.get(i)))
          .isGreaterThanOrEqualTo(MINUTE);
    }
  }

  @Test
  void after_a_time_in_which_no_node_ran_no_window_holds_more_than_the_limit() {
    email(2);
    publish("w", "", STEP);
    List<Instant> times = times();
    send("email", Category.FOLLOW_UP, 7, "m");
    kit.clock().advance(Duration.ofMinutes(30));
    kit.advance(Duration.ofMinutes(10));
    assertThat(sent()).hasSize(7).containsAll(named("m", 0, 7));
    assertKept(times, 2);
  }

  @Test
  void several_engines_on_one_store_keep_one_limit() {
    email(2);
    publish("w", "", STEP);
    try (WorkflowEngine other =
        customize(WorkflowEngine.builder().actors(ActorDirectory.open()))
            .messaging(m -> m.sender(kit.sender("email")))
            .store(store)
            .clock(kit.clock())
            .build()) {
      sending("email", Category.FOLLOW_UP, 3, "a");
      kit.engine().events().publish(Event.of(TENANT, "lead.created", LEAD, Json.object()));
      other.events().publish(Event.of(TENANT, "lead.created", LEAD, Json.object()));
      other.runUntilIdle();
      kit.run();
      assertThat(kit.messages()).hasSize(2);
      kit.clock().advance(MINUTE);
      kit.run();
      other.runUntilIdle();
      assertThat(kit.messages()).hasSize(4);
      kit.clock().advance(MINUTE);
      other.runUntilIdle();
      kit.run();
      assertThat(kit.messages()).hasSize(6);
    }
  }

  @Test
  void no_window_wherever_it_begins_holds_more_than_the_limit() {
    email(3);
    publish("w", "", STEP);
    List<Instant> times = times();
    Random random = new Random(11);
    for (int i = 0; i < 30; i++) {
      Category category = Category.values()[random.nextInt(2)];
      send("email", category, 1 + random.nextInt(2), "r" + i + "-");
      kit.advance(Duration.ofMillis(random.nextInt(30_000)));
    }
    kit.advance(Duration.ofHours(1));
    assertThat(waiting()).isEmpty();
    assertThat(times).hasSizeGreaterThan(30);
    assertKept(times, 3);
  }
}
