package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.messaging.Messages.Stop;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure that is about more than one message stops the others that would fail likewise. */
public abstract class StopsContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");

  private final List<OutboundMessage> handedOver = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Function<OutboundMessage, SendResult> now = message -> SendResult.sent(null);
  private int number;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).listener(new Heard());
  }

  private final class Heard implements EngineListener {

    @Override
    public void sendingStopped(SendingStop stop) {
      told.add("stopped " + stop.channel() + " " + stop.template() + " " + stop.scope());
    }

    @Override
    public void sendingResumed(SendingStop stop) {
      told.add("resumed " + stop.channel() + " " + stop.template());
    }
  }

  @BeforeEach
  void answer() {
    for (String channel : List.of("whatsapp", "sms")) {
      kit.sender(channel)
          .answers(
              message -> {
                handedOver.add(message);
                return now.apply(message);
              });
    }
  }

  private Messages messages() {
    return kit.engine().messaging().messages();
  }

  private UUID queue(String channel, String template) {
    UUID id = new UUID(0x7000, ++number);
    String body = template == null ? "{}" : "{\"template\": \"" + template + "\"}";
    MessageRow row =
        MessageRow.builder(TENANT, id, "key-" + number)
            .channel(channel)
            .recipient(MessageRow.Recipient.of("+31612345678"))
            .body(body)
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

  private void queue(String channel, String template, int count) {
    for (int i = 0; i < count; i++) {
      queue(channel, template);
    }
  }

  private Message get(UUID id) {
    return messages().get(TENANT, id);
  }

  private List<Message> in(MessageState state) {
    return messages().list(TENANT, null, state, null, 500).items();
  }

  private static SendResult.Rejected rejected(Scope scope) {
    return SendResult.rejected("it is disabled").withScope(scope, "132015");
  }

  @Test
  void a_rejected_template_burns_one_message_and_holds_its_others_back() {
    now =
        message ->
            message.text("template").equals("offer")
                ? rejected(Scope.TEMPLATE)
                : SendResult.sent(null);
    UUID first = queue("whatsapp", "offer");
    kit.run();
    queue("whatsapp", "offer", 30);
    queue("whatsapp", "welcome", 2);
    queue("sms", "offer", 1);
    now = message -> SendResult.sent(null);
    kit.run();

    assertThat(get(first).state()).isEqualTo(MessageState.FAILED);
    assertThat(handedOver).hasSize(1 + 2 + 1);
    assertThat(in(MessageState.PENDING))
        .hasSize(30)
        .allSatisfy(
            held -> {
              assertThat(held.attempts()).isZero();
              assertThat(held.result())
                  .isEqualTo("held back: template offer is stopped: it is disabled");
            });
    assertThat(messages().stops(TENANT))
        .containsExactly(
            new Stop(
                "whatsapp",
                "offer",
                Scope.TEMPLATE,
                "it is disabled",
                "132015",
                null,
                START,
                START.plusSeconds(60)));
    assertThat(told).containsExactly("stopped whatsapp offer TEMPLATE");
  }

  @Test
  void one_message_is_tried_before_the_rest_goes() {
    now = message -> rejected(Scope.ACCOUNT);
    queue("whatsapp", null);
    kit.run();
    queue("whatsapp", null, 20);
    kit.advance(Duration.ofSeconds(59));
    assertThat(handedOver).hasSize(1);
    now = message -> SendResult.deferred("still closed", null).withScope(Scope.ACCOUNT, "131031");
    kit.advance(Duration.ofSeconds(1));
    assertThat(handedOver).as("a probe after a minute").hasSize(2);
    kit.advance(Duration.ofSeconds(119));
    assertThat(handedOver).hasSize(2);
    assertThat(messages().stops(TENANT))
        .extracting(Stop::reason, Stop::code, Stop::since, Stop::until)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "still closed", "131031", START, START.plusSeconds(180)));
    now = message -> SendResult.sent(null);
    kit.advance(Duration.ofSeconds(31));
    assertThat(in(MessageState.SENT))
        .hasSize(20)
        .allSatisfy(sent -> assertThat(sent.attempts()).isEqualTo(1));
    assertThat(messages().stops(TENANT)).isEmpty();
    assertThat(told).containsExactly("stopped whatsapp null ACCOUNT", "resumed whatsapp null");
  }

  @Test
  void the_pauses_grow_to_an_hour() {
    now = message -> SendResult.deferred("limit", null).withScope(Scope.SENDER, null);
    UUID id = queue("sms", null);
    kit.run();
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Stop stop = messages().stops(TENANT).get(0);
      Duration pause = Duration.between(kit.clock().instant(), stop.until());
      pauses.add(pause);
      kit.advance(pause);
    }
    assertThat(pauses)
        .extracting(Duration::toMinutes)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    assertThat(handedOver).hasSize(10);
    assertThat(get(id).attempts()).isZero();
  }

  @Test
  void an_hour_of_refusals_of_the_sender_costs_nobody_a_message() {
    Instant mended = START.plus(Duration.ofHours(1));
    now =
        message ->
            kit.clock().instant().isBefore(mended)
                ? SendResult.deferred("550 5.7.26 not authenticated", null)
                    .withScope(Scope.SENDER, "5.7.26")
                : SendResult.sent("p-" + message.id());
    queue("sms", null, 40);
    for (int minute = 0; minute < 60; minute++) {
      kit.advance(Duration.ofMinutes(1));
      queue("sms", null);
    }
    assertThat(handedOver).hasSizeBetween(42, 48); // those of the first claim, and probes
    assertThat(in(MessageState.PENDING)).hasSize(100).allMatch(message -> message.attempts() == 0);
    assertThat(in(MessageState.FAILED)).isEmpty();
    handedOver.clear();
    kit.advance(Duration.ofHours(1));
    assertThat(in(MessageState.SENT)).hasSize(100);
    assertThat(handedOver).extracting(OutboundMessage::id).hasSize(100).doesNotHaveDuplicates();
    assertThat(messages().stops(TENANT)).isEmpty();
    assertThat(told).startsWith("stopped sms null SENDER").endsWith("resumed sms null");
  }

  @Test
  void the_refusal_of_one_recipient_among_them_fails_that_message_alone() {
    now =
        message ->
            message.id().endsWith("3")
                ? SendResult.rejected("550 5.7.1 a closed group").withScope(Scope.MESSAGE, "5.7.1")
                : SendResult.sent(null);
    queue("sms", null, 9);
    kit.run();
    assertThat(in(MessageState.FAILED)).hasSize(1);
    assertThat(in(MessageState.SENT)).hasSize(8);
    assertThat(messages().stops(TENANT)).isEmpty();
  }

  @Test
  void a_wait_that_was_asked_for_is_the_stops() {
    now =
        message ->
            SendResult.deferred("limit", Duration.ofHours(3)).withScope(Scope.ACCOUNT, "80007");
    queue("sms", null);
    kit.run();
    queue("sms", null, 5);
    kit.advance(Duration.ofHours(3).minusSeconds(1));
    assertThat(handedOver).hasSize(1);
    kit.advance(Duration.ofSeconds(1));
    assertThat(handedOver).hasSize(2);
  }

  @Test
  void a_probe_that_tells_nothing_is_followed_by_another() {
    now = message -> rejected(Scope.SENDER);
    queue("sms", null);
    kit.run();
    queue("sms", null, 3);
    now = message -> SendResult.unknown("the line broke");
    kit.advance(Duration.ofMinutes(1));
    assertThat(messages().stops(TENANT)).hasSize(1);
    now = message -> SendResult.rejected("no such number").withScope(Scope.RECIPIENT, null);
    kit.advance(Duration.ofMinutes(1));
    assertThat(messages().stops(TENANT)).isEmpty();
  }

  @Test
  void a_failure_about_a_template_without_a_name_stops_nothing() {
    now = message -> rejected(Scope.TEMPLATE);
    queue("sms", null, 3);
    kit.run();
    assertThat(handedOver).hasSize(3);
    assertThat(messages().stops(TENANT)).isEmpty();
  }

  @Test
  void what_is_stopped_by_hand_waits_for_a_hand() {
    messages().stop(TENANT, "sms", null, ANNA, "wrong prices");
    queue("sms", null, 3);
    queue("whatsapp", null, 1);
    kit.advance(Duration.ofDays(3));
    assertThat(handedOver).hasSize(1);
    assertThat(messages().stops(TENANT))
        .containsExactly(new Stop("sms", null, null, "wrong prices", null, ANNA, START, null));
    messages().resume(TENANT, messages().stops(TENANT).get(0), ANNA);
    kit.run();
    assertThat(handedOver).hasSize(4);
    assertThat(told).isEmpty();
  }

  @Test
  void a_template_is_stopped_and_resumed_by_hand() {
    messages().stop(TENANT, "whatsapp", "offer", ANNA, "wrong prices");
    queue("whatsapp", "offer", 3);
    queue("whatsapp", "welcome", 1);
    kit.advance(Duration.ofMinutes(90));
    assertThat(handedOver).hasSize(1);
    Stop stop = messages().stops(TENANT).get(0);
    messages().resume(TENANT, stop, ANNA);
    kit.run();
    assertThat(handedOver).hasSize(4);
    assertThatThrownBy(() -> messages().resume(TENANT, stop, ANNA))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessage(
            "tenant test has no stop of template offer on channel whatsapp; it may have ended by itself");
  }

  @Test
  void a_stop_that_would_end_by_itself_is_made_one_that_does_not() {
    now = message -> rejected(Scope.ACCOUNT);
    queue("sms", null);
    kit.run();
    queue("sms", null);
    kit.run();
    messages().stop(TENANT, "sms", null, ANNA, "ask the provider first");
    now = message -> SendResult.sent(null);
    kit.advance(Duration.ofDays(1));
    assertThat(handedOver).hasSize(1);
    assertThat(messages().stops(TENANT).get(0).until()).isNull();
    messages().resume(TENANT, messages().stops(TENANT).get(0), ANNA);
    kit.run();
    assertThat(handedOver).hasSize(2);
  }

  @Test
  void a_stop_without_a_reason_is_refused() {
    assertThatThrownBy(() -> messages().stop(TENANT, "sms", null, ANNA, " "))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The reason has a problem:\n  (document): must not be empty");
  }
}
