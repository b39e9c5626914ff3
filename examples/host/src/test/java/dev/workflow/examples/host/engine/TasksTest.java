package dev.workflow.examples.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Human work by HTTP: in the firm, on the matter m-1 of lena, pia and cleo. */
@HostTest
class TasksTest {

  private static final String STEPS =
      """
      {"document": {"key": "%1$s", "name": "%1$s", "subject": "matter", "steps": [
        {"id": "check", "name": "Check", "action": "checklist", "role": "PARALEGAL",
         "config": {"items": ["Passport seen"]}},
        {"id": "approve", "name": "Approve", "action": "approval", "role": "LAWYER"}]}}
      """;

  private static int number;

  @Autowired private Client client;
  private Client firm;
  private String key;
  private String instance;

  @BeforeEach
  void start() {
    firm = client.of("firm");
    key = "work-" + ++number;
    firm.post("/api/v1/definitions", STEPS.formatted(key)).is(201);
    firm.post("/api/v1/definitions/" + key + "/publish", "{}").is(201);
    instance =
        firm.post(
                "/api/v1/instances",
                "{\"workflow\": \"%s\", \"subject\": {\"type\": \"matter\", \"id\": \"m-1\"}}"
                    .formatted(key))
            .is(201)
            .json()
            .get("id")
            .asText();
  }

  private String task(String step) {
    return "/api/v1/tasks/" + instance + "/" + step;
  }

  private static List<String> ids(Answer answer) {
    return StreamSupport.stream(answer.is(200).json().get("items").spliterator(), false)
        .map(one -> one.get("id").asText())
        .toList();
  }

  @Test
  void an_inbox_has_what_one_may_take_and_says_why_another_may_not() {
    assertThat(ids(firm.as("pia").get("/api/v1/tasks?workflow=" + key)))
        .containsExactly(instance + "/check");
    assertThat(ids(firm.as("luis").get("/api/v1/tasks?workflow=" + key))).isEmpty();
    firm.as("luis").get(task("check")).isProblem(404);
    JsonNode lenas = firm.as("lena").get(task("check")).is(200).json();
    assertThat(lenas.at("/why_not/claim/reason").asText()).isEqualTo("NOT_ELIGIBLE");
    assertThat(lenas.at("/form/type").asText()).isEqualTo("object");
    assertThat(firm.as("pia").get(task("check")).json().at("/why_not").has("claim")).isFalse();
    assertThat(
            firm.as("pia")
                .get("/api/v1/tasks/count?workflow=" + key)
                .is(200)
                .json()
                .get("tasks")
                .asInt())
        .isEqualTo(1);
    assertThat(
            firm.get("/api/v1/tasks/count-by?by=role&view=all&workflow=" + key)
                .is(200)
                .json()
                .at("/items/0/value")
                .asText())
        .isEqualTo("PARALEGAL");
  }

  @Test
  void a_task_is_claimed_drafted_completed_and_the_next_one_is_there() {
    Client pia = firm.as("pia");
    pia.post(task("check") + "/claim", "{}").is(200);
    firm.as("lena").post(task("check") + "/claim", "{}").isProblem(403);
    assertThat(
            pia.put(task("check") + "/draft", "{\"draft\": {\"items\": []}, \"version\": 0}")
                .is(200)
                .json()
                .get("version")
                .asInt())
        .isEqualTo(1);
    pia.put(task("check") + "/draft", "{\"draft\": {\"items\": []}, \"version\": 0}")
        .isProblem(409);
    Answer wrong =
        pia.post(task("check") + "/complete", "{\"answer\": {\"items\": []}}").isProblem(400);
    assertThat(wrong.json().get("errors")).isNotEmpty();
    pia.post(task("check") + "/comments", "{\"text\": \"The passport is new.\"}").is(200);
    Answer done =
        pia.post(task("check") + "/complete", "{\"answer\": {\"items\": [\"Passport seen\"]}}")
            .is(200);
    assertThat(done.json().at("/completed/task/state").asText()).isEqualTo("COMPLETED");
    assertThat(done.json().at("/completed/comments/0/text").asText())
        .isEqualTo("The passport is new.");
    pia.post(task("check") + "/complete", "{\"answer\": {\"items\": [\"Passport seen\"]}}")
        .isProblem(409);
    JsonNode next =
        firm.as("lena")
            .post("/api/v1/tasks/next", "{\"workflow\": \"%s\"}".formatted(key))
            .is(200)
            .json();
    assertThat(next.at("/task/id").asText()).isEqualTo(instance + "/approve");
    assertThat(next.at("/task/claimed_by").asText()).isEqualTo("lena");
    firm.as("lena").post("/api/v1/tasks/next", "{\"workflow\": \"%s\"}".formatted(key)).is(204);
    assertThat(ids(firm.get("/api/v1/tasks?view=finished&workflow=" + key)))
        .containsExactly(instance + "/check");
  }

  @Test
  void whoever_is_away_has_a_substitute() {
    Answer made =
        firm.as("pia")
            .post(
                "/api/v1/substitutions",
                "{\"from\": \"2020-01-01T00:00:00Z\", \"to\": \"2099-01-01T00:00:00Z\", \"substitute\": \"luis\"}")
            .is(201);
    String id = made.json().get("id").asText();
    firm.as("cleo").get("/api/v1/substitutions?actor=pia").isProblem(403);
    assertThat(ids(firm.as("pia").get("/api/v1/substitutions"))).contains(id);
    firm.delete("/api/v1/substitutions/" + id).is(204);
    firm.delete("/api/v1/substitutions/" + id).isProblem(404);
  }

  @Test
  void many_tasks_are_given_to_somebody_with_progress() {
    Answer accepted =
        firm.post(
                "/api/v1/tasks/bulk",
                "{\"tasks\": [\"%s/check\"], \"operation\": \"assign\", \"to\": \"pia\"}"
                    .formatted(instance))
            .is(202);
    JsonNode done =
        firm.until(
                accepted.header("Location").orElseThrow(),
                json -> !json.get("state").asText().equals("RUNNING"))
            .json();
    assertThat(done.get("done").asInt()).isEqualTo(1);
    assertThat(firm.get(task("check")).json().at("/task/assignee").asText()).isEqualTo("pia");
  }
}
