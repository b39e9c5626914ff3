package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Calls the host by HTTP. A client never changes: {@link #of}, {@link #as} and {@link #with} give
 * others. It begins as the ADMIN of both demo tenants with an API token of all scopes, in {@code
 * acme}.
 */
public final class Client {

  public static final String TOKEN = "demo-token-of-the-tests";
  public static final String PASSWORD = "demo password";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Supplier<String> address;
  private final Map<String, String> headers;

  private Client(Supplier<String> address, Map<String, String> headers) {
    this.address = address;
    this.headers = headers;
  }

  /** A client of the host at an address, as the ADMIN of the demo. */
  public static Client at(String address) {
    return new Client(
        () -> address, Map.of("Authorization", "Bearer " + TOKEN, "X-Tenant-ID", "acme"));
  }

  /** What {@link HostTest} brings. */
  @TestConfiguration
  static class Beans {
    @Bean
    Client client(Environment environment) {
      return new Client(
          () -> "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"),
          Map.of("Authorization", "Bearer " + TOKEN, "X-Tenant-ID", "acme"));
    }
  }

  /** In another tenant. */
  public Client of(String tenant) {
    return with("X-Tenant-ID", tenant);
  }

  /** For another user, such as {@code lena}. */
  public Client as(String user) {
    return with("X-User-ID", user);
  }

  /** With another token. */
  public Client withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** Without any login. */
  public Client anonymous() {
    return new Client(address, Map.of());
  }

  /** With a header. */
  public Client with(String name, String value) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put(name, value);
    return new Client(address, all);
  }

  public String address() {
    return address.get();
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  /**
   * @param body JSON, as a text or a tree; null: none
   */
  public Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  public Answer put(String path, Object body) {
    return send("PUT", path, body);
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** Sends a request, and checks that the answer is as the OpenAPI document says. */
  public Answer send(String method, String path, Object body) {
    Answer answer = exchange(method, path, body);
    Contract.of(this).check(method, path, answer);
    return answer;
  }

  /** A request whose answer the OpenAPI document need not know. */
  Answer unchecked(String method, String path) {
    return exchange(method, path, null);
  }

  private Answer exchange(String method, String path, Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.get() + path))
            .timeout(Duration.ofMinutes(3))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    HttpResponse<String> response = send(request.build());
    return new Answer(response.statusCode(), response.headers().map(), response.body());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks until an answer is as wanted, 30 seconds at most; then the last one. */
  public Answer until(String path, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Answer answer = get(path);
    while ((answer.status() != 200 || !wanted.test(answer.json())) && System.nanoTime() < end) {
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      answer = get(path);
    }
    return answer;
  }

  /** What came back. */
  public record Answer(int status, Map<String, java.util.List<String>> headers, String text) {

    /** The body as JSON. */
    public JsonNode json() {
      return Json.read(text);
    }

    /** Fails unless it has this status, showing the body. */
    public Answer is(int expected) {
      assertThat(status).as(text).isEqualTo(expected);
      return this;
    }

    /** Fails unless it is a problem of that status. */
    public Answer isProblem(int expected) {
      is(expected);
      assertThat(header("Content-Type")).hasValue("application/problem+json");
      assertThat(json().get("errors").isArray()).as(text).isTrue();
      assertThat(json().get("detail").asText()).isNotBlank();
      return this;
    }

    public Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst();
    }
  }
}
