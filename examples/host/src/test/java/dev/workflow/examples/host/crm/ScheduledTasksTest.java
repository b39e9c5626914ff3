package dev.workflow.examples.host.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Scheduled tasks as the CRM writes them. */
@HostTest
class ScheduledTasksTest {

  private static final String TASKS = "/api/v1/scheduled-tasks";

  @Autowired private Client client;

  private static ObjectNode task(String name, String schedule) {
    return (ObjectNode)
        Json.read(
            """
            {"name": "%s", "type": "action", "schedule": "%s", "timezone": "Europe/Amsterdam",
             "config": {"action": "log", "config": {"message": "tick"}}}
            """
                .formatted(name, schedule));
  }

  @Test
  void a_task_is_read_changed_and_deleted() {
    Answer created = client.post(TASKS, task("Reads back", "0 9 1 1 *")).is(201);
    String one = created.header("Location").orElseThrow();
    JsonNode read = client.get(one).is(200).json();
    assertThat(read).isEqualTo(created.json());
    assertThat(read.path("config")).isEqualTo(task("x", "y").path("config"));
    assertThat(read.path("enabled").asBoolean()).isTrue();
    assertThat(read.path("max_retries").asInt()).isZero();
    assertThat(read.path("next_run_at").asText()).endsWith("-01-01T08:00:00Z");

    ObjectNode paused = ((ObjectNode) read.deepCopy()).put("enabled", false);
    JsonNode put = client.put(one, paused.put("max_retries", 2)).is(200).json();
    assertThat(put.path("enabled").asBoolean()).isFalse();
    assertThat(put.has("next_run_at")).isFalse();
    assertThat(put.path("max_retries").asInt()).isEqualTo(2);
    JsonNode again = client.put(one, paused.put("enabled", true)).is(200).json();
    assertThat(again.path("next_run_at")).isEqualTo(read.path("next_run_at"));

    client.of("firm").get(one).isProblem(404);
    client.of("firm").put(one, paused).isProblem(404);
    client.of("firm").delete(one).isProblem(404);
    client.delete(one).is(204);
    client.delete(one).isProblem(404);
    client.get(one + "/executions").isProblem(404);
  }

  @Test
  void what_ran_is_told() {
    String one =
        client
            .post(TASKS, task("Runs at once", "* * * * * *"))
            .is(201)
            .header("Location")
            .orElseThrow();
    JsonNode runs =
        client
            .until(
                one + "/executions",
                json -> json.at("/items/0/status").asText().equals("completed"))
            .json();
    JsonNode run = runs.at("/items/0");
    assertThat(run.path("status").asText()).isEqualTo("completed");
    assertThat(run.path("duration_ms").isNumber()).isTrue();
    assertThat(run.path("attempt").asInt()).isEqualTo(1);
    JsonNode read = client.get(one).is(200).json();
    assertThat(read.path("last_run_at").asText()).isNotEmpty();
    client.delete(one).is(204);
  }

  @Test
  void a_configuration_that_is_a_text_reads_back_as_one() {
    ObjectNode body = task("Text", "0 9 1 1 *");
    body.put("config", "{\"action\":  \"log\", \"config\": {\"message\": \"m\"}}");
    String one = client.post(TASKS, body).is(201).header("Location").orElseThrow();
    assertThat(client.get(one).json().path("config")).isEqualTo(body.path("config"));
    client.put(one, task("Text", "0 9 1 1 *")).is(200);
    assertThat(client.get(one).json().path("config").isObject()).isTrue();
    client.delete(one).is(204);
  }

  @Test
  void every_problem_is_told_at_once() {
    Answer wrong =
        client
            .post(
                TASKS,
                """
                {"name": "", "type": "workflow", "config": "{\\"workflow\\": \\"x\\"}",
                 "schedule": "0 25 * * *", "max_retries": -1, "colour": "red"}
                """)
            .isProblem(422);
    assertThat(wrong.json().path("errors"))
        .extracting(error -> error.path("pointer").asText())
        .containsExactly(
            "/name", "/config", "/config/workflow", "/schedule", "/max_retries", "/colour");
    Answer unknown =
        client
            .post(
                TASKS,
                """
                {"name": "Unknown", "type": "workflow", "config": {"workflow_id": "none"},
                 "schedule": "0 9 * * *"}
                """)
            .isProblem(422);
    assertThat(unknown.json().at("/errors/0/pointer").asText()).isEqualTo("/config/workflow_id");
    Answer action =
        client
            .post(
                TASKS,
                """
                {"name": "Unknown", "type": "action", "config": {"action": "send_emial"},
                 "schedule": "0 9 * * *"}
                """)
            .isProblem(422);
    assertThat(action.json().at("/errors/0/pointer").asText()).isEqualTo("/config/action");
    Answer text = client.post(TASKS, task("x", "0 9 * * *").put("config", "{")).isProblem(422);
    assertThat(text.json().at("/errors/0/pointer").asText()).isEqualTo("/config");
    client.post(TASKS, task("Same name", "0 9 1 1 *")).is(201);
    client.post(TASKS, task("Same name", "0 9 1 1 *")).isProblem(409);
  }

  @Test
  void schedules_of_workflows_are_not_among_the_tasks() {
    client
        .post(
            "/api/v1/workflows",
            """
            {"name": "Has a schedule", "triggers": [{"trigger_type": "scheduled",
              "trigger_config": "{\\"schedule\\": \\"0 9 1 1 *\\"}"}],
             "actions": [{"action_type": "log", "action_config": {"message": "m"}}]}
            """)
        .is(201);
    client.post(TASKS, task("Behind a schedule", "0 9 1 1 *")).is(201);
    JsonNode all = client.get(TASKS + "?limit=200").is(200).json();
    assertThat(all.path("items")).allSatisfy(one -> assertThat(one.has("name")).isTrue());
    assertThat(all.path("items"))
        .extracting(one -> one.path("name").asText())
        .contains("Behind a schedule");
    assertThat(client.get("/api/v1/workflows?q=scheduled-&limit=200").json().path("items"))
        .isEmpty();
  }
}
