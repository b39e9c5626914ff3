package dev.workflow.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Json;
import dev.workflow.channels.TestMessages;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.HttpSettings;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.server.RawServer;
import dev.workflow.channels.signature.StandardWebhooks;
import dev.workflow.channels.signature.Verification.Valid;
import dev.workflow.channels.signature.WebhookKey;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Deferred;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import dev.workflow.spi.SendResult.Sent;
import dev.workflow.spi.SendResult.Unknown;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {

  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final String CONTENT =
      "{\"body\": {\"type\": \"lead.won\", \"data\": {\"id\": 7}}}";
  private static final WebhookKey OLD = WebhookKey.generate();
  private static final WebhookKey NEW = WebhookKey.generate();

  private static WebhookSettings settings(RawServer server) {
    return WebhookSettings.defaults()
        .withPolicies(
            tenant ->
                AddressPolicy.publicInternet()
                    .allowPlainHttp()
                    .ports(server.port())
                    .allowNetworks("127.0.0.0/8"));
  }

  private static SendResult send(WebhookSettings settings, URI url, String content)
      throws Exception {
    try (OutboundHttp http = OutboundHttp.create()) {
      WebhookSender sender = WebhookSender.create(http, settings, () -> NOW);
      assertThat(sender.channel()).isEqualTo("webhook");
      return sender.send(TestMessages.of("webhook", url.toString(), content));
    }
  }

  private static SendResult answering(RawServer.Script script) throws Exception {
    try (RawServer server = RawServer.start(script)) {
      return send(settings(server), server.url("/hook"), CONTENT);
    }
  }

  @Test
  void a_body_is_posted_and_every_receiver_can_verify_it_while_a_key_is_changed() throws Exception {
    List<URI> asked = new ArrayList<>();
    try (RawServer server = RawServer.start(e -> e.answer(204, ""))) {
      WebhookSettings settings =
          settings(server)
              .withKeys(
                  (tenant, url) -> {
                    asked.add(url);
                    return tenant.value().equals("acme") ? List.of(NEW, OLD) : List.of();
                  });
      SendResult result = send(settings, server.url("/hook"), CONTENT);
      RawServer.Received request = server.requests().get(0);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(Json.read(request.text()))
          .isEqualTo(Json.read("{\"type\": \"lead.won\", \"data\": {\"id\": 7}}"));
      assertThat(result).isEqualTo(new Sent(request.headers().first("webhook-id")));
      for (WebhookKey known : List.of(OLD, NEW)) {
        assertThat(StandardWebhooks.of(known).verify(request.headers(), request.body(), NOW))
            .isEqualTo(new Valid(0));
      }
      assertThat(asked).containsExactly(server.url("/hook"));
    }
  }

  @Test
  void a_message_keeps_its_id_and_gets_a_new_time_when_it_is_sent_again() throws Exception {
    try (RawServer server =
            RawServer.start(e -> e.answer(e.number() == 1 ? 503 : 200, "Retry-After: 60", ""));
        OutboundHttp http = OutboundHttp.create()) {
      WebhookSettings settings = settings(server).withKeys((tenant, url) -> List.of(NEW));
      for (Instant at : List.of(NOW, NOW.plusSeconds(60))) {
        SendResult result =
            WebhookSender.create(http, settings, () -> at)
                .send(TestMessages.of("webhook", server.url("/hook").toString(), CONTENT));
        if (at.equals(NOW)) {
          assertThat(result)
              .isEqualTo(
                  new Deferred(
                      "the endpoint answers 503", Duration.ofSeconds(60), Scope.RECIPIENT, "503"));
        }
        RawServer.Received last = server.requests().get(server.requests().size() - 1);
        assertThat(StandardWebhooks.of(NEW).verify(last.headers(), last.body(), at).isValid())
            .isTrue();
      }
      assertThat(server.requests())
          .extracting(request -> request.headers().first("webhook-id"))
          .hasSize(2)
          .containsOnly(server.requests().get(0).headers().first("webhook-id"));
      assertThat(server.requests())
          .extracting(request -> request.headers().first("webhook-timestamp"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void a_message_without_a_body_is_posted_as_it_is_and_unsigned_without_a_key() throws Exception {
    try (RawServer server = RawServer.start(e -> e.answer(200, ""))) {
      send(settings(server), server.url("/"), "{\"text\": \"New lead\", \"link\": \"/leads/7\"}");
      RawServer.Received request = server.requests().get(0);
      assertThat(Json.read(request.text()))
          .isEqualTo(Json.read("{\"text\": \"New lead\", \"link\": \"/leads/7\"}"));
      assertThat(request.headers().first("webhook-id")).matches("msg_[0-9a-f]{32}");
      assertThat(request.headers().first("webhook-signature")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 400, 404, 409, 429, 500, 502, 504})
  void every_status_but_success_and_410_is_tried_again(int status) throws Exception {
    assertThat(answering(e -> e.answer(status, "Location: http://127.0.0.1/", "")))
        .isEqualTo(
            new Deferred(
                "the endpoint answers " + status, null, Scope.RECIPIENT, String.valueOf(status)));
  }

  @Test
  void an_endpoint_that_is_gone_is_not_tried_again() throws Exception {
    assertThat(answering(e -> e.answer(410, "")))
        .isEqualTo(new Rejected("the endpoint answers 410", Scope.RECIPIENT, "410"));
  }

  @Test
  void a_url_that_is_not_allowed_is_rejected_and_not_called() throws Exception {
    try (RawServer server = RawServer.start(e -> e.answer(200, ""))) {
      WebhookSettings defaults = WebhookSettings.defaults();
      assertThat(send(defaults, server.url("/"), CONTENT))
          .isEqualTo(
              new Rejected("the scheme http is not allowed, only https", Scope.RECIPIENT, null));
      assertThat(send(defaults, URI.create("https://127.0.0.1/"), CONTENT))
          .isEqualTo(
              new Rejected(
                  "the host 127.0.0.1 has an address that is not public", Scope.RECIPIENT, null));
      assertThat(send(defaults, URI.create("javascript:alert(1)"), CONTENT))
          .isEqualTo(
              new Rejected(
                  "expected a URL that begins with https:// or http://", Scope.RECIPIENT, null));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void a_line_that_breaks_is_unknown_and_nobody_there_is_deferred() throws Exception {
    assertThat(answering(RawServer.Exchange::hangUp)).isInstanceOf(Unknown.class);
    RawServer server = RawServer.start(e -> e.answer(200, ""));
    server.close();
    assertThat(send(settings(server), server.url("/"), CONTENT)).isInstanceOf(Deferred.class);
  }

  @Test
  void an_endpoint_that_does_not_answer_in_time_is_unknown() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Exchange::stall);
        OutboundHttp http =
            OutboundHttp.create(HttpSettings.builder().timeout(Duration.ofMillis(300)).build())) {
      WebhookSender sender = WebhookSender.create(http, settings(server), () -> NOW);
      assertThat(sender.send(TestMessages.of("webhook", server.url("/").toString(), CONTENT)))
          .isEqualTo(new Unknown("127.0.0.1: no answer in time"));
    }
  }
}
