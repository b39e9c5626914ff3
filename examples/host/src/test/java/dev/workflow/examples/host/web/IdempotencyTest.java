package dev.workflow.examples.host.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Requests that are made twice. */
@HostTest
class IdempotencyTest {

  @Autowired private Client client;
  @Autowired private IdempotencyKeys keys;

  @Autowired
  @Qualifier("handlerExceptionResolver") private HandlerExceptionResolver errors;

  @Test
  void a_key_whose_request_is_not_answered_yet_is_a_conflict() {
    keys.begin(IdempotencyFilter.id("running", "user-456", "acme", ""), "another");
    assertThat(
            client
                .with("Idempotency-Key", "running")
                .post("/api/v1/tokens", "{\"name\": \"x\", \"scopes\": [\"read\"]}")
                .isProblem(422)
                .json()
                .get("detail")
                .asText())
        .isEqualTo("Idempotency-Key came with another request before: take a new key for this one");
    String body = "{\"name\": \"y\", \"scopes\": [\"read\"]}";
    keys.begin(
        IdempotencyFilter.id("same", "user-456", "acme", ""),
        RepeatableRequest.hash(
            "/api/v1/tokens?null\napplication/json\n", body.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            client
                .with("Idempotency-Key", "same")
                .post("/api/v1/tokens", body)
                .isProblem(409)
                .json()
                .get("detail")
                .asText())
        .isEqualTo("the request of this Idempotency-Key is not answered yet: try again");
  }

  @Test
  void a_key_is_ones_own() {
    String body = "{\"name\": \"z\", \"scopes\": [\"read\"]}";
    Client one = client.with("Idempotency-Key", "own");
    String first = one.post("/api/v1/tokens", body).is(201).text();
    assertThat(one.as("max").post("/api/v1/tokens", body).is(201).text()).isNotEqualTo(first);
    assertThat(one.of("firm").post("/api/v1/tokens", body).is(201).text()).isNotEqualTo(first);
    assertThat(one.post("/api/v1/tokens", body).is(201).text()).isEqualTo(first);
  }

  @Test
  void what_failed_on_our_side_is_tried_again() throws Exception {
    AtomicInteger acted = new AtomicInteger();
    FilterChain failing =
        (request, response) -> {
          acted.incrementAndGet();
          ((HttpServletResponse) response).setStatus(503);
        };
    assertThat(filter("failing", failing).getStatus()).isEqualTo(503);
    assertThat(filter("failing", failing).getStatus()).isEqualTo(503);
    assertThat(acted).hasValue(2);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                filter(
                    "throwing",
                    (request, response) -> {
                      throw new IllegalStateException("no");
                    }));
    assertThat(filter("throwing", (request, response) -> {}).getStatus()).isEqualTo(200);
  }

  private MockHttpServletResponse filter(String key, FilterChain chain) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/anything");
    request.addHeader("Idempotency-Key", key);
    MockHttpServletResponse response = new MockHttpServletResponse();
    new IdempotencyFilter(keys, errors).doFilter(request, response, chain);
    return response;
  }

  @Test
  void a_key_that_is_too_long_is_refused() {
    client
        .with("Idempotency-Key", "k".repeat(201))
        .post("/api/v1/tokens", "{\"name\": \"x\", \"scopes\": [\"read\"]}")
        .isProblem(400);
  }
}
