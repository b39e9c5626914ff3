package dev.workflow.examples.host.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Streams of two nodes on one database. */
class StreamTest {

  private static ConfigurableApplicationContext first;
  private static ConfigurableApplicationContext second;
  private static int number;

  private static ConfigurableApplicationContext node() {
    return new SpringApplication(HostApplication.class)
        .run(
            "--server.port=0",
            "--spring.datasource.url=jdbc:h2:mem:streams;DB_CLOSE_DELAY=-1",
            "--demo.token=" + Client.TOKEN,
            "--demo.password=" + Client.PASSWORD);
  }

  @BeforeAll
  static void start() {
    first = node();
    second = node();
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  private static Client client(ConfigurableApplicationContext node) {
    return Client.at(address(node));
  }

  private static String address(ConfigurableApplicationContext node) {
    return "http://127.0.0.1:" + node.getEnvironment().getProperty("local.server.port");
  }

  /** One event of a stream. */
  private record Event(String id, JsonNode data) {}

  /** An open stream. */
  private static final class Stream implements AutoCloseable {

    private final InputStream body;
    private final BufferedReader lines;

    Stream(ConfigurableApplicationContext node, String tenant, String user, String last)
        throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address(node) + "/api/v1/stream?tenant=" + tenant))
              .header("Authorization", "Bearer " + Client.TOKEN)
              .header("X-User-ID", user);
      if (last != null) {
        request.header("Last-Event-ID", last);
      }
      HttpResponse<InputStream> response =
          HttpClient.newHttpClient()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      body = response.body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The events up to the first that fits; fails if the stream ends before. */
    List<Event> until(Predicate<Event> wanted) throws IOException {
      List<Event> events = new ArrayList<>();
      String id = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = line.substring(3);
        } else if (line.startsWith("data:")) {
          Event event = new Event(id, Json.read(line.substring(5)));
          events.add(event);
          if (wanted.test(event)) {
            return events;
          }
        } else if (line.isEmpty()) {
          id = null;
        }
      }
      throw new AssertionError("the stream ended after " + events);
    }

    /** Reads to the end. */
    void drain() throws IOException {
      while (lines.readLine() != null) {
        // what is left
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private static String start(ConfigurableApplicationContext node, String tenant, String subject) {
    Client client = client(node).of(tenant);
    String key = "stream-" + ++number;
    client
        .post(
            "/api/v1/definitions",
            """
            {"document": {"key": "%1$s", "name": "%1$s", "steps": [
              {"id": "ask", "action": "approval"}]}}
            """
                .formatted(key))
        .is(201);
    client.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
    return client
        .post("/api/v1/instances", "{\"workflow\": \"" + key + "\", \"subject\": " + subject + "}")
        .is(201)
        .json()
        .get("id")
        .asText();
  }

  private static Predicate<Event> of(String instance, String state) {
    return event ->
        event.data().path("instance_id").asText().equals(instance)
            && event.data().path("state").asText().equals(state);
  }

  private static final String DEAL = "{\"type\": \"deal\", \"id\": \"d-1\"}";

  @Test
  void what_one_node_does_is_seen_at_the_other() throws Exception {
    try (Stream stream = new Stream(second, "acme", "sam", null)) {
      stream.until(event -> event.data().path("topic").asText().equals("hello"));
      String instance = start(first, "acme", DEAL);
      List<Event> seen = stream.until(of(instance, "READY"));
      Event task = seen.get(seen.size() - 1);
      assertThat(task.data().get("topic").asText()).isEqualTo("task");
      assertThat(task.data().get("step").asText()).isEqualTo("ask");
      client(first).post("/api/v1/instances/" + instance + "/cancel", "{}").is(200);
      stream.until(of(instance, "CANCELED"));
    }
  }

  @Test
  void a_client_that_comes_back_to_another_node_gets_what_it_missed() throws Exception {
    String last;
    try (Stream stream = new Stream(first, "acme", "sam", null)) {
      List<Event> seen = stream.until(event -> event.data().path("topic").asText().equals("hello"));
      last = seen.get(seen.size() - 1).id();
    }
    String instance = start(first, "acme", DEAL);
    try (Stream stream = new Stream(second, "acme", "sam", last)) {
      stream.until(of(instance, "READY"));
    }
  }

  @Test
  void nobody_is_told_of_what_they_may_not_see() throws Exception {
    try (Stream pia = new Stream(first, "firm", "pia", null)) {
      pia.until(event -> event.data().path("topic").asText().equals("hello"));
      String acmes = start(first, "acme", DEAL);
      String others = start(first, "firm", "{\"type\": \"matter\", \"id\": \"m-2\"}");
      String own = start(first, "firm", "{\"type\": \"matter\", \"id\": \"m-1\"}");
      List<Event> seen = pia.until(of(own, "READY"));
      assertThat(seen.toString()).doesNotContain(acmes).doesNotContain(others);
    }
  }

  @Test
  void a_node_that_stops_ends_its_streams_first() throws Exception {
    ConfigurableApplicationContext third = node();
    try (Stream stream = new Stream(third, "acme", "sam", null)) {
      stream.until(event -> event.data().path("topic").asText().equals("hello"));
      third.close();
      stream.drain();
    }
  }

  @Test
  void an_id_that_no_stream_has_given_is_refused() {
    client(first).with("Last-Event-ID", "nonsense").get("/api/v1/stream").isProblem(400);
  }
}
