package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final TenantId ACME = WorkflowTestKit.TENANT;
  private static final String SMS =
      """
      {"key": "w", "name": "W", "triggers": [{"event": "lead.created"}],
       "steps": [{"id": "sms", "action": "send_sms", "config": {"to": "+31612345678", "text": "Hello"}}]}
      """;

  /** A provider that knows the messages it has taken by their keys. */
  interface Provider {
    String post(String key, String to, String text);

    Optional<String> idOf(String key);
  }

  // snippet: reconcile
  /** Asks the provider instead of sending twice. */
  static final class SmsSender implements ChannelSender {

    private final Provider provider;

    SmsSender(Provider provider) {
      this.provider = provider;
    }

    @Override
    public String channel() {
      return "sms";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      try {
        return SendResult.sent(
            provider.post(message.idempotencyKey(), message.recipient(), message.text("text")));
      } catch (IllegalStateException e) {
        return SendResult.unknown(e.getMessage());
      }
    }

    @Override
    public Optional<SendResult> reconcile(OutboundMessage message) {
      return Optional.of(
          provider
              .idOf(message.idempotencyKey())
              .<SendResult>map(SendResult::sent)
              .orElse(SendResult.deferred("the provider does not have it", null)));
    }

    @Override
    public Delivery guarantee() {
      return Delivery.AT_MOST_ONCE;
    }
  }

  // end

  @Test
  void a_message_that_arrived_unseen_is_found_and_not_sent_again() {
    List<String> posted = new ArrayList<>();
    Provider provider =
        new Provider() {
          @Override
          public String post(String key, String to, String text) {
            posted.add(key);
            throw new IllegalStateException("the line broke");
          }

          @Override
          public Optional<String> idOf(String key) {
            return posted.contains(key) ? Optional.of("SM1") : Optional.empty();
          }
        };
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(
            builder -> builder.messaging(m -> m.sender(new SmsSender(provider))))) {
      kit.publish(SMS);
      kit.event("lead.created", LEAD, "{}");
      kit.advance(Duration.ofSeconds(20));
      assertThat(posted).hasSize(1);
      assertThat(messages(kit.engine()))
          .extracting(Messages.Message::state, Messages.Message::result)
          .containsExactly(tuple(MessageState.SENT, "SM1"));
    }
  }

  private static List<Messages.Message> messages(WorkflowEngine engine) {
    return engine.messaging().messages().list(ACME, null, null, null, 100).items();
  }

  @Test
  void a_stop_is_seen_and_ended() {
    List<String> alarms = new ArrayList<>();
    // snippet: listener
    EngineListener alarm =
        new EngineListener() {
          @Override
          public void sendingStopped(SendingStop stop) {
            alarms.add(stop.channel() + " is stopped: " + stop.reason());
          }
        };
    // end
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(builder -> builder.listener(alarm))) {
      kit.sender("sms")
          .answers(message -> SendResult.rejected("login refused").withScope(Scope.ACCOUNT, "401"));
      kit.publish(SMS);
      kit.event("lead.created", LEAD, "{}");
      kit.sender("sms").answers(message -> SendResult.sent(null));
      kit.event("lead.created", LEAD, "{}");
      WorkflowEngine engine = kit.engine();
      // snippet: stops
      for (Messages.Stop stop : engine.messaging().messages().stops(ACME)) {
        System.out.println(stop.channel() + " since " + stop.since() + ": " + stop.reason());
        engine.messaging().messages().resume(ACME, stop, Actor.of("anna"));
      }
      engine
          .messaging()
          .messages()
          .stop(ACME, "whatsapp", "offer_june", Actor.of("anna"), "wrong prices");
      // end
      kit.run();
      assertThat(alarms).containsExactly("sms is stopped: login refused");
      assertThat(messages(engine))
          .extracting(Messages.Message::state)
          .containsExactly(MessageState.SENT, MessageState.FAILED);
      assertThat(engine.messaging().messages().stops(ACME))
          .extracting(Messages.Stop::template)
          .containsExactly("offer_june");
    }
  }
}
