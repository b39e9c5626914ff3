package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.testkit.RecordingSender;
import dev.workflow.testkit.VirtualClock;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelsTest {

  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  /** What a provider of text messages answers. */
  record Answer(int status, String id, Duration retryAfter) {}

  /** A provider of text messages. */
  interface SmsProvider {
    Answer post(String idempotencyKey, String to, String text);
  }

  // snippet: sender
  /** Sends text messages through a provider. */
  static final class SmsSender implements ChannelSender {

    private final SmsProvider provider;

    SmsSender(SmsProvider provider) {
      this.provider = provider;
    }

    @Override
    public String channel() {
      return "sms";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      Answer answer =
          provider.post(message.idempotencyKey(), message.recipient(), message.text("text"));
      if (answer.status() == 200) {
        return SendResult.sent(answer.id());
      } else if (answer.status() == 429) {
        return SendResult.deferred("too many messages", answer.retryAfter());
      } else if (answer.status() >= 500) {
        return SendResult.deferred("the provider answers " + answer.status(), null);
      }
      return SendResult.rejected("the provider refuses: " + answer.status());
    }
  }

  // end

  private static final String SMS =
      """
      {"key": "w", "name": "W", "triggers": [{"event": "lead.created"}], "exit": [{"event": "lead.lost"}],
       "steps": [{"id": "sms", "action": "send_sms", "config": {"to": "+31612345678", "text": "Hello"}},
                 {"id": "wait", "wait": {"event": "x.y"}}]}
      """;

  private static final TenantId ACME = TenantId.of("acme");

  private final VirtualClock clock = new VirtualClock(WorkflowTestKit.START);

  private WorkflowEngine started(ChannelSender sender) {
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(new InMemoryWorkflowStore(clock))
            .clock(clock)
            .messaging(m -> m.sender(sender))
            .build();
    engine.definitions().publish(ACME, WorkflowDefinition.parse(SMS));
    engine.events().publish(Event.of(ACME, "lead.created", LEAD, Json.object()));
    engine.runUntilIdle();
    return engine;
  }

  @Test
  void a_message_that_is_deferred_is_tried_again_with_the_same_key() {
    List<String> keys = new ArrayList<>();
    Iterator<Answer> answers =
        List.of(
                new Answer(429, "", Duration.ofMinutes(5)),
                new Answer(503, "", Duration.ZERO),
                new Answer(200, "p-1", Duration.ZERO))
            .iterator();
    SmsProvider provider =
        (key, to, text) -> {
          keys.add(key);
          return answers.next();
        };
    try (WorkflowEngine engine = started(new SmsSender(provider))) {
      clock.advance(Duration.ofMinutes(4));
      engine.runUntilIdle();
      assertThat(keys).hasSize(1);
      clock.advance(Duration.ofMinutes(1));
      engine.runUntilIdle();
      assertThat(keys).hasSize(2);
      clock.advance(Duration.ofMinutes(1));
      engine.runUntilIdle();
      assertThat(keys).hasSize(3).containsOnly(keys.get(0));
      Messages.Message message =
          engine.messaging().messages().list(ACME, LEAD, null, null, 10).items().get(0);
      assertThat(message.state()).isEqualTo(MessageState.SENT);
      assertThat(message.result()).isEqualTo("p-1");
    }
  }

  @Test
  void a_message_that_may_have_been_sent_is_tried_again_with_the_same_key() {
    List<String> keys = new ArrayList<>();
    ChannelSender sender =
        new ChannelSender() {
          @Override
          public String channel() {
            return "sms";
          }

          @Override
          public SendResult send(OutboundMessage message) {
            keys.add(message.idempotencyKey());
            return keys.size() == 1 ? SendResult.unknown("the line broke") : SendResult.sent("p-1");
          }
        };
    try (WorkflowEngine engine = started(sender)) {
      Messages.Message message =
          engine.messaging().messages().list(ACME, LEAD, null, null, 10).items().get(0);
      assertThat(message.state()).isEqualTo(MessageState.PENDING);
      assertThat(message.result()).isEqualTo("perhaps sent: the line broke");
      clock.advance(Duration.ofMinutes(1));
      engine.runUntilIdle();
      assertThat(engine.messaging().messages().get(ACME, message.id()).state())
          .isEqualTo(MessageState.SENT);
      assertThat(keys).hasSize(2).containsOnly(keys.get(0));
    }
  }

  @Test
  void a_message_without_a_sender_waits_and_an_exit_cancels_it() {
    TenantId tenant = ACME;
    try (WorkflowEngine engine = started(RecordingSender.of("email"))) {
      // snippet: messages
      List<Messages.Message> pending =
          engine.messaging().messages().list(tenant, LEAD, MessageState.PENDING, null, 100).items();
      // end
      assertThat(pending).hasSize(1);
      assertThat(pending.get(0).result()).isEqualTo("no sender for channel sms");
      engine.events().publish(Event.of(tenant, "lead.lost", LEAD, Json.object()));
      assertThat(engine.messaging().messages().get(tenant, pending.get(0).id()).state())
          .isEqualTo(MessageState.CANCELED);
    }
  }

  @Test
  void a_message_that_waits_is_moved_held_released_and_skipped_by_hand() {
    TenantId tenant = ACME;
    Actor anna = Actor.of("anna");
    try (WorkflowEngine engine = started(RecordingSender.of("email"))) {
      // snippet: upcoming
      Messages messages = engine.messaging().messages();
      Messages.Query query = Messages.Query.of(tenant).about(LEAD).onChannel("sms");
      Messages.Message next = messages.upcoming(query, null, 100).items().get(0);

      messages.move(tenant, next.id(), clock.instant().plus(Duration.ofDays(2)), anna);
      messages.hold(tenant, next.id(), anna, "the price is being checked");
      messages.release(tenant, next.id(), anna);
      messages.sendNow(tenant, next.id(), anna);
      messages.skip(tenant, next.id(), anna, "she was told on the phone");
      // end
      Messages.Message skipped = messages.get(tenant, next.id());
      assertThat(skipped.state()).isEqualTo(MessageState.SKIPPED);
      assertThat(skipped.result()).isEqualTo("she was told on the phone");
      assertThat(skipped.changedBy()).isEqualTo(anna);
    }
  }

  @Test
  void a_dead_letter_is_readdressed_and_sent_again() {
    TenantId tenant = ACME;
    Actor anna = Actor.of("anna");
    RecordingSender sender = RecordingSender.of("sms");
    sender.answers(
        message ->
            message.recipient().equals("+31687654321")
                ? SendResult.sent("p-1")
                : SendResult.rejected("no such number").withScope(Scope.RECIPIENT, "21211"));
    try (WorkflowEngine engine = started(sender)) {
      Messages messages = engine.messaging().messages();
      // snippet: dead
      Messages.Query wrong = Messages.Query.of(tenant).onChannel("sms").failedFor(Scope.RECIPIENT);
      for (Messages.Message letter : messages.failed(wrong, null, 100).items()) {
        messages.readdress(tenant, letter.id(), "+31687654321", anna);
        messages.resend(tenant, letter.id(), anna);
      }
      Messages.BulkReport report =
          messages.bulk(wrong, Messages.BulkOperation.DISCARD, anna, progress -> {});
      // end
      assertThat(report.done()).isZero();
      engine.runUntilIdle();
      Messages.Message sent =
          messages.list(tenant, LEAD, MessageState.SENT, null, 10).items().get(0);
      assertThat(sent.recipient()).isEqualTo("+31687654321");
      assertThat(sent.originalRecipient()).isNotEqualTo(sent.recipient()).isNotNull();
    }
  }

  @Test
  void the_host_tells_tenants_actors_and_holidays_and_listens() {
    List<String> log = new ArrayList<>();
    // snippet: listener
    EngineListener listener =
        new EngineListener() {
          @Override
          public void eventAccepted(Event event, PublishReceipt receipt) {
            log.add(event.type() + " started " + receipt.started().size());
          }

          @Override
          public void stepMoved(StepMove move) {
            log.add(move.step() + " " + move.from() + " -> " + move.to());
          }
        };
    // end
    // snippet: directories
    TenantDirectory tenants =
        tenant ->
            tenant.value().equals("acme")
                ? Optional.of(
                    new TenantDirectory.Settings(
                        ZoneId.of("Europe/Amsterdam"), Locale.forLanguageTag("nl"), Map.of()))
                : Optional.empty(); // unknown: every call for it is refused
    ActorDirectory actors =
        (tenant, actor, subject) ->
            actor.id().equals("boss") ? Set.of(ActorDirectory.ADMIN) : Set.of("SALES");
    Set<LocalDate> holidays = Set.of(LocalDate.of(2026, 1, 6));

    WorkflowEngine engine =
        WorkflowEngine.builder()
            .tenants(tenants)
            .actors(actors)
            .businessDays(day -> day.getDayOfWeek().getValue() <= 5 && !holidays.contains(day))
            .listener(listener)
            .build();
    // end
    engine
        .definitions()
        .publish(
            ACME,
            WorkflowDefinition.builder("w")
                .on("lead.created")
                .step(Steps.action("a", "log").config("message", "hi"))
                .build());
    engine.events().publish(Event.of(ACME, "lead.created", LEAD, Json.object()));
    engine.runUntilIdle();
    engine.close();
    assertThat(log)
        .contains("lead.created started 1", "a READY -> IN_PROGRESS", "a IN_PROGRESS -> COMPLETED");
    assertThat(actors.roles(ACME, Actor.of("boss"), null)).containsExactly("ADMIN");
  }
}
