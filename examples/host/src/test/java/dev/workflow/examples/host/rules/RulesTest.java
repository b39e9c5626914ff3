package dev.workflow.examples.host.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The examples of the rules, word for word. */
@HostTest
class RulesTest {

  private static final String NEGOTIATION =
      """
      {"name": "Stage negotiation", "event_type": "deal.stage_changed",
       "conditions": {"field": "new_stage", "operator": "eq", "value": "negotiation"},
       "actions": [
         {"action_type": "add_note", "ordering": 1, "config": {"entity_type": "deal",
          "entity_id": "{{deal_id}}", "note": "In negotiation", "visibility": "internal"}},
         {"action_type": "create_task", "ordering": 2, "allow_failure": true, "config": {
          "title": "Prepare the offer", "due_date": "{{today+2}}", "priority": "high"}}]}
      """;

  @Autowired private Client client;

  @Test
  void a_rule_is_created_executed_and_its_runs_are_read() {
    JsonNode created = client.post("/api/v1/workflows/", NEGOTIATION).is(201).json();
    String id = created.path("id").asText();

    Answer executed =
        client
            .post(
                "/api/v1/workflows/" + id + "/execute/",
                """
                {"entity_type": "deal", "entity_id": "d-1", "context": {"deal_id": "d-1",
                 "old_stage": "proposal", "new_stage": "negotiation"}}
                """)
            .is(202);
    String run = executed.header("Location").orElseThrow();
    assertThat(run).isEqualTo("/api/v1/workflow-runs/" + executed.json().path("id").asText() + "/");

    JsonNode ended =
        client.until(run, json -> json.path("status").asText().equals("completed")).json();
    assertThat(ended.path("status").asText()).isEqualTo("completed");
    assertThat(ended.path("duration_ms").isNumber()).isTrue();
    assertThat(ended.path("entity_type").asText()).isEqualTo("deal");
    assertThat(ended.path("action_runs"))
        .extracting(action -> action.path("action_type").asText())
        .containsExactly("add_note", "create_task");
    assertThat(ended.path("action_runs"))
        .allSatisfy(
            action -> {
              assertThat(action.path("status").asText()).isEqualTo("completed");
              assertThat(action.path("retry_count").asInt()).isZero();
              assertThat(action.path("duration_ms").isNumber()).as(action.toString()).isTrue();
              assertThat(action.path("result").isObject()).isTrue();
              assertThat(action.has("error")).isFalse();
            });

    JsonNode runs = client.get("/api/v1/workflows/" + id + "/runs/").is(200).json();
    assertThat(runs.path("items")).hasSize(1);
    assertThat(runs.at("/items/0/id")).isEqualTo(ended.path("id"));
    client.of("firm").get(run).isProblem(404);

    ObjectNode read = (ObjectNode) client.get("/api/v1/workflows/" + id + "/").is(200).json();
    assertThat(read.path("form").asText()).isEqualTo("rules");
    Json.read(NEGOTIATION)
        .properties()
        .forEach(entry -> assertThat(read.get(entry.getKey())).isEqualTo(entry.getValue()));
  }
}
