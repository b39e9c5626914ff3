package dev.workflow.channels.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.workflow.channels.Headers;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.HttpResult.Broken;
import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import dev.workflow.channels.server.RawServer;
import dev.workflow.channels.server.TestTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OutboundHttpTest {

  private static final Duration SOON = Duration.ofMillis(300);

  private static AddressPolicy loopback(RawServer server) {
    return AddressPolicy.publicInternet()
        .allowPlainHttp()
        .ports(server.port())
        .allowNetworks("127.0.0.0/8");
  }

  private static HttpSettings.Builder resolving(String... literals) {
    return HttpSettings.builder()
        .resolver(
            host -> {
              InetAddress[] addresses = new InetAddress[literals.length];
              for (int i = 0; i < literals.length; i++) {
                addresses[i] = InetAddress.getByName(literals[i]);
              }
              return List.of(addresses);
            });
  }

  private static HttpCall post(URI url, String body) {
    return HttpCall.post(url, "application/json", body.getBytes(UTF_8));
  }

  @Nested
  class Going {

    @Test
    void sends_what_it_was_given_and_tells_the_answer() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(201, "X-Kind: b", "{\"id\":7}"));
          OutboundHttp http = OutboundHttp.create()) {
        HttpCall call = post(server.url("/a//b?c=%20"), "{}").withHeader("X-Custom", "1");
        Answered answer = (Answered) http.call(call, loopback(server));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.headers().first("x-kind")).isEqualTo("b");
        assertThat(answer.json().path("id").asInt()).isEqualTo(7);
        assertThat(answer.whole()).isTrue();
        RawServer.Received request = server.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/a//b?c=%20");
        assertThat(request.text()).isEqualTo("{}");
        assertThat(request.headers().all("content-type")).containsExactly("application/json");
        assertThat(request.headers().first("x-custom")).isEqualTo("1");
        assertThat(request.headers().first("user-agent")).isEqualTo("workflow");
        assertThat(request.headers().first("accept-encoding")).isNull();
      }
    }

    @Test
    void a_path_that_looks_like_a_host_stays_a_path() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          OutboundHttp http = OutboundHttp.create()) {
        http.call(HttpCall.get(server.url("//evil.example/x")), loopback(server));
        assertThat(server.requests().get(0).target()).isEqualTo("//evil.example/x");
        assertThat(server.requests().get(0).headers().first("host"))
            .isEqualTo("127.0.0.1:" + server.port());
      }
    }

    @Test
    void an_address_of_ipv6_keeps_its_brackets_and_letters_outside_ascii_are_encoded()
        throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          OutboundHttp http = OutboundHttp.create()) {
        URI url = URI.create("http://[::ffff:7f00:1]:" + server.port() + "/ü?q=é");
        assertThat(http.call(HttpCall.get(url), loopback(server))).isInstanceOf(Answered.class);
        RawServer.Received request = server.requests().get(0);
        assertThat(request.headers().first("Host")).isEqualTo("[::ffff:7f00:1]:" + server.port());
        assertThat(request.target()).isEqualTo("/%C3%BC?q=%C3%A9");
      }
    }

    @Test
    void nothing_is_called_once_it_is_closed() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""))) {
        OutboundHttp http = OutboundHttp.create();
        http.close();
        http.close();
        assertThatIllegalStateException()
            .isThrownBy(() -> http.call(HttpCall.get(server.url("/")), loopback(server)))
            .withMessage("the HTTP client is closed");
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void a_host_is_looked_up_once_and_its_name_is_kept() throws Exception {
      AtomicInteger lookUps = new AtomicInteger();
      // The second answer of the name server leads elsewhere.
      HostResolver rebinding =
          host ->
              List.of(
                  InetAddress.getByName(
                      lookUps.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254"));
      try (RawServer server = RawServer.start(e -> e.answer(200, "here"));
          OutboundHttp http =
              OutboundHttp.create(HttpSettings.builder().resolver(rebinding).build())) {
        URI url = URI.create("http://hooks.example.com:" + server.port() + "/");
        Answered answer = (Answered) http.call(HttpCall.get(url), loopback(server));
        assertThat(answer.text()).isEqualTo("here");
        assertThat(lookUps).hasValue(1);
        assertThat(server.requests().get(0).headers().first("Host"))
            .isEqualTo("hooks.example.com:" + server.port());
        assertThat(http.call(HttpCall.get(url), loopback(server)))
            .isEqualTo(new Refused("the host hooks.example.com has an address that is not public"));
        assertThat(server.requests()).hasSize(1);
      }
    }

    @Test
    void nothing_is_sent_where_it_is_not_allowed() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          OutboundHttp http = OutboundHttp.create()) {
        AddressPolicy policy = AddressPolicy.publicInternet().allowPlainHttp().ports(server.port());
        assertThat(http.call(HttpCall.get(server.url("/")), policy))
            .isEqualTo(new Refused("the host 127.0.0.1 has an address that is not public"));
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void a_connection_opened_for_one_caller_is_of_no_use_to_another_who_may_not_go_there()
        throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          OutboundHttp http = OutboundHttp.create()) {
        HttpCall call = HttpCall.get(server.url("/"));
        assertThat(http.call(call, loopback(server))).isInstanceOf(Answered.class);
        AddressPolicy other = AddressPolicy.publicInternet().allowPlainHttp().ports(server.port());
        assertThat(http.call(call, other)).isInstanceOf(Refused.class);
        assertThat(http.call(call, loopback(server))).isInstanceOf(Answered.class);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
      }
    }

    @Test
    void the_next_address_is_tried_when_one_does_not_answer() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, "here"));
          OutboundHttp http = OutboundHttp.create(resolving("127.0.0.2", "127.0.0.1").build())) {
        URI url = URI.create("http://two.example.com:" + server.port() + "/");
        Answered answer = (Answered) http.call(HttpCall.get(url), loopback(server));
        assertThat(answer.text()).isEqualTo("here");
      }
    }

    @Test
    void a_redirect_is_an_answer() throws Exception {
      try (RawServer server =
              RawServer.start(e -> e.answer(307, "Location: http://127.0.0.1/secret", ""));
          OutboundHttp http = OutboundHttp.create()) {
        Answered answer = (Answered) http.call(post(server.url("/"), "{}"), loopback(server));
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.isSuccess()).isFalse();
        assertThat(server.requests()).hasSize(1);
      }
    }

    @Test
    void a_body_that_is_too_large_is_not_sent() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          OutboundHttp http =
              OutboundHttp.create(HttpSettings.builder().maxRequestBytes(10).build())) {
        assertThat(http.call(post(server.url("/"), "12345678901"), loopback(server)))
            .isEqualTo(new Refused("the body has 11 bytes; at most 10 are sent"));
        assertThat(server.connections()).isZero();
      }
    }
  }

  @Nested
  class Trouble {

    @Test
    void nobody_there_is_unreachable() throws Exception {
      int port;
      try (ServerSocket taken = new ServerSocket(0)) {
        port = taken.getLocalPort();
      }
      try (OutboundHttp http = OutboundHttp.create()) {
        HttpResult result =
            http.call(
                HttpCall.get(URI.create("http://127.0.0.1:" + port + "/")),
                AddressPolicy.anywhere());
        assertThat(result).isInstanceOf(Unreachable.class);
        assertThat(((Unreachable) result).reason())
            .startsWith("127.0.0.1: HttpHostConnectException");
      }
    }

    @Test
    void a_line_that_breaks_after_the_request_is_broken_and_nothing_is_sent_twice()
        throws Exception {
      try (RawServer server = RawServer.start(RawServer.Exchange::hangUp);
          OutboundHttp http = OutboundHttp.create()) {
        HttpResult result = http.call(post(server.url("/"), "{}"), loopback(server));
        assertThat(result).isInstanceOf(Broken.class);
        assertThat(((Broken) result).reason()).startsWith("127.0.0.1: NoHttpResponseException");
        assertThat(server.requests()).hasSize(1);
      }
    }

    @Test
    void no_answer_in_time_is_broken() throws Exception {
      try (RawServer server = RawServer.start(RawServer.Exchange::stall);
          OutboundHttp http = OutboundHttp.create()) {
        HttpCall call = post(server.url("/"), "{}").withTimeout(SOON);
        assertThat(http.call(call, loopback(server)))
            .isEqualTo(new Broken("127.0.0.1: no answer in time"));
      }
    }

    @Test
    void a_head_without_end_is_broken() throws Exception {
      RawServer.Script drops =
          e -> {
            e.write("HTTP/1.1 200 OK\r\n");
            while (true) {
              e.write("X: y\r\n");
            }
          };
      try (RawServer server = RawServer.start(drops);
          OutboundHttp http = OutboundHttp.create()) {
        HttpResult result = http.call(HttpCall.get(server.url("/")), loopback(server));
        assertThat(result)
            .isEqualTo(
                new Broken(
                    "127.0.0.1: MessageConstraintException (Maximum header count exceeded)"));
      }
    }

    @Test
    void a_body_that_never_ends_is_cut_where_the_settings_say() throws Exception {
      RawServer.Script flood =
          e -> {
            e.write("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
              e.write("0123456789");
            }
          };
      try (RawServer server = RawServer.start(flood);
          OutboundHttp http =
              OutboundHttp.create(HttpSettings.builder().maxAnswerBytes(25).build())) {
        Answered answer = (Answered) http.call(HttpCall.get(server.url("/")), loopback(server));
        assertThat(answer.text()).isEqualTo("0123456789012345678901234");
        assertThat(answer.whole()).isFalse();
        assertThat(answer.json().isMissingNode()).isTrue();
      }
    }

    @Test
    void a_body_that_comes_drop_by_drop_ends_with_the_time() throws Exception {
      RawServer.Script drops =
          e -> {
            e.write("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
              e.write("x");
            }
          };
      HttpSettings unlimited = HttpSettings.builder().maxAnswerBytes(1 << 28).build();
      try (RawServer server = RawServer.start(drops);
          OutboundHttp http = OutboundHttp.create(unlimited)) {
        HttpCall call = HttpCall.get(server.url("/")).withTimeout(SOON);
        Answered answer = (Answered) http.call(call, loopback(server));
        assertThat(answer.whole()).isFalse();
        assertThat(answer.body()).isNotEmpty();
      }
    }

    @Test
    void a_body_that_stops_coming_leaves_the_status_known() throws Exception {
      RawServer.Script stops =
          e -> {
            e.write("HTTP/1.1 202 OK\r\nContent-Length: 100\r\n\r\n{\"id\"");
            e.stall();
          };
      try (RawServer server = RawServer.start(stops);
          OutboundHttp http = OutboundHttp.create()) {
        HttpCall call = HttpCall.get(server.url("/")).withTimeout(SOON);
        Answered answer = (Answered) http.call(call, loopback(server));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.whole()).isFalse();
      }
    }

    @Test
    void garbage_is_broken() throws Exception {
      try (RawServer server =
              RawServer.start(
                  e -> {
                    e.write("SSH-2.0-OpenSSH_9.6\r\n");
                    e.hangUp();
                  });
          OutboundHttp http = OutboundHttp.create()) {
        assertThat(http.call(HttpCall.get(server.url("/")), loopback(server)))
            .isInstanceOf(Broken.class);
      }
    }

    @Test
    void a_kept_connection_that_the_server_closed_is_not_used() throws Exception {
      RawServer.Script once =
          e -> {
            e.answer(200, "");
            e.hangUp();
          };
      try (RawServer server = RawServer.start(once);
          OutboundHttp http = OutboundHttp.create()) {
        for (int i = 0; i < 20; i++) {
          assertThat(http.call(post(server.url("/"), "{}"), loopback(server)))
              .isInstanceOf(Answered.class);
        }
        assertThat(server.requests()).hasSize(20);
      }
    }
  }

  @Nested
  class Tls {

    private HttpResult call(String host, HttpSettings settings, RawServer server) {
      try (OutboundHttp http = OutboundHttp.create(settings)) {
        return http.call(
            HttpCall.get(URI.create("https://" + host + ":" + server.port() + "/")),
            loopback(server));
      }
    }

    @Test
    void the_certificate_is_checked_against_the_name_not_the_address() throws Exception {
      SSLContext context = TestTls.of("hooks.example.com");
      try (RawServer server =
          RawServer.start(
              context.getServerSocketFactory(), "https", e -> e.answer(200, "secret"))) {
        HttpSettings settings = resolving("127.0.0.1").sslContext(context).build();
        Answered answer = (Answered) call("hooks.example.com", settings, server);
        assertThat(answer.text()).isEqualTo("secret");

        HttpResult other = call("other.example.com", settings, server);
        assertThat(((Unreachable) other).reason())
            .startsWith("other.example.com: SSLPeerUnverifiedException");
        HttpResult untrusted = call("hooks.example.com", resolving("127.0.0.1").build(), server);
        assertThat(((Unreachable) untrusted).reason())
            .startsWith("hooks.example.com: SSLHandshakeException");
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Nested
  class Calls {

    private static final URI URL = URI.create("https://example.com/?token=secret");

    @Test
    void headers_that_would_break_the_request_are_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpCall.get(URL).withHeader("X-A", "a\r\nX-B: b"))
          .withMessage(
              "the header X-A holds a line break, a letter outside ASCII or more than 8,000"
                  + " characters");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpCall.get(URL).withHeader("X A", "a"))
          .withMessage("a header's name has letters, digits and hyphens");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpCall.get(URL).withHeader("Transfer-Encoding", "chunked"))
          .withMessage("the header Transfer-Encoding cannot be set: the connection needs it");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HttpCall("TRACE", URL, Headers.none(), new byte[0], null))
          .withMessage("expected one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, found TRACE");
    }

    @Test
    void their_text_holds_no_secrets() {
      assertThat(HttpCall.get(URL).withHeader("Authorization", "Bearer secret"))
          .hasToString("GET https://example.com [Authorization]");
    }

    @Test
    void retry_after_is_seconds_or_a_date_and_never_more_than_a_day() {
      Instant now = Instant.parse("2026-01-05T09:00:00Z");
      assertThat(RetryAfter.read("120", now)).isEqualTo(Duration.ofSeconds(120));
      assertThat(RetryAfter.read("99999999999999", now)).isEqualTo(Duration.ofDays(1));
      assertThat(RetryAfter.read("Mon, 05 Jan 2026 09:01:00 GMT", now))
          .isEqualTo(Duration.ofMinutes(1));
      assertThat(RetryAfter.read("Mon, 05 Jan 2026 08:00:00 GMT", now)).isNull();
      assertThat(RetryAfter.read("0", now)).isNull();
      assertThat(RetryAfter.read("soon", now)).isNull();
      assertThat(RetryAfter.read(null, now)).isNull();
    }
  }
}
