package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The usage examples of the systems that move over, word for word. */
abstract class UsageExamples {

  private static final String LEAD_SCORING =
      """
      {"name": "Lead Scoring Workflow", "description": "Auto-score leads based on engagement",
       "enabled": true,
       "triggers": [{"trigger_type": "lead_created", "trigger_config": "{\\"min_score\\": 0}"}],
       "actions": [{"action_type": "create_task",
                    "action_config": "{\\"title\\": \\"Follow up\\", \\"assigned_to_id\\": 1}",
                    "order": 0, "delay_seconds": 2}]}
      """;

  private static final String STAGE_NEGOTIATION =
      """
      {"name": "Stage negotiation", "event_type": "deal.stage_changed",
       "conditions": {"field": "new_stage", "operator": "eq", "value": "negotiation"},
       "actions": [
         {"action_type": "add_note", "ordering": 1,
          "config": {"entity_type": "deal", "entity_id": "{{deal_id}}", "note": "In negotiation",
                     "visibility": "internal"}},
         {"action_type": "create_task", "ordering": 2, "allow_failure": true,
          "config": {"title": "Prepare the offer", "due_date": "{{today+2}}",
                     "priority": "high"}}]}
      """;

  private static final String ONBOARD =
      """
      {"name": "Onboard a client", "description": "three steps", "steps": [
        {"order": 1, "title": "Intake", "actionType": "CHECKLIST",
         "actionConfig": {"items": ["Passport seen", "Address checked"]},
         "roleScope": "PARALEGAL", "required": true},
        {"order": 2, "title": "Approve", "actionType": "APPROVAL_LAWYER",
         "actionConfig": {"message": "Take the client?"}, "roleScope": "LAWYER", "required": true},
        {"order": 3, "title": "Engagement letter", "actionType": "REQUEST_DOC_CLIENT",
         "actionConfig": {"requestText": "Please upload the signed letter",
                          "acceptedTypes": ["application/pdf"]},
         "roleScope": "CLIENT", "required": true}]}
      """;

  /** In {@code acme}, for {@code user-456}. */
  abstract Client client();

  /** Where what was begun is looked at: another node, where there are two. */
  Client other() {
    return client();
  }

  @Test
  void a_crm_workflow_is_made_triggered_polled_counted_scheduled_and_disabled() {
    Answer created = client().post("/api/v1/workflows", LEAD_SCORING).is(201);
    String workflow = created.json().get("id").asText();
    Answer triggered =
        client()
            .post(
                "/api/v1/workflows/" + workflow + "/trigger",
                """
                {"triggered_by": "lead_id", "triggered_by_value": "lead-789",
                 "additional_data": {"lead_score": 85}}
                """)
            .is(202);
    assertThat(triggered.header("Location")).isPresent();
    String instance = triggered.json().get("id").asText();
    JsonNode status =
        other()
            .until(
                "/api/v1/workflows/" + workflow + "/instances/" + instance,
                json -> json.get("status").asText().equals("completed"))
            .is(200)
            .json();
    assertThat(status.get("status").asText()).isEqualTo("completed");
    assertThat(status.get("progress").asInt()).isEqualTo(100);
    assertThat(status.get("executed_actions").asInt()).isEqualTo(1);
    assertThat(status.get("failed_actions").asInt()).isZero();
    assertThat(status.get("workflow_id").asText()).isEqualTo(workflow);
    assertThat(status.hasNonNull("started_at") && status.hasNonNull("completed_at")).isTrue();
    JsonNode stats =
        other()
            .until(
                "/api/v1/workflows/" + workflow + "/stats",
                json -> json.get("completed").asInt() == 1)
            .json();
    assertThat(stats.get("total").asInt()).isEqualTo(1);
    assertThat(stats.get("success_rate").decimalValue())
        .isIn(
            new BigDecimal("1"), new BigDecimal("1.0"),
            new BigDecimal("100"), new BigDecimal("100.0"));
    Answer task =
        client()
            .post(
                "/api/v1/scheduled-tasks",
                """
                {"name": "Daily Lead Scoring", "type": "workflow",
                 "config": "{\\"workflow_id\\": \\"%s\\"}", "schedule": "0 9 * * *",
                 "enabled": true, "max_retries": 3}
                """
                    .formatted(workflow))
            .is(201);
    assertThat(task.json().hasNonNull("next_run_at")).isTrue();
    client().patch("/api/v1/workflows/" + workflow + "/enable", "{\"enabled\": false}").is(200);
    client()
        .post(
            "/api/v1/workflows/" + workflow + "/trigger",
            "{\"triggered_by\": \"lead_id\", \"triggered_by_value\": \"lead-1\"}")
        .isProblem(409);
    client().of("firm").get("/api/v1/workflows/" + workflow).isProblem(404);
  }

  @Test
  void everything_that_is_wrong_with_a_crm_workflow_is_told_at_once() {
    Answer answer =
        client()
            .post(
                "/api/v1/workflows",
                """
                {"name": "x",
                 "triggers": [{"trigger_type": "lead_created",
                               "trigger_config": "{\\"max\\": 1}"}],
                 "actions": [{"action_type": "send_emial", "order": 0}]}
                """)
            .isProblem(422);
    assertThat(answer.json().get("errors").size()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void an_event_rule_is_made_executed_and_its_run_is_shown() {
    Answer created = client().post("/api/v1/workflows/", STAGE_NEGOTIATION).is(201);
    String rule = created.json().get("id").asText();
    Answer executed =
        client()
            .post(
                "/api/v1/workflows/" + rule + "/execute/",
                """
                {"entity_type": "deal", "entity_id": "d-1",
                 "context": {"deal_id": "d-1", "old_stage": "proposal",
                             "new_stage": "negotiation"}}
                """)
            .is(202);
    JsonNode run =
        other()
            .until(
                "/api/v1/workflow-runs/" + executed.json().get("id").asText() + "/",
                json -> json.get("status").asText().equals("completed"))
            .json();
    assertThat(run.get("status").asText()).isEqualTo("completed");
    assertThat(run.get("action_runs")).hasSize(2);
    assertThat(run.hasNonNull("duration_ms")).isTrue();
    other().get("/api/v1/workflows/" + rule + "/runs/").is(200);
  }

  @Test
  void a_matter_goes_from_template_to_its_next_step() {
    Client firm = client().of("firm");
    String template =
        firm.post("/api/workflows/templates", ONBOARD).is(201).json().get("id").asText();
    String templates = "/api/workflows/templates/" + template;
    assertThat(firm.post(templates + "/instantiate", "{\"matterId\": \"m-1\"}").status())
        .as("a draft cannot be instantiated")
        .isIn(409, 422);
    firm.post(templates + "/publish", "{}").is(200);
    JsonNode instance =
        firm.post(templates + "/instantiate", "{\"matterId\": \"m-1\"}").is(201).json();
    assertThat(instance.get("status").asText()).isEqualTo("ACTIVE");
    List<JsonNode> steps = steps(instance);
    assertThat(steps)
        .extracting(step -> step.get("actionState").asText())
        .containsExactly("READY", "PENDING", "PENDING");
    String first = "/api/workflows/steps/" + steps.get(0).get("id").asText();
    assertThat(firm.post(first + "/complete", "{\"items\": [\"Passport seen\"]}").status())
        .as("an incomplete checklist is refused")
        .isIn(400, 422);
    firm.post(first + "/claim", "{}").is(200);
    firm.post(first + "/complete", "{\"items\": [\"Passport seen\", \"Address checked\"]}").is(200);
    String path = "/api/workflows/instances/" + instance.get("id").asText();
    Answer next =
        other()
            .of("firm")
            .until(path, json -> steps(json).get(1).get("actionState").asText().equals("READY"));
    assertThat(steps(next.json()).get(1).get("actionState").asText()).isEqualTo("READY");
    firm.post("/api/workflows/steps/" + steps.get(2).get("id").asText() + "/claim", "{}")
        .isProblem(409);
    assertThat(firm.patch(path, "{\"status\": \"PAUSED\"}").is(200).json().get("status").asText())
        .isEqualTo("PAUSED");
    firm.get("/api/workflows/instances?matterId=m-1").is(200);
  }

  private static List<JsonNode> steps(JsonNode instance) {
    List<JsonNode> steps = new ArrayList<>();
    instance.get("steps").forEach(steps::add);
    steps.sort(Comparator.comparingInt(step -> step.get("order").asInt()));
    return steps;
  }

  @Test
  void the_rules_of_an_organisation_and_the_workflow_of_a_lead_are_shown() {
    client().get("/api/v1/admin/organizations/me/workflow-engine/workflows").is(200);
    JsonNode effective = client().get("/api/v1/leads/lead-789/effective-workflow").is(200).json();
    assertThat(effective.has("source")).isTrue();
    assertThat(effective.has("trace")).isTrue();
  }
}
