package dev.workflow.channels.sms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.channels.TestMessages;
import dev.workflow.channels.http.HttpSettings;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.server.RawServer;
import dev.workflow.spi.Doubt;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import dev.workflow.spi.SendResult.Unknown;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a text message whose outcome is unknown is in the provider's list. */
class SmsReconcileTest {

  private static final Instant SINCE = Instant.parse("2026-01-05T23:59:00Z");
  private static final String NUMBER = "+31612345678";
  private static final String FROM = "+15005550006";
  private static final String TEXT = "Hello & + Grüße";
  private static final OutboundMessage MESSAGE =
      TestMessages.of("sms", "+31 612345678", "{\"text\": \"" + TEXT + "\"}");

  private final OutboundHttp http =
      OutboundHttp.create(HttpSettings.builder().timeout(Duration.ofSeconds(2)).build());
  private final SmsProvider provider = new SmsProvider();

  @AfterEach
  void close() throws IOException {
    provider.close();
    http.close();
  }

  /** What the engine says about a message in doubt. */
  private record Told(Instant since, int attempts, List<Doubt.Other> others) implements Doubt {

    static Told of(Doubt.Other... others) {
      return new Told(SINCE, 1, List.of(others));
    }
  }

  private static Doubt.Other other(String sid, String text) {
    return new Doubt.Other(sid, Json.object().put("text", text));
  }

  private Optional<SendResult> asked(Doubt doubt) {
    return asked(provider.settings(), doubt);
  }

  private Optional<SendResult> asked(SmsSettings settings, Doubt doubt) {
    return SmsSender.create(http, settings).reconcile(MESSAGE, doubt);
  }

  private ObjectNode listed() {
    return provider.add(NUMBER, FROM, TEXT);
  }

  private static String sid(ObjectNode message) {
    return message.path("sid").asText();
  }

  @Nested
  class Is_found {

    @Test
    void after_a_line_that_broke_when_the_provider_had_it() {
      provider.hangsUp();
      SmsSender sender = SmsSender.create(http, provider.settings());
      assertThat(sender.send(MESSAGE)).isInstanceOf(Unknown.class);
      assertThat(sender.settling()).isEqualTo(Duration.ofMinutes(2));
      assertThat(sender.reconcile(MESSAGE, Told.of()))
          .contains(new Sent(sid(provider.messages().get(0))));
      RawServer.Received question = provider.requests().get(1);
      assertThat(question.method()).isEqualTo("GET");
      assertThat(question.headers().first("Authorization"))
          .isEqualTo("Basic QUMxMjM6YXV0aC10b2tlbg==");
      assertThat(Form.parse(URI.create(question.target()).getRawQuery()))
          .hasSize(3)
          .containsEntry("To", List.of(NUMBER))
          .containsEntry("From", List.of(FROM))
          .containsEntry("PageSize", List.of("50"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "accepted",
          "scheduled",
          "queued",
          "sending",
          "sent",
          "delivered",
          "read",
          "new"
        })
    void in_every_state_that_is_no_failure(String status) {
      ObjectNode message = listed().put("status", status);
      assertThat(asked(Told.of())).contains(new Sent(sid(message)));
    }

    @Test
    void under_the_id_of_a_messaging_service_whatever_number_that_took() {
      SmsSettings settings =
          SmsSettings.of("AC123", "auth-token", "MG77").withBaseUrl(provider.settings().baseUrl());
      provider.add(NUMBER, "MG78", TEXT).put("from", "+15005550001");
      ObjectNode message = provider.add(NUMBER, "MG77", TEXT).put("from", "+15005550002");
      assertThat(asked(settings, Told.of())).contains(new Sent(sid(message)));
      assertThat(provider.requests().get(0).target()).doesNotContain("From");
    }

    @Test
    void on_a_later_page() {
      provider.pagesOf(2);
      ObjectNode message = listed();
      for (int i = 0; i < 6; i++) {
        provider.add(NUMBER, FROM, "another text");
      }
      assertThat(asked(Told.of())).contains(new Sent(sid(message)));
      assertThat(provider.requests()).hasSize(4);
    }

    @Test
    void among_older_ones_which_are_not_read_to_their_end() {
      provider.pagesOf(2);
      provider.clock(SINCE.minusSeconds(3_600));
      for (int i = 0; i < 30; i++) {
        listed();
      }
      provider.clock(SINCE.plusSeconds(5));
      ObjectNode message = listed();
      assertThat(asked(Told.of())).contains(new Sent(sid(message)));
      assertThat(provider.requests()).hasSize(2);
    }

    @Test
    void on_the_next_day_and_by_a_clock_that_is_slow() {
      provider.clock(SINCE.minusSeconds(59));
      ObjectNode slow = listed();
      assertThat(asked(Told.of())).contains(new Sent(sid(slow)));
      provider.clock(Instant.parse("2026-01-06T00:00:10Z"));
      ObjectNode next = listed();
      assertThat(asked(Told.of(other(sid(slow), TEXT)))).contains(new Sent(sid(next)));
    }

    @Test
    void beside_another_one_with_the_same_text_whose_id_is_known() {
      ObjectNode theirs = listed();
      ObjectNode ours = listed();
      assertThat(asked(Told.of(other(sid(theirs), TEXT), other(null, "another text"))))
          .contains(new Sent(sid(ours)));
    }

    @Test
    void twice_if_it_had_two_attempts_of_which_the_better_counts() {
      ObjectNode first = listed();
      provider.clock(SINCE.plusSeconds(180));
      ObjectNode second = listed();
      assertThat(asked(Told.of())).isEmpty();
      Told twice = new Told(SINCE, 2, List.of());
      assertThat(asked(twice)).contains(new Sent(sid(first)));
      first.put("status", "failed").put("error_code", 30005);
      assertThat(asked(twice)).contains(new Sent(sid(second)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "failed,30005,RECIPIENT",
    "undelivered,30003,RECIPIENT",
    "failed,30007,MESSAGE",
    "undelivered,30008,MESSAGE",
    "failed,77777,MESSAGE"
  })
  void one_that_failed_at_the_provider_is_rejected(String status, int code, Scope scope) {
    listed().put("status", status).put("error_code", code);
    assertThat(asked(Told.of()))
        .contains(new Rejected("error " + code, scope, String.valueOf(code)));
  }

  @Test
  void an_opt_out_is_told_as_such_and_a_failure_without_a_code_too() {
    ObjectNode message = listed().put("status", "failed").put("error_code", 21610);
    assertThat(asked(Told.of()))
        .contains(new Rejected("error 21610", Scope.RECIPIENT, "21610", Refusal.OPT_OUT));
    message.put("status", "canceled").putNull("error_code");
    assertThat(asked(Told.of()))
        .contains(SendResult.rejected("it failed, and the provider does not say why"));
  }

  @Nested
  class Cannot_be_told {

    @Test
    void if_it_is_not_in_the_list() {
      provider.add(NUMBER, FROM, "another text");
      provider.add("+31687654321", FROM, TEXT);
      provider.add(NUMBER, "+15005550007", TEXT);
      listed().put("direction", "inbound");
      provider.clock(SINCE.minusSeconds(61));
      listed();
      assertThat(asked(Told.of())).isEmpty();
    }

    @Test
    void if_only_another_one_with_the_same_text_is_there() {
      ObjectNode theirs = listed();
      assertThat(asked(Told.of(other(sid(theirs), TEXT)))).isEmpty();
    }

    @Test
    void if_another_one_with_the_same_text_is_in_doubt_too() {
      listed();
      assertThat(asked(Told.of(other(null, TEXT)))).isEmpty();
    }

    @Test
    void if_the_provider_does_not_keep_texts() {
      listed();
      provider.add(NUMBER, FROM, "");
      assertThat(asked(Told.of())).isEmpty();
    }

    @Test
    void if_the_list_is_longer_than_can_be_read() {
      provider.pagesOf(1);
      for (int i = 0; i < 5; i++) {
        provider.add(NUMBER, FROM, "another text");
      }
      listed();
      assertThat(asked(Told.of())).isEmpty();
      assertThat(provider.requests()).hasSize(5);
    }

    @Test
    void of_a_tenant_without_an_account_or_of_no_number() {
      SmsSender nobodys = SmsSender.forTenants(http, tenant -> null);
      assertThat(nobodys.reconcile(MESSAGE, Told.of())).isEmpty();
      OutboundMessage nowhere = TestMessages.of("sms", "0612345678", "{\"text\": \"x\"}");
      assertThat(SmsSender.create(http, provider.settings()).reconcile(nowhere, Told.of()))
          .isEmpty();
      assertThat(provider.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<html><body>Sign in</body></html>",
          "",
          "[]",
          "{}",
          "{\"messages\": {}}",
          "{\"messages\": [{\"sid\": \"SM1\"}]}",
          "{\"messages\": [{\"sid\": \"SM1\", \"date_created\": \"yesterday\"}]}",
          "{\"messages\": [1]}",
          "{\"messages\": ["
        })
    void from_an_answer_that_is_no_list(String body) throws Exception {
      assertThat(answered(e -> e.answer(200, body))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 429, 500, 503})
    void from_an_error(int status) throws Exception {
      ObjectNode body = Json.object().put("code", 20429).put("message", "Too Many Requests");
      body.putArray("messages").add(listed());
      assertThat(answered(e -> e.answer(status, "Retry-After: 1", Json.write(body)))).isEmpty();
    }

    @Test
    void if_nobody_answers_in_time_or_at_all() throws Exception {
      assertThat(answered(RawServer.Exchange::stall)).isEmpty();
      assertThat(answered(RawServer.Exchange::hangUp)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://elsewhere.example/2010-04-01/Accounts/AC123/Messages.json?Page=1",
          "//elsewhere.example/2010-04-01/Accounts/AC123/Messages.json?Page=1",
          "/2010-04-01/Accounts/AC999/Messages.json?Page=1",
          "::"
        })
    void from_a_list_that_goes_on_elsewhere(String next) throws Exception {
      listed();
      ObjectNode page = Json.object();
      page.putArray("messages").add(provider.messages().get(0));
      page.put("next_page_uri", next);
      assertThat(answered(e -> e.answer(200, Json.write(page)))).isEmpty();
    }

    /** What is made of an answer; nobody is asked twice. */
    private Optional<SendResult> answered(RawServer.Script script) throws Exception {
      try (RawServer server = RawServer.start(script)) {
        Optional<SendResult> result =
            asked(provider.settings().withBaseUrl(server.url("")), Told.of());
        assertThat(server.requests()).hasSize(1);
        return result;
      }
    }
  }
}
