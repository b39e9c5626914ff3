package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a user of the example host asks for, with a token: reading and writing. It makes the two
 * workflows that it needs, of names that no former run has.
 */
final class HostRequests {

  /** What is asked for; a word of the output. */
  enum Kind {
    PUBLISH,
    START,
    GET,
    LIST,
    INBOX,
    STATISTICS
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KNOWN = 1_000;

  private final HttpClient client;
  private final String url;
  private final String token;
  private final String tenant;

  /** Started by an event, with two steps that the host does. */
  private final String automatic;

  /** Started by hand, with a step that somebody does. */
  private final String byHand;

  private final AtomicReferenceArray<@Nullable String> started = new AtomicReferenceArray<>(KNOWN);
  private final AtomicInteger starts = new AtomicInteger();

  HostRequests(String url, String token, String tenant) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    this.url = url.replaceFirst("/+$", "");
    this.token = token;
    this.tenant = tenant;
    String run = Long.toString(System.currentTimeMillis(), 36);
    this.automatic = "load-event-" + run;
    this.byHand = "load-task-" + run;
  }

  /** Publishes the workflows and starts what the first requests look at. */
  void prepare() throws IOException, InterruptedException {
    ObjectNode event = document(automatic);
    event
        .putArray("triggers")
        .addObject()
        .put("event", "deal.stage_changed")
        .putObject("when")
        .put("field", "new_stage")
        .put("operator", "eq")
        .put("value", automatic);
    for (String step : new String[] {"first", "second"}) {
      event
          .withArray("steps")
          .addObject()
          .put("id", step)
          .put("action", "log")
          .putObject("config")
          .put("message", step);
    }
    publish(event);
    ObjectNode task = document(byHand);
    task.putArray("steps").addObject().put("id", "approve").put("action", "approval");
    publish(task);
    for (int i = 0; i < 10; i++) {
      send(Kind.START, i);
    }
  }

  private static ObjectNode document(String key) {
    return JSON.createObjectNode().put("key", key).put("name", key);
  }

  private void publish(ObjectNode document) throws IOException, InterruptedException {
    ask("POST", "/api/v1/definitions", JSON.createObjectNode().set("document", document));
    String path = "/api/v1/definitions/" + document.get("key").textValue() + "/publish";
    ask("POST", path, JSON.createObjectNode());
  }

  /**
   * Sends one and waits for the whole answer.
   *
   * @throws IOException if there is no answer, or it is a refusal
   */
  void send(Kind kind, int number) throws IOException, InterruptedException {
    switch (kind) {
      case PUBLISH -> ask("POST", "/api/v1/events", event(number));
      case START -> {
        JsonNode instance = ask("POST", "/api/v1/instances", start(number));
        started.set(starts.getAndIncrement() % KNOWN, instance.get("id").textValue());
      }
      case GET -> ask("GET", "/api/v1/instances/" + known(), null);
      case LIST -> ask("GET", "/api/v1/instances?limit=20&workflow=" + automatic, null);
      case INBOX -> ask("GET", "/api/v1/tasks?view=inbox&limit=20", null);
      case STATISTICS -> ask("GET", "/api/v1/statistics/runs?workflow=" + automatic, null);
    }
  }

  private ObjectNode event(int number) {
    ObjectNode event = JSON.createObjectNode().put("type", "deal.stage_changed");
    event.set("subject", subject(number));
    event
        .putObject("payload")
        .put("deal_id", "load-" + number)
        .put("old_stage", "proposal")
        .put("new_stage", automatic);
    return event;
  }

  private ObjectNode start(int number) {
    ObjectNode start = JSON.createObjectNode().put("workflow", byHand);
    start.set("subject", subject(number));
    start.putObject("input").put("amount", number);
    return start;
  }

  private static ObjectNode subject(int number) {
    return JSON.createObjectNode().put("type", "deal").put("id", "load-" + number);
  }

  private String known() {
    int most = Math.min(KNOWN, starts.get());
    String id = started.get(ThreadLocalRandom.current().nextInt(most));
    return id == null ? String.valueOf(started.get(0)) : id;
  }

  private JsonNode ask(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("X-Tenant-ID", tenant)
            .header("Accept", "application/json");
    if (body == null) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    JsonNode json = JSON.readTree(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + json);
    }
    return json;
  }
}
