package dev.workflow.examples.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Why something happened, what would happen, and what is to come, by HTTP. */
@HostTest
class WhyTest {

  @Autowired private Client client;

  private static final String WORKFLOW =
      """
      {"document": {"key": "%1$s", "name": "%1$s", "triggers": [{"event": "why.%1$s",
         "when": {"field": "amount", "operator": "gte", "value": 10}}], "steps": [
        {"id": "pause", "delay": "P2D"},
        {"id": "mail", "action": "send_email",
         "config": {"to": "ada@example.org", "subject": "Hello", "text": "It is {{amount}}"}}]}}
      """;

  private static String event(String key, int amount) {
    return """
        {"id": "%1$s-%2$d", "type": "why.%1$s", "payload": {"amount": %2$d}}
        """
        .formatted(key, amount);
  }

  private void publish(String key) {
    client.post("/api/v1/definitions", WORKFLOW.formatted(key)).is(201);
    client.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
  }

  @Test
  void decisions_are_told_as_they_were_made() {
    publish("decided");
    client.post("/api/v1/events", event("decided", 3)).is(201);
    String started =
        client
            .post("/api/v1/events", event("decided", 12))
            .is(201)
            .json()
            .at("/started/0/instance_id")
            .asText();
    JsonNode why =
        client
            .until("/api/v1/events/decided-3/decisions", json -> !json.get("items").isEmpty())
            .json();
    assertThat(why.at("/items/0/verdict").asText()).isEqualTo("NOT_MATCHED");
    assertThat(why.at("/items/0/because").asText()).contains("was 3");
    client.get("/api/v1/decisions?workflow=decided&verdict=not_matched").is(200);
    client.get("/api/v1/instances/" + started + "/why").is(200);
    client.of("firm").get("/api/v1/instances/" + started + "/why").isProblem(404);
  }

  @Test
  void a_definition_is_tried_without_consequences() {
    JsonNode run =
        client
            .post(
                "/api/v1/definitions/trial",
                "{\"definition\": "
                    + WORKFLOW.formatted("tried")
                    + ", \"sample\": {\"type\": \"why.tried\", \"payload\": {\"amount\": 12}}}")
            .is(200)
            .json();
    assertThat(run.get("verdict").asText()).isEqualTo("STARTS");
    assertThat(run.at("/messages/0/content/text").asText()).isEqualTo("It is 12");
    assertThat(run.get("state").asText()).isEqualTo("COMPLETED");
    assertThat(client.get("/api/v1/instances?workflow=tried").json().get("items")).isEmpty();
    client
        .of("firm")
        .as("cleo")
        .post(
            "/api/v1/definitions/trial",
            "{\"definition\": "
                + WORKFLOW.formatted("tried")
                + ", \"sample\": {\"type\": \"a.b\"}}")
        .isProblem(403);
  }

  @Test
  void publishing_says_before_what_it_changes() {
    publish("impact");
    client.post("/api/v1/events", event("impact", 12)).is(201);
    client.post("/api/v1/events", event("impact", 7)).is(201);
    client
        .put(
            "/api/v1/definitions/impact/draft",
            WORKFLOW.formatted("impact").replace("\"value\": 10", "\"value\": 5"))
        .is(200);
    JsonNode preview =
        client
            .post("/api/v1/definitions/impact/publication-preview", "{\"days\": 7}")
            .is(200)
            .json();
    assertThat(preview.get("active").asInt()).isEqualTo(1);
    assertThat(preview.get("added").asInt()).isEqualTo(1);
    assertThat(preview.get("lost").asInt()).isZero();
    assertThat(preview.at("/instances/looked").asInt()).isEqualTo(1);
  }

  @Test
  void what_is_to_come_is_listed_and_run_now() {
    publish("calendar");
    client.post("/api/v1/events", event("calendar", 12)).is(201);
    JsonNode entry =
        client
            .until("/api/v1/upcoming?workflow=calendar", json -> !json.get("items").isEmpty())
            .json()
            .at("/items/0");
    assertThat(entry.get("step").asText()).isEqualTo("pause");
    assertThat(entry.get("changes").toString()).contains("run_now");
    String change = "{\"id\": \"" + entry.get("id").asText() + "\", \"change\": \"run_now\"}";
    client.as("sam").post("/api/v1/upcoming/changes", change).isProblem(403);
    client.post("/api/v1/upcoming/changes", change).is(204);
    client
        .until(
            "/api/v1/instances?workflow=calendar",
            json -> json.at("/items/0/state").asText().equals("COMPLETED"))
        .is(200);
  }
}
