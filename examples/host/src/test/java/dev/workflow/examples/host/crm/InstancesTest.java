package dev.workflow.examples.host.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Starts by hand, instances and statistics. */
@HostTest
class InstancesTest {

  private static final String NOTHING =
      "{\"id\": \"log\", \"action\": \"log\", \"config\": {\"message\": \"m\"}}";

  @Autowired private Client client;

  private String document(String name, String rest, String steps) {
    return client
        .post(
            "/api/v1/workflows",
            "{\"name\": \"" + name + "\"" + rest + ", \"steps\": [" + steps + "]}")
        .is(201)
        .json()
        .path("id")
        .asText();
  }

  private static String of(String id) {
    return "/api/v1/workflows/" + id;
  }

  private JsonNode ended(Answer started) {
    return client
        .until(started.header("Location").orElseThrow(), json -> json.has("completed_at"))
        .json();
  }

  private Answer trigger(String id) {
    return client.post(of(id) + "/trigger", "{}");
  }

  @Test
  void a_start_by_hand_asks_neither_conditions_nor_dedupe() {
    String id =
        document(
            "By hand",
            """
            , "triggers": [{"event": "deal.won",
                "when": {"field": "amount", "operator": "gt", "value": 1000},
                "dedupe": {"key": "{{deal_id}}"}}]
            """,
            NOTHING);
    String body =
        """
        {"triggered_by": "deal_id", "triggered_by_value": 7, "additional_data": {"amount": 1}}
        """;
    assertThat(ended(client.post(of(id) + "/trigger", body).is(202)).path("status").asText())
        .isEqualTo("completed");
    assertThat(ended(client.post(of(id) + "/trigger", body).is(202)).path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void what_was_said_at_the_start_is_what_it_sees() {
    String id =
        document(
            "Sees input",
            "",
            """
            {"id": "set", "action": "set", "config": {"name": "told", "value":
              "{{subject.type}} {{subject.id}} {{lead_id}} {{lead_score}} {{triggered_by}}"}}
            """);
    Answer started =
        client.post(
            of(id) + "/trigger",
            """
            {"triggered_by": "lead_id", "triggered_by_value": "l-1",
             "additional_data": {"lead_score": 85}}
            """);
    String run = "/api/v1/workflow-runs/" + started.json().path("id").asText() + "/";
    JsonNode ended =
        client.until(run, json -> json.path("status").asText().equals("completed")).json();
    assertThat(ended.at("/action_runs/0/result").toString()).contains("lead l-1 l-1 85 lead_id");
  }

  @Test
  void a_start_by_hand_obeys_concurrency() {
    String id =
        document(
            "One at a time",
            ", \"concurrency\": {\"key\": \"{{lead_id}}\", \"policy\": \"skip\"}",
            "{\"id\": \"wait\", \"delay\": \"P1D\"}");
    String lead = "{\"triggered_by\": \"lead_id\", \"triggered_by_value\": \"%s\"}";
    client.post(of(id) + "/trigger", lead.formatted("a")).is(202);
    Answer second = client.post(of(id) + "/trigger", lead.formatted("a")).isProblem(409);
    assertThat(second.json().path("detail").asText())
        .isEqualTo(
            "the workflow \"one-at-a-time\" runs with this concurrency key already, and its policy"
                + " is to skip; wait until that has ended");
    client.post(of(id) + "/trigger", lead.formatted("b")).is(202);
    client.delete(of(id)).is(204);
  }

  @Test
  void one_that_waits_in_a_queue_is_pending() {
    String id =
        document(
            "In a queue",
            ", \"concurrency\": {\"key\": \"one\", \"policy\": \"queue\"}",
            "{\"id\": \"wait\", \"delay\": \"P1D\"}");
    Answer first = trigger(id).is(202);
    JsonNode second = trigger(id).is(202).json();
    assertThat(first.json().path("status").asText()).isEqualTo("running");
    assertThat(second.path("status").asText()).isEqualTo("pending");
    assertThat(second.has("started_at")).isFalse();
    assertThat(client.get(of(id) + "/instances?status=pending").is(200).json().path("items"))
        .extracting(one -> one.path("id").asText())
        .containsExactly(second.path("id").asText());
    client.delete(of(id)).is(204);
    JsonNode cancelled = client.get(first.header("Location").orElseThrow()).is(200).json();
    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void a_disabled_one_is_not_started() {
    String id = document("Disabled", "", NOTHING);
    client.patch(of(id) + "/enable", "{\"enabled\": false}").is(200);
    Answer refused = trigger(id).isProblem(409);
    assertThat(refused.json().path("detail").asText())
        .isEqualTo("the workflow \"disabled\" is disabled; enable it first");
    String written = document("Disabled as written", ", \"enabled\": false", NOTHING);
    trigger(written).isProblem(409);
    client.post(of(written) + "/execute/", "{}").isProblem(409);
    client.post(of("none") + "/trigger", "{}").isProblem(404);
  }

  @Test
  void sales_may_start() {
    String id = document("Started by sales", "", NOTHING);
    Answer started = client.as("sam").post(of(id) + "/trigger", "{}").is(202);
    client.as("sam").get(started.header("Location").orElseThrow()).is(200);
    client.as("sam").get(of(id) + "/stats").is(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"triggered_by\": \"lead_id\"} | 422 | /triggered_by_value",
        "{\"triggered_by_value\": 1} | 422 | /triggered_by",
        "{\"triggered_by\": \"lead_id\", \"triggered_by_value\": {}} | 422 | /triggered_by_value",
        "{\"triggered_by\": \"lead_id\", \"triggered_by_value\": \"\"} | 422 |"
            + " /triggered_by_value",
        "{\"triggered_by\": \"deal_id\", \"triggered_by_value\": 1} | 422 | /triggered_by",
        "{\"additional_data\": 5} | 400 | /additional_data",
        "{\"data\": {}} | 400 | /data"
      })
  void what_is_wrong_with_a_start_is_told(String body, int status, String pointer) {
    String id = "about-leads";
    if (client.get(of(id)).status() == 404) {
      document("About leads", ", \"subject\": \"lead\"", NOTHING);
    }
    Answer refused = client.post(of(id) + "/trigger", body).isProblem(status);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void failures_are_counted_and_told() {
    String id =
        document(
            "Fails",
            "",
            NOTHING
                + ", {\"id\": \"end\", \"action\": \"start_workflow\", \"config\": {\"workflow\":"
                + " \"there-is-none\"}, \"retry\": {\"maxAttempts\": 1}}");
    JsonNode failed = ended(trigger(id).is(202));
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("executed_actions").asInt()).isEqualTo(1);
    assertThat(failed.path("failed_actions").asInt()).isEqualTo(1);
    assertThat(failed.path("error").asText()).contains("there-is-none");
    JsonNode run =
        client.get("/api/v1/workflow-runs/" + failed.path("id").asText() + "/").is(200).json();
    assertThat(run.at("/action_runs/1/error").asText()).contains("there-is-none");

    client.delete(of(id) + "/none").isProblem(404);
    JsonNode stats = client.get(of(id) + "/stats").is(200).json();
    assertThat(stats)
        .isEqualTo(
            Json.read(
                """
                {"total": 1, "completed": 0, "failed": 1, "cancelled": 0, "running": 0,
                 "success_rate": 0.0, "failure_rate": 1.0, "avg_duration_ms": 0}
                """));
  }

  @Test
  void statistics_of_nothing_are_zero() {
    String id = document("Never ran", "", NOTHING);
    assertThat(client.get(of(id) + "/stats").is(200).json())
        .isEqualTo(
            Json.read(
                """
                {"total": 0, "completed": 0, "failed": 0, "cancelled": 0, "running": 0,
                 "success_rate": 0.0, "failure_rate": 0.0, "avg_duration_ms": 0}
                """));
  }

  @Test
  void instances_are_listed_filtered_and_belong_to_their_workflow() {
    String id = document("Listed instances", "", NOTHING);
    String other = document("Other instances", "", NOTHING);
    for (int i = 0; i < 3; i++) {
      ended(trigger(id).is(202));
    }
    JsonNode page = client.get(of(id) + "/instances?limit=2").is(200).json();
    assertThat(page.path("items")).hasSize(2);
    String rest = of(id) + "/instances?limit=2&cursor=" + page.path("next_cursor").asText();
    assertThat(client.get(rest).is(200).json().path("items")).hasSize(1);
    assertThat(client.get(of(id) + "/instances?status=completed").json().path("items")).hasSize(3);
    assertThat(client.get(of(id) + "/instances?status=failed").json().path("items")).isEmpty();
    client.get(of(id) + "/instances?status=dreaming").isProblem(400);

    String instance = page.at("/items/0/id").asText();
    client.get(of(id) + "/instances/" + instance).is(200);
    client.get(of(other) + "/instances/" + instance).isProblem(404);
    client.get(of(id) + "/instances/42").isProblem(404);
    client.of("firm").get(of(id) + "/instances/" + instance).isProblem(404);
    client.get("/api/v1/workflow-runs/42/").isProblem(404);
  }
}
