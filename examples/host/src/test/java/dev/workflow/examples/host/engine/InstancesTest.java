package dev.workflow.examples.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Events and instances by HTTP. */
@HostTest
class InstancesTest {

  @Autowired private Client client;

  /** Publishes a workflow that starts on an event of its own and waits for somebody. */
  private void publish(String key, String steps) {
    String document =
        """
        {"key": "%s", "name": "%s", "triggers": [{"event": "test.%s", "when":
          {"field": "amount", "operator": "gte", "value": 10}}], "steps": %s}
        """
            .formatted(key, key, key.replace('-', '_'), steps);
    client.post("/api/v1/definitions", Json.object().set("document", Json.read(document))).is(201);
    client.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
  }

  private static final String ASK = "[{\"id\": \"ask\", \"action\": \"approval\"}]";

  private static String event(String key, String id, int amount) {
    return """
        {"id": "%s", "type": "test.%s", "subject": {"type": "deal", "id": "%s"},
         "payload": {"amount": %d}}
        """
        .formatted(id, key.replace('-', '_'), id, amount);
  }

  @Test
  void an_event_starts_what_its_condition_lets_and_says_why_not() {
    publish("ev-start", ASK);
    Answer started = client.post("/api/v1/events", event("ev-start", "ev-1", 12)).is(201);
    assertThat(started.json().at("/started/0/workflow/key").asText()).isEqualTo("ev-start");
    client.post("/api/v1/events", event("ev-start", "ev-1", 12)).is(200);
    client.post("/api/v1/events", event("ev-start", "ev-2", 3)).is(201);
    JsonNode why = client.get("/api/v1/events/ev-2/explain").is(200).json();
    assertThat(why.at("/candidates/0/verdict").asText()).isEqualTo("NOT_MATCHED");
    assertThat(why.at("/candidates/0/because").asText()).isEqualTo("✗ amount gte 10 (was 3)");
    JsonNode matches =
        client
            .post(
                "/api/v1/events/matches",
                "{\"type\": \"test.ev_start\", \"when\": {\"field\": \"amount\", \"operator\": \"gt\", \"value\": 2}}")
            .is(200)
            .json();
    assertThat(matches.get("looked").asInt()).isEqualTo(2);
    assertThat(matches.get("matched").asInt()).isEqualTo(2);
    assertThat(
            client.get("/api/v1/events?type=test.ev_start&effect=true").is(200).json().get("items"))
        .hasSize(1);
    client.of("firm").get("/api/v1/events/ev-1").isProblem(404);
    client.as("sam").get("/api/v1/events/ev-1").is(200);
  }

  @Test
  void an_instance_is_looked_at_paused_moved_and_cancelled() {
    publish(
        "in-look",
        "[{\"id\": \"ask\", \"action\": \"approval\"}, {\"id\": \"later\", \"action\": \"approval\"}]");
    Answer made =
        client
            .post(
                "/api/v1/instances",
                "{\"workflow\": \"in-look\", \"subject\": {\"type\": \"deal\", \"id\": \"d-9\"}}")
            .is(201);
    String path = made.header("Location").orElseThrow();
    String id = made.json().get("id").asText();
    assertThat(made.json().at("/steps/0/state").asText()).isEqualTo("READY");
    assertThat(
            client
                .get("/api/v1/instances?workflow=in-look&state=active&subject=deal:d-9")
                .is(200)
                .json()
                .at("/items/0/id")
                .asText())
        .isEqualTo(id);
    assertThat(
            client
                .post(path + "/pause", "{\"reason\": \"wait\"}")
                .is(200)
                .json()
                .get("state")
                .asText())
        .isEqualTo("PAUSED");
    client.post(path + "/pause", "{}").isProblem(409);
    client.post(path + "/resume", "{}").is(200);
    JsonNode moved = client.post(path + "/move-to", "{\"step\": \"later\"}").is(200).json();
    assertThat(moved.at("/steps/0/state").asText()).isEqualTo("SKIPPED");
    assertThat(client.get(path + "/diagram").is(200).text())
        .contains("step action state-skipped", "step action state-ready");
    assertThat(client.get(path + "/story").is(200).json().get("text").asText())
        .contains("user-456");
    assertThat(client.get(path + "/history").is(200).json().get("items").toString())
        .contains("\"kind\":\"instance\"", "\"kind\":\"step\"");
    client.get(path + "/document").is(200);
    assertThat(client.get(path + "/evidence").is(200).json().get("format").asText())
        .isEqualTo("dev.workflow.evidence/1");
    JsonNode log = client.get("/api/v1/log?workflow=in-look&step=ask").is(200).json();
    assertThat(log.at("/items/0/act/to").asText()).isEqualTo("SKIPPED");
    assertThat(client.get("/api/v1/log/export?workflow=in-look").is(200).text().lines().count())
        .isGreaterThan(4);
    client.of("firm").get(path).isProblem(404);
    client.as("sam").post(path + "/cancel", "{}").isProblem(403);
    client.post(path + "/cancel", "{\"reason\": \"over\"}").is(200);
    Answer again = client.post(path + "/restart", "{}").is(201);
    assertThat(again.json().get("restarts").asText()).isEqualTo(id);
  }

  @Test
  void an_instance_is_edited_and_migrated() {
    publish("in-edit", ASK);
    Answer made = client.post("/api/v1/instances", "{\"workflow\": \"in-edit\"}").is(201);
    String path = made.header("Location").orElseThrow();
    String add =
        """
        {"revision": %d, "dry_run": %b, "changes": [
          {"op": "add", "step": {"id": "more", "action": "approval"}, "at": {"after": "ask"}}]}
        """;
    int revision = made.json().get("revision").asInt();
    JsonNode tried = client.post(path + "/edit", add.formatted(revision, true)).is(200).json();
    assertThat(tried.get("problems")).isEmpty();
    client.post(path + "/edit", add.formatted(revision, false)).is(200);
    client.post(path + "/edit", add.formatted(revision, false)).isProblem(409);
    assertThat(client.get(path).json().get("steps")).hasSize(2);
    client
        .put(
            "/api/v1/definitions/in-edit/draft",
            Json.object()
                .set(
                    "document",
                    Json.read(
                        "{\"key\": \"in-edit\", \"name\": \"in-edit\", \"steps\": [{\"id\": \"ask\", \"action\": \"approval\"}, {\"id\": \"new\", \"action\": \"approval\"}]}")))
        .is(200);
    client.post("/api/v1/definitions/in-edit/publish", "{}").is(201);
    JsonNode check = client.post(path + "/migration-check", "{\"version\": 2}").is(200).json();
    assertThat(check.at("/to/version").asInt()).isEqualTo(2);
  }

  @Test
  void many_are_cancelled_with_progress() {
    publish("in-bulk", ASK);
    for (int i = 0; i < 7; i++) {
      client.post("/api/v1/instances", "{\"workflow\": \"in-bulk\"}").is(201);
    }
    String bulk = "{\"filter\": {\"workflow\": \"in-bulk\", \"state\": [\"ACTIVE\"]}%s}";
    JsonNode preview =
        client.post("/api/v1/instances/bulk/preview", bulk.formatted("")).is(200).json();
    assertThat(preview.get("instances").asInt()).isEqualTo(7);
    assertThat(preview.get("samples")).hasSize(5);
    client
        .as("sam")
        .post("/api/v1/instances/bulk", bulk.formatted(", \"operation\": \"cancel\""))
        .isProblem(403);
    Answer accepted =
        client
            .post("/api/v1/instances/bulk", bulk.formatted(", \"operation\": \"cancel\""))
            .is(202);
    String job = accepted.header("Location").orElseThrow();
    JsonNode done = client.until(job, json -> !json.get("state").asText().equals("RUNNING")).json();
    assertThat(done.get("state").asText()).isEqualTo("DONE");
    assertThat(done.get("done").asInt()).isEqualTo(7);
    client.of("firm").get(job).isProblem(404);
    client.as("max").get(job).isProblem(404);
    assertThat(client.get("/api/v1/instances?workflow=in-bulk&state=CANCELED").json().get("items"))
        .hasSize(7);
  }
}
