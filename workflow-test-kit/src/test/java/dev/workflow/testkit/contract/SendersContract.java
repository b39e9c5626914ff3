package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a sender answers, a message is sent once, tried again or given up, never stuck. */
public abstract class SendersContract extends EngineContract {

  private static final String MAIL =
      """
      [{"id": "mail", "action": "send_email", "config": {"to": "%s", "subject": "s", "text": "t"}}]
      """;

  /** Sends a mail to each address, and gives what is known of the first. */
  private Messages.Message sent(Function<OutboundMessage, SendResult> answer, String... addresses) {
    kit.sender("email").answers(answer);
    for (String address : addresses) {
      run(MAIL.formatted(address), "{}");
    }
    return message(addresses[0]);
  }

  private Messages.Message message(String address) {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 100).items().stream()
        .filter(message -> message.recipient().equals(address))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_reason_that_no_database_stores_is_kept_in_a_form_that_it_does() {
    Messages.Message message =
        sent(mail -> SendResult.rejected("a\0b\uD800c \uD83D\uDE00"), "lead@x.nl");
    assertThat(message.state()).isEqualTo(MessageState.FAILED);
    assertThat(message.result()).isEqualTo("a\uFFFDb\uFFFDc \uD83D\uDE00");
  }

  @Test
  void a_long_reason_is_cut_between_two_characters() {
    Messages.Message message =
        sent(mail -> SendResult.rejected("\uD83D\uDE00".repeat(2_000_000)), "lead@x.nl");
    assertThat(message.result()).isEqualTo("\uD83D\uDE00".repeat(2_000) + "…");
  }

  @Test
  void a_providers_id_is_cut_as_well() {
    Messages.Message message = sent(mail -> SendResult.sent("i\0".repeat(5_000)), "lead@x.nl");
    assertThat(message.state()).isEqualTo(MessageState.SENT);
    assertThat(message.result()).startsWith("i\uFFFDi\uFFFD").hasSizeLessThan(1_100);
    assertThat(message.delivery().providerId()).isEqualTo(message.result());
  }

  @Test
  void a_providers_id_is_measured_in_the_bytes_that_an_index_takes() {
    String fits = "字".repeat(666);
    assertThat(sent(mail -> SendResult.sent(fits), "one@x.nl").delivery().providerId())
        .isEqualTo(fits);
    Messages.Message long1 = sent(mail -> SendResult.sent("字".repeat(667) + "1"), "two@x.nl");
    Messages.Message long2 = sent(mail -> SendResult.sent("字".repeat(667) + "2"), "three@x.nl");
    assertThat(long1.state()).isEqualTo(MessageState.SENT);
    assertThat(long1.delivery().providerId())
        .startsWith("字".repeat(655) + "…")
        .matches(id -> id.getBytes(StandardCharsets.UTF_8).length <= 2_000)
        .isNotEqualTo(long2.delivery().providerId());
    Deliveries.Receipt receipt =
        kit.engine()
            .messaging()
            .deliveries()
            .record(
                TENANT,
                "email",
                List.of(
                    Deliveries.Report.of(
                        "e-1",
                        String.valueOf(long2.delivery().providerId()),
                        Deliveries.State.DELIVERED)));
    assertThat(receipt.applied()).isEqualTo(1);
    assertThat(message("three@x.nl").delivery().state()).isEqualTo(Deliveries.State.DELIVERED);
  }

  @Test
  void a_wait_below_zero_is_the_usual_one() {
    AtomicInteger attempts = new AtomicInteger();
    sent(
        mail ->
            attempts.incrementAndGet() == 1
                ? SendResult.deferred("busy", Duration.ofSeconds(Long.MIN_VALUE))
                : SendResult.sent(null),
        "lead@x.nl");
    assertThat(attempts).hasValue(1);
    kit.advance(Duration.ofMinutes(1));
    assertThat(message("lead@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void a_wait_that_is_not_in_the_future_is_the_usual_one_whatever_it_is_about() {
    for (SendResult.Scope scope : SendResult.Scope.values()) {
      AtomicInteger attempts = new AtomicInteger();
      String address = scope.name().toLowerCase(Locale.ROOT) + "@x.nl";
      sent(
          mail -> {
            attempts.incrementAndGet();
            return SendResult.deferred("busy", Duration.ZERO).withScope(scope, "429");
          },
          address);
      assertThat(attempts).hasValue(1);
      Instant due = message(address).times().dueAt();
      assertThat(due).isAfterOrEqualTo(kit.clock().instant().plusSeconds(8));
      kit.sender("email").answers(mail -> SendResult.sent(null));
      kit.advance(Duration.ofHours(2));
      assertThat(message(address).state()).isEqualTo(MessageState.SENT);
    }
  }

  @Test
  void messages_that_failed_together_are_not_all_tried_again_at_the_same_time() {
    String[] addresses =
        IntStream.range(0, 20).mapToObj(n -> "lead" + n + "@x.nl").toArray(String[]::new);
    sent(mail -> SendResult.deferred("busy", null), addresses);
    Instant now = kit.clock().instant();
    assertThat(addresses)
        .extracting(address -> Duration.between(now, message(address).times().dueAt()))
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12)))
        .satisfies(waits -> assertThat(Set.copyOf(waits)).hasSizeGreaterThan(10));
  }

  @Test
  void a_wait_beyond_all_time_ends_after_a_week() {
    AtomicInteger attempts = new AtomicInteger();
    sent(
        mail ->
            attempts.incrementAndGet() == 1
                ? SendResult.deferred("busy", Duration.ofSeconds(Long.MAX_VALUE))
                : SendResult.sent(null),
        "lead@x.nl");
    kit.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(attempts).hasValue(1);
    kit.advance(Duration.ofSeconds(1));
    assertThat(message("lead@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void an_error_and_null_are_answers_too() {
    Messages.Message message =
        sent(
            mail -> {
              throw new NoClassDefFoundError("com/acme/Missing\0");
            },
            "lead@x.nl");
    assertThat(message.state()).isEqualTo(MessageState.PENDING);
    assertThat(message.result())
        .isEqualTo("java.lang.NoClassDefFoundError: com/acme/Missing\uFFFD");
    assertThat(sent(mail -> null, "other@x.nl").result()).isEqualTo("the sender returned null");
  }

  @Test
  void a_hostile_answer_keeps_no_other_message_back() {
    sent(
        mail ->
            mail.recipient().startsWith("bad")
                ? SendResult.deferred("\0".repeat(10_000_000), Duration.ofNanos(-1))
                : SendResult.sent("id-" + mail.recipient()),
        "bad@x.nl",
        "good@x.nl",
        "bad2@x.nl",
        "fine@x.nl");
    assertThat(message("good@x.nl").result()).isEqualTo("id-good@x.nl");
    assertThat(message("fine@x.nl").result()).isEqualTo("id-fine@x.nl");
    assertThat(message("bad@x.nl").attempts()).isEqualTo(1);
  }
}
