package dev.workflow.examples.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Messages, templates, consents, schedules and figures by HTTP. */
@HostTest
class MessagesTest {

  @Autowired private Client client;

  private void publish(String key, String delay) {
    client
        .post(
            "/api/v1/definitions",
            """
            {"document": {"key": "%1$s", "name": "%1$s", "steps": [
              {"id": "mail", "action": "send_email", %2$s
               "config": {"to": "%1$s@example.org", "subject": "Hello", "text": "How are you?"}},
              {"id": "ask", "action": "approval"}]}}
            """
                .formatted(key, delay))
        .is(201);
    client.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
  }

  @Test
  void a_message_that_is_to_come_is_held_moved_and_sent() {
    String name = "msg-later";
    client
        .post(
            "/api/v1/message-stops", "{\"channel\": \"email\", \"reason\": \"nobody is to send\"}")
        .is(200);
    publish(name, "");
    client.post("/api/v1/instances", "{\"workflow\": \"" + name + "\"}").is(201);
    String list = "/api/v1/messages/upcoming?workflow=" + name;
    String id =
        client.until(list, json -> !json.get("items").isEmpty()).json().at("/items/0/id").asText();
    String path = "/api/v1/messages/" + id;
    assertThat(
            client
                .post(path + "/hold", "{\"reason\": \"wait\"}")
                .is(200)
                .json()
                .get("state")
                .asText())
        .isEqualTo("HELD");
    client.post(path + "/release", "{}").is(200);
    assertThat(
            client
                .post(path + "/move", "{\"to\": \"2030-01-01T09:00:00Z\"}")
                .is(200)
                .json()
                .get("due_at")
                .asText())
        .isEqualTo("2030-01-01T09:00:00Z");
    client.of("firm").get(path).isProblem(404);
    client.as("sam").post(path + "/send-now", "{}").isProblem(403);
    client.post("/api/v1/message-stops/resume", "{\"channel\": \"email\"}").is(204);
    client.post(path + "/send-now", "{}").is(200);
    JsonNode sent =
        client.until(path, json -> json.at("/message/state").asText().equals("SENT")).json();
    assertThat(sent.at("/message/recipient").asText()).isEqualTo(name + "@example.org");
    client.post(path + "/hold", "{}").isProblem(409);
    client.get("/api/v1/messages/dead-letters").is(200);
    client.get("/api/v1/messages/dead-letters/groups").is(200);
  }

  @Test
  void a_template_is_previewed_in_all_languages() {
    String document =
        """
        {"name": "welcome-preview", "fallbackLanguage": "en", "variants": {
          "en": {"email": {"subject": "Welcome, {{name}}", "text": "Hello {{name}}"}},
          "nl": {"email": {"subject": "Welkom, {{name}}", "text": "Dag {{name}} van {{company}}"}}}}
        """;
    JsonNode examples =
        client
            .post(
                "/api/v1/message-templates/preview",
                "{\"template\": " + document + ", \"data\": {\"name\": \"Ada\"}}")
            .is(200)
            .json()
            .get("items");
    assertThat(examples).hasSize(2);
    assertThat(examples.at("/0/content/subject").asText()).isEqualTo("Welcome, Ada");
    assertThat(examples.at("/1/missing/0").asText()).isEqualTo("company");
    client.post("/api/v1/message-templates", "{\"document\": " + document + "}").is(201);
    assertThat(
            client
                .get("/api/v1/message-templates/welcome-preview")
                .is(200)
                .json()
                .get("version")
                .asInt())
        .isEqualTo(1);
    JsonNode wrong =
        client
            .post("/api/v1/message-templates/validate", "{\"document\": {\"name\": \"x\"}}")
            .is(200)
            .json();
    assertThat(wrong.get("publishable").asBoolean(true)).isFalse();
    client
        .as("sam")
        .post("/api/v1/message-templates", "{\"document\": " + document + "}")
        .isProblem(403);
  }

  @Test
  void suppressions_and_consents_are_kept_by_address() {
    client
        .post("/api/v1/suppressions", "{\"channel\": \"email\", \"address\": \"no@example.org\"}")
        .is(201);
    assertThat(
            client
                .get("/api/v1/suppressions?channel=email&address=NO@example.org")
                .is(200)
                .json()
                .at("/items/0/reason")
                .asText())
        .isEqualTo("MANUAL");
    assertThat(
            client
                .of("firm")
                .get("/api/v1/suppressions?channel=email&address=no@example.org")
                .is(200)
                .json()
                .get("items"))
        .isEmpty();
    client
        .post(
            "/api/v1/suppressions/lift",
            "{\"channel\": \"email\", \"address\": \"no@example.org\"}")
        .is(204);
    client
        .post(
            "/api/v1/consents/grant",
            "{\"channel\": \"email\", \"address\": \"yes@example.org\", \"evidence\": \"form\"}")
        .is(200);
    assertThat(
            client
                .get("/api/v1/consents?channel=email&address=yes@example.org")
                .is(200)
                .json()
                .at("/items/0/granted")
                .asBoolean())
        .isTrue();
  }

  @Test
  void a_schedule_is_previewed_over_a_change_of_the_clocks_and_run() {
    JsonNode ticks =
        client
            .post(
                "/api/v1/schedules/preview?count=3",
                "{\"schedule\": \"30 2 * * *\", \"timezone\": \"Europe/Amsterdam\"}")
            .is(200)
            .json()
            .get("items");
    assertThat(ticks).hasSize(3);
    assertThat(ticks.at("/0/zone").asText()).isEqualTo("Europe/Amsterdam");
    client.post("/api/v1/schedules/preview", "{\"schedule\": \"61 * * * *\"}").isProblem(400);
    Answer made =
        client
            .post(
                "/api/v1/schedules",
                """
                {"name": "A report of ours", "type": "action", "schedule": "0 9 * * *",
                 "config": {"action": "log", "config": {"message": "hello"}}}
                """)
            .is(201);
    String path = made.header("Location").orElseThrow();
    assertThat(client.get(path + "/next?count=2").is(200).json().get("items")).hasSize(2);
    client.post(path + "/run", "{}").is(202);
    JsonNode history =
        client
            .until(
                path + "/history", json -> json.at("/items/0/state").asText().equals("COMPLETED"))
            .json();
    assertThat(history.at("/items/0/by").asText()).isEqualTo("user-456");
    client.of("firm").get(path).isProblem(404);
    client.post(path + "/pause", "{}").is(200);
    client.delete(path).is(204);
  }

  @Test
  void figures_are_there_for_each_plot() {
    publish("figures", "");
    client.post("/api/v1/instances", "{\"workflow\": \"figures\"}").is(201);
    for (String plot : new String[] {"runs", "actions", "channels", "people"}) {
      client.get("/api/v1/statistics/" + plot + "?bucket=day&zone=Europe/Amsterdam").is(200);
    }
    JsonNode runs =
        client
            .until(
                "/api/v1/statistics/runs?workflow=figures",
                json -> json.at("/items/0/started").asInt() == 1)
            .json();
    assertThat(runs.at("/items/0/started").asInt()).isEqualTo(1);
    client.get("/api/v1/statistics/steps?workflow=figures").is(200);
    client.get("/api/v1/statistics/runs?zone=Nowhere").isProblem(400);
    client.of("firm").as("cleo").get("/api/v1/statistics/runs").isProblem(403);
  }

  @Test
  void rules_decide_which_workflow_a_subject_has() {
    publish("assigned", "");
    Answer made =
        client
            .post(
                "/api/v1/assignments/rules",
                """
                {"name": "Large", "priority": 5, "workflow": "assigned",
                 "condition": {"field": "assigned_amount", "operator": "gte", "value": 10}}
                """)
            .is(201);
    JsonNode effective =
        client
            .post(
                "/api/v1/assignments/effective/deal/assigned-1",
                "{\"context\": {\"assigned_amount\": 12}}")
            .is(200)
            .json();
    assertThat(effective.at("/workflow/key").asText()).isEqualTo("assigned");
    assertThat(effective.get("trace").toString()).contains("WON");
    client.delete("/api/v1/assignments/rules/" + made.json().get("id").asText()).is(204);
    client.get("/api/v1/gallery?category=sales").is(200);
    client.get("/api/v1/findings").is(200);
    client.get("/api/v1/set-aside").is(200);
    client.get("/api/v1/notifications").is(200);
  }
}
