package dev.workflow.channels.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.workflow.Json;
import dev.workflow.channels.TestMessages;
import dev.workflow.channels.http.HttpSettings;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.server.RawServer;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import dev.workflow.spi.SendResult.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatsAppSenderTest {

  private static final WhatsAppSettings SETTINGS = WhatsAppSettings.of("1066", "EAAG-token");
  private static final String ACCEPTED =
      """
      {"messaging_product": "whatsapp", "contacts": [{"input": "31612345678", "wa_id": "31612345678"}],
       "messages": [{"id": "wamid.HBgL", "message_status": "accepted"}]}""";
  private static final String HELLO = "{\"text\": \"Hello\"}";

  private static OutboundMessage message(String content) {
    return TestMessages.of("whatsapp", "+31 6 1234-5678", content);
  }

  private static SendResult send(RawServer server, OutboundMessage message) throws Exception {
    try (OutboundHttp http = OutboundHttp.create()) {
      return WhatsAppSender.create(http, SETTINGS.withBaseUrl(server.url(""))).send(message);
    }
  }

  private static SendResult answering(RawServer.Script script) throws Exception {
    try (RawServer server = RawServer.start(script)) {
      return send(server, message(HELLO));
    }
  }

  @Nested
  class Requests {

    private void sends(String content, String expected) throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ACCEPTED))) {
        assertThat(send(server, message(content))).isEqualTo(new Sent("wamid.HBgL"));
        RawServer.Received request = server.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/v23.0/1066/messages");
        assertThat(request.headers().first("Authorization")).isEqualTo("Bearer EAAG-token");
        assertThat(request.headers().first("Content-Type")).isEqualTo("application/json");
        assertThat(Json.read(request.text())).isEqualTo(Json.read(expected));
      }
    }

    @Test
    void of_texts_name_the_outbox_id() throws Exception {
      sends(
          "{\"text\": \"Grüße ✓\"}",
          """
          {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31612345678",
           "biz_opaque_callback_data": "0190a1b2-0000-7000-8000-000000000001",
           "type": "text", "text": {"body": "Grüße ✓"}}""");
    }

    @Test
    void of_templates_have_numbered_variables_in_their_order() throws Exception {
      sends(
          """
          {"template": "welcome", "language": "nl-NL",
           "variables": {"3": 12345678.9, "2": 5, "1": "Ann"}}""",
          """
          {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31612345678",
           "biz_opaque_callback_data": "0190a1b2-0000-7000-8000-000000000001",
           "type": "template", "template": {"name": "welcome", "language": {"code": "nl_NL"},
             "components": [{"type": "body", "parameters": [
               {"type": "text", "text": "Ann"}, {"type": "text", "text": "5"},
               {"type": "text", "text": "12345678.9"}]}]}}""");
    }

    @Test
    void of_templates_have_named_variables_by_their_names() throws Exception {
      sends(
          "{\"template\": \"welcome\", \"variables\": {\"first_name\": \"Ann\"}}",
          """
          {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31612345678",
           "biz_opaque_callback_data": "0190a1b2-0000-7000-8000-000000000001",
           "type": "template", "template": {"name": "welcome", "language": {"code": "en_US"},
             "components": [{"type": "body", "parameters": [
               {"type": "text", "text": "Ann", "parameter_name": "first_name"}]}]}}""");
    }

    @Test
    void of_templates_without_variables_have_no_components() throws Exception {
      sends(
          "{\"template\": \"hello_world\"}",
          """
          {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31612345678",
           "biz_opaque_callback_data": "0190a1b2-0000-7000-8000-000000000001",
           "type": "template",
           "template": {"name": "hello_world", "language": {"code": "en_US"}}}""");
    }

    @Test
    void of_templates_have_headers_and_buttons_as_the_api_wants_them() throws Exception {
      sends(
          """
          {"template": "invoice", "variables": {"1": "Ann"},
           "components": [{"type": "button", "sub_type": "url", "index": "0",
             "parameters": [{"type": "text", "text": "42"}]}]}""",
          """
          {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31612345678",
           "biz_opaque_callback_data": "0190a1b2-0000-7000-8000-000000000001",
           "type": "template", "template": {"name": "invoice", "language": {"code": "en_US"},
             "components": [
               {"type": "button", "sub_type": "url", "index": "0",
                "parameters": [{"type": "text", "text": "42"}]},
               {"type": "body", "parameters": [{"type": "text", "text": "Ann"}]}]}}""");
    }

    @Test
    void of_a_text_become_its_template_when_the_user_has_been_silent_for_24_hours()
        throws Exception {
      String outside = "{\"error\": {\"code\": 131047, \"message\": \"Re-engagement message\"}}";
      try (RawServer server =
          RawServer.start(
              e -> {
                boolean isText = e.request().text().contains("\"type\":\"text\"");
                e.answer(isText ? 400 : 200, isText ? outside : ACCEPTED);
              })) {
        String both = "{\"text\": \"Hello\", \"template\": \"hello_world\"}";
        assertThat(send(server, message(both))).isEqualTo(new Sent("wamid.HBgL"));
        assertThat(server.requests()).hasSize(2);
        assertThat(send(server, message(HELLO))).isInstanceOf(Rejected.class);
        assertThat(server.requests()).hasSize(3);
      }
    }

    @Test
    void that_cannot_be_made_are_rejected_at_once() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ACCEPTED))) {
        assertThat(send(server, TestMessages.of("whatsapp", "0612345678", HELLO)))
            .isEqualTo(
                new Rejected(
                    "the recipient is no number with a country code, such as +31…",
                    Scope.RECIPIENT,
                    null));
        assertThat(send(server, message("{}")))
            .isEqualTo(new Rejected("the message has neither text nor template"));
        assertThat(send(server, message("{\"text\": \"" + "x".repeat(4097) + "\"}")))
            .isEqualTo(new Rejected("the text has 4097 characters; at most 4096 are sent"));
        assertThat(server.connections()).isZero();
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"1\": \"Ann\", \"3\": \"x\"} | the template's parameter \"2\" is missing; there is one with a higher number",
          "{\"1\": null} | the template's parameter \"1\" is empty; give it a value, or a default",
          "{\"name\": \" \"} | the template's parameter \"name\" is empty; give it a value, or a default",
          "{\"1\": \"a\\nb\"} | the template's parameter \"1\" holds a line break, a tab or more than four blanks in a row",
          "{\"1\": \"a     b\"} | the template's parameter \"1\" holds a line break, a tab or more than four blanks in a row"
        })
    void with_parameters_that_the_api_refuses_are_rejected_at_once(String variables, String why)
        throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ACCEPTED))) {
        String content = "{\"template\": \"welcome\", \"variables\": " + variables + "}";
        assertThat(send(server, message(content))).isEqualTo(new Rejected(why));
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void of_a_tenant_without_a_number_wait() throws Exception {
      try (OutboundHttp http = OutboundHttp.create()) {
        WhatsAppSender sender = WhatsAppSender.forTenants(http, tenant -> null);
        assertThat(sender.channel()).isEqualTo("whatsapp");
        assertThat(sender.send(message(HELLO)))
            .isEqualTo(
                new Deferred("the tenant has no WhatsApp number", null, Scope.ACCOUNT, null));
      }
    }

    @Test
    void need_settings_that_can_be_right() {
      assertThat(SETTINGS.toString()).doesNotContain("EAAG");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WhatsAppSettings.of("+31612345678", "token"))
          .withMessage(
              "WhatsApp needs the id of a number, digits only, an access token, and a version such"
                  + " as v23.0");
    }
  }

  @Nested
  class Errors {

    private SendResult error(int status, int code) throws Exception {
      return answering(
          e ->
              e.answer(
                  status,
                  """
                  {"error": {"message": "(#%d) Title", "type": "OAuthException", "code": %d,
                   "error_data": {"messaging_product": "whatsapp", "details": "The details."},
                   "fbtrace_id": "Az8"}}"""
                      .formatted(code, code)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 131000, 131016, 131057, 133004, 999999})
    void that_pass_by_themselves_defer(int code) throws Exception {
      assertThat(error(500, code)).isEqualTo(deferred(code, null, Scope.MESSAGE));
    }

    @ParameterizedTest
    @CsvSource({"4,ACCOUNT", "80007,ACCOUNT", "130429,SENDER", "131056,RECIPIENT"})
    void of_rates_defer_and_say_what_is_too_fast(int code, Scope scope) throws Exception {
      assertThat(error(400, code)).isEqualTo(deferred(code, null, scope));
      assertThat(error(429, code)).isEqualTo(deferred(code, null, scope));
    }

    @ParameterizedTest
    @CsvSource({"131048,PT6H,SENDER", "131049,PT24H,RECIPIENT"})
    void of_limits_defer_for_long(int code, Duration wait, Scope scope) throws Exception {
      assertThat(error(400, code)).isEqualTo(deferred(code, wait, scope));
    }

    @ParameterizedTest
    @ValueSource(ints = {131026, 131050})
    void about_the_recipient_reject(int code) throws Exception {
      Refusal refusal = code == 131050 ? Refusal.MARKETING_OPT_OUT : null;
      assertThat(error(400, code)).isEqualTo(rejected(code, Scope.RECIPIENT).withRefusal(refusal));
    }

    @ParameterizedTest
    @ValueSource(
        ints = {
          100, 130472, 130497, 131008, 131009, 131021, 131047, 131051, 131052, 131053, 132000,
          132001, 132005, 132007, 132012
        })
    void about_the_message_reject(int code) throws Exception {
      assertThat(error(400, code)).isEqualTo(rejected(code, Scope.MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {132015, 132016, 132068, 132069})
    void about_the_template_defer_everything_made_from_it(int code) throws Exception {
      assertThat(error(400, code)).isEqualTo(deferred(code, null, Scope.TEMPLATE));
    }

    @ParameterizedTest
    @ValueSource(
        ints = {0, 3, 10, 33, 190, 200, 250, 299, 368, 131005, 131031, 131042, 131045, 133010})
    void about_the_account_defer_everything_through_it(int code) throws Exception {
      assertThat(error(401, code)).isEqualTo(deferred(code, null, Scope.ACCOUNT));
    }

    @Test
    void inside_a_200_are_errors() throws Exception {
      assertThat(error(200, 131026)).isEqualTo(rejected(131026, Scope.RECIPIENT));
    }

    private Deferred deferred(int code, Duration wait, Scope scope) {
      return new Deferred(reason(code), wait, scope, String.valueOf(code));
    }

    private Rejected rejected(int code, Scope scope) {
      return new Rejected(reason(code), scope, String.valueOf(code));
    }

    private String reason(int code) {
      return "(#" + code + ") Title: The details.";
    }
  }

  @Nested
  class Trouble {

    @ParameterizedTest
    @ValueSource(strings = {"<html>Welcome</html>", "", "[]", "null", "{\"messages\": []}", "{"})
    void a_200_with_something_else_in_it_is_unknown(String body) throws Exception {
      assertThat(answering(e -> e.answer(200, body)))
          .isEqualTo(new Unknown("the provider answers 200 and nothing that can be read"));
    }

    @Test
    void a_gateway_that_lost_the_api_is_unknown() throws Exception {
      assertThat(answering(e -> e.answer(502, "<html>Bad Gateway</html>")))
          .isEqualTo(new Unknown("the provider answers 502 and nothing that can be read"));
    }

    @Test
    void a_rate_limit_before_the_api_defers_as_long_as_it_says() throws Exception {
      assertThat(answering(e -> e.answer(429, "Retry-After: 30", "slow down")))
          .isEqualTo(
              new Deferred(
                  "the provider answers 429 and nothing that can be read",
                  Duration.ofSeconds(30),
                  Scope.SENDER,
                  "429"));
    }

    @Test
    void a_rate_limit_of_the_api_defers_as_long_as_it_says() throws Exception {
      String error = "{\"error\": {\"message\": \"(#130429) Rate limit hit\", \"code\": 130429}}";
      assertThat(answering(e -> e.answer(400, "Retry-After: 7", error)))
          .isEqualTo(
              new Deferred(
                  "(#130429) Rate limit hit", Duration.ofSeconds(7), Scope.SENDER, "130429"));
    }

    @Test
    void an_outage_and_a_wrong_url_defer() throws Exception {
      assertThat(answering(e -> e.answer(503, "<html>")))
          .isEqualTo(
              new Deferred(
                  "the provider answers 503 and nothing that can be read",
                  null,
                  Scope.MESSAGE,
                  "503"));
      assertThat(answering(e -> e.answer(404, "<html>")))
          .isEqualTo(
              new Deferred(
                  "the provider answers 404 and nothing that can be read",
                  null,
                  Scope.ACCOUNT,
                  "404"));
    }

    @Test
    void a_line_that_breaks_is_unknown_and_the_message_went_out_once() throws Exception {
      try (RawServer server = RawServer.start(RawServer.Exchange::hangUp)) {
        assertThat(send(server, message(HELLO))).isInstanceOf(Unknown.class);
        assertThat(server.requests()).hasSize(1);
      }
    }

    @Test
    void an_answer_that_does_not_come_is_unknown() throws Exception {
      try (RawServer server = RawServer.start(RawServer.Exchange::stall);
          OutboundHttp http =
              OutboundHttp.create(HttpSettings.builder().timeout(Duration.ofMillis(300)).build())) {
        WhatsAppSender sender = WhatsAppSender.create(http, SETTINGS.withBaseUrl(server.url("/")));
        assertThat(sender.send(message(HELLO)))
            .isEqualTo(new Unknown("127.0.0.1: no answer in time"));
      }
    }

    @Test
    void nobody_there_defers() throws Exception {
      RawServer server = RawServer.start(e -> e.answer(200, ACCEPTED));
      server.close();
      Deferred result = (Deferred) send(server, message(HELLO));
      assertThat(result.scope()).isEqualTo(Scope.ACCOUNT);
    }
  }
}
