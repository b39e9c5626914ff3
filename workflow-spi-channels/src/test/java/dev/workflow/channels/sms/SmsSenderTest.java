package dev.workflow.channels.sms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.channels.DeliveryStatus;
import dev.workflow.channels.DeliveryStatus.State;
import dev.workflow.channels.TestMessages;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.server.RawServer;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import dev.workflow.spi.SendResult.Unknown;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsSenderTest {

  private static final SmsSettings SETTINGS = SmsSettings.of("AC123", "auth-token", "+15005550006");
  private static final String QUEUED =
      "{\"sid\": \"SM1f0e\", \"status\": \"queued\", \"error_code\": null, \"num_segments\": \"1\"}";
  private static final String HELLO = "{\"text\": \"Hello & + Grüße\"}";

  private static OutboundMessage message(String content) {
    return TestMessages.of("sms", "+31 612345678", content);
  }

  private static SendResult send(SmsSettings settings, OutboundMessage message) {
    try (OutboundHttp http = OutboundHttp.create()) {
      return SmsSender.create(http, settings).send(message);
    }
  }

  private static SendResult answering(RawServer.Script script) throws Exception {
    try (RawServer server = RawServer.start(script)) {
      return send(SETTINGS.withBaseUrl(server.url("")), message(HELLO));
    }
  }

  @Nested
  class Requests {

    @Test
    void are_forms_with_the_accounts_credentials() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(201, QUEUED))) {
        SmsSettings settings =
            SETTINGS
                .withBaseUrl(server.url("/"))
                .withStatusCallback(URI.create("https://portal.example/sms?k=1"));
        assertThat(send(settings, message(HELLO))).isEqualTo(new Sent("SM1f0e"));
        RawServer.Received request = server.requests().get(0);
        assertThat(request.target()).isEqualTo("/2010-04-01/Accounts/AC123/Messages.json");
        assertThat(request.headers().first("Authorization"))
            .isEqualTo("Basic QUMxMjM6YXV0aC10b2tlbg==");
        assertThat(request.headers().first("Content-Type"))
            .isEqualTo("application/x-www-form-urlencoded");
        assertThat(Form.parse(request.text()))
            .hasSize(4)
            .containsEntry("To", List.of("+31612345678"))
            .containsEntry("From", List.of("+15005550006"))
            .containsEntry("Body", List.of("Hello & + Grüße"))
            .containsEntry(
                "StatusCallback",
                List.of(
                    "https://portal.example/sms?k=1&message=0190a1b2-0000-7000-8000-000000000001"));
      }
    }

    @Test
    void name_a_messaging_service_and_bear_an_api_key() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(201, QUEUED))) {
        SmsSettings settings =
            SmsSettings.of("AC123", "auth-token", "MG77")
                .withApiKey("SK1", "secret")
                .withBaseUrl(server.url(""));
        assertThat(send(settings, message(HELLO))).isEqualTo(new Sent("SM1f0e"));
        RawServer.Received request = server.requests().get(0);
        assertThat(request.headers().first("Authorization")).isEqualTo("Basic U0sxOnNlY3JldA==");
        assertThat(Form.parse(request.text()))
            .containsEntry("MessagingServiceSid", List.of("MG77"))
            .doesNotContainKeys("From", "StatusCallback");
      }
    }

    @Test
    void that_cannot_be_made_are_rejected_at_once() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(201, QUEUED))) {
        SmsSettings settings = SETTINGS.withBaseUrl(server.url(""));
        assertThat(send(settings, TestMessages.of("sms", "0612345678", HELLO)))
            .isEqualTo(
                new Rejected(
                    "the recipient is no number with a country code, such as +31…",
                    Scope.RECIPIENT,
                    null));
        assertThat(send(settings, message("{}")))
            .isEqualTo(new Rejected("the message has no text"));
        assertThat(send(settings, message("{\"template\": \"welcome\"}")))
            .isEqualTo(new Rejected("the template \"welcome\" was not rendered"));
        assertThat(send(settings, message("{\"text\": \"" + "x".repeat(1 << 20) + "\"}")))
            .isEqualTo(new Rejected("the text has 1048576 characters; at most 1600 are sent"));
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void of_a_tenant_without_an_account_wait() {
      try (OutboundHttp http = OutboundHttp.create()) {
        SmsSender sender = SmsSender.forTenants(http, tenant -> null);
        assertThat(sender.channel()).isEqualTo("sms");
        assertThat(sender.send(message(HELLO)))
            .isEqualTo(
                new Deferred(
                    "the tenant has no account for text messages", null, Scope.ACCOUNT, null));
      }
    }

    @Test
    void need_settings_that_can_be_right() {
      assertThat(SETTINGS.toString()).doesNotContain("auth-token");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SmsSettings.of("AC123/../x", "token", "+1"))
          .withMessage(
              "text messages need an account id, a user, a password, a sender and a positive"
                  + " length");
    }
  }

  @Nested
  class Errors {

    private SendResult error(int status, int code) throws Exception {
      return answering(
          e ->
              e.answer(
                  status,
                  "{\"code\": %d, \"message\": \"What is wrong\", \"more_info\": \"https://x\", \"status\": %d}"
                      .formatted(code, status)));
    }

    @ParameterizedTest
    @CsvSource({
      "429,20429,SENDER",
      "429,77777,SENDER",
      "400,21611,SENDER",
      "400,30001,SENDER",
      "400,63018,SENDER",
      "503,21730,MESSAGE",
      "400,30008,MESSAGE",
      "500,77777,MESSAGE",
      "400,30003,RECIPIENT",
      "401,20003,ACCOUNT",
      "403,77777,ACCOUNT",
      "400,21608,ACCOUNT",
      "400,21606,SENDER",
      "400,21659,SENDER"
    })
    void that_may_pass_defer(int status, int code, Scope scope) throws Exception {
      assertThat(error(status, code))
          .isEqualTo(
              new Deferred("error " + code + ": What is wrong", null, scope, String.valueOf(code)));
    }

    @ParameterizedTest
    @CsvSource({
      "21211,RECIPIENT",
      "21610,RECIPIENT",
      "21614,RECIPIENT",
      "30004,RECIPIENT",
      "30005,RECIPIENT",
      "30006,RECIPIENT",
      "21408,MESSAGE",
      "21612,MESSAGE",
      "21617,MESSAGE",
      "30007,MESSAGE",
      "63016,MESSAGE",
      "77777,MESSAGE"
    })
    void that_do_not_pass_reject(int code, Scope scope) throws Exception {
      assertThat(error(400, code))
          .isEqualTo(
              new Rejected(
                  "error " + code + ": What is wrong",
                  scope,
                  String.valueOf(code),
                  code == 21610 ? Refusal.OPT_OUT : null));
    }

    @Test
    void tell_how_long_to_wait() throws Exception {
      String body = "{\"code\": 20429, \"message\": \"Too Many Requests\", \"status\": 429}";
      assertThat(answering(e -> e.answer(429, "Retry-After: 12", body)))
          .isEqualTo(
              new Deferred(
                  "error 20429: Too Many Requests", Duration.ofSeconds(12), Scope.SENDER, "20429"));
    }

    @Test
    void inside_a_201_are_errors() throws Exception {
      assertThat(
              answering(
                  e ->
                      e.answer(
                          201,
                          "{\"sid\": \"SM1\", \"status\": \"failed\", \"error_code\": 30005}")))
          .isEqualTo(new Rejected("error 30005", Scope.RECIPIENT, "30005"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{}", "[1]"})
    void that_cannot_be_read_leave_it_unknown(String body) throws Exception {
      assertThat(answering(e -> e.answer(200, body)))
          .isEqualTo(new Unknown("the provider answers 200 and nothing that can be read"));
    }

    @Test
    void of_the_line_after_the_request_leave_it_unknown() throws Exception {
      try (RawServer server = RawServer.start(RawServer.Exchange::hangUp)) {
        assertThat(send(SETTINGS.withBaseUrl(server.url("")), message(HELLO)))
            .isInstanceOf(Unknown.class);
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Nested
  class Callbacks {

    private Optional<DeliveryStatus> read(String form) {
      return SmsStatusCallback.read("k=1&message=0190a1b2", form.getBytes(UTF_8));
    }

    @Test
    void tell_message_state_recipient_and_outbox_id() {
      assertThat(
              read(
                  "SmsSid=SM1&SmsStatus=delivered&MessageStatus=delivered&To=%2B31612345678"
                      + "&MessageSid=SM1&AccountSid=AC123&SomethingNew=1"))
          .contains(
              new DeliveryStatus(
                  "SM1", State.DELIVERED, "delivered", null, "+31612345678", "0190a1b2", null));
    }

    @ParameterizedTest
    @CsvSource({
      "accepted,ACCEPTED",
      "scheduled,ACCEPTED",
      "queued,ACCEPTED",
      "sending,ACCEPTED",
      "sent,SENT",
      "partially_delivered,SENT",
      "delivered,DELIVERED",
      "read,READ"
    })
    void know_every_state(String word, State state) {
      DeliveryStatus status = read("MessageSid=SM1&MessageStatus=" + word).orElseThrow();
      assertThat(status.state()).isEqualTo(state);
      assertThat(status.failure()).isNull();
      assertThat(status.eventKey()).isEqualTo("SM1/" + word);
    }

    @Test
    void of_failures_mean_what_their_codes_mean() {
      assertThat(
              read("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003")
                  .orElseThrow()
                  .failure())
          .isEqualTo(new Deferred("error 30003", null, Scope.RECIPIENT, "30003"));
      assertThat(
              read("MessageSid=SM1&MessageStatus=failed&ErrorCode=21610").orElseThrow().failure())
          .isEqualTo(new Rejected("error 21610", Scope.RECIPIENT, "21610", Refusal.OPT_OUT));
      assertThat(read("MessageSid=SM1&MessageStatus=canceled").orElseThrow().failure())
          .isEqualTo(new Rejected("it failed, and the provider does not say why"));
    }

    @Test
    void without_a_message_or_with_a_new_state_are_no_reports() {
      assertThat(read("")).isEmpty();
      assertThat(read("MessageStatus=sent")).isEmpty();
      assertThat(read("MessageSid=SM1&MessageStatus=teleported")).isEmpty();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read("MessageSid=%zz"))
          .withMessage("the callback is not url-encoded");
    }
  }

  @Property(tries = 300)
  void a_form_survives_being_written_and_read(@ForAll String name, @ForAll String value) {
    String clean = new String(value.getBytes(UTF_8), UTF_8);
    String key = new String(("n" + name).getBytes(UTF_8), UTF_8);
    assertThat(Form.parse(Form.write(Map.of(key, clean)))).containsEntry(key, List.of(clean));
  }
}
