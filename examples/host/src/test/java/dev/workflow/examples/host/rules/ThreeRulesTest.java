package dev.workflow.examples.host.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.HostTest;
import dev.workflow.examples.host.records.HostRecords;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Three rules with all their actions, started by events. */
@HostTest
class ThreeRulesTest {

  private static final TenantId ACME = TenantId.of("acme");

  @Autowired private Client client;
  @Autowired private WorkflowEngine engine;
  @Autowired private HostRecords records;

  private void publish(String type, SubjectRef subject, String payload) {
    engine.events().publish(Event.of(ACME, type, subject, (ObjectNode) Json.read(payload)));
  }

  private JsonNode onlyRun(String rule, String status) {
    String runs = "/api/v1/workflows/" + rule + "/runs/";
    String path =
        "/api/v1/workflow-runs/" + client.get(runs).is(200).json().at("/items/0/id").asText() + "/";
    JsonNode run = client.until(path, json -> json.path("status").asText().equals(status)).json();
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo(status);
    return run;
  }

  private static List<String> statuses(JsonNode run) {
    List<String> statuses = new ArrayList<>();
    run.path("action_runs")
        .forEach(
            action ->
                statuses.add(
                    action.path("action_type").asText() + " " + action.path("status").asText()));
    return statuses;
  }

  private String rule(String json) {
    return client.post("/api/v1/workflows/", json).is(201).json().path("id").asText();
  }

  private long runs(String rule) {
    return client.get("/api/v1/workflows/" + rule + "/runs/").is(200).json().path("items").size();
  }

  @Test
  void auto_qualify_updates_the_lead_and_tells_its_owner() {
    String rule =
        rule(
            """
            {"name": "Auto-qualify", "event_type": "lead.scored",
             "conditions": {"and": [
               {"field": "lead_score", "operator": "gte", "value": 80},
               {"field": "status", "operator": "eq", "value": "new"}]},
             "actions": [
               {"action_type": "update_field", "ordering": 1, "config": {"entity_type": "lead",
                "entity_id": "{{lead_id}}", "field": "status", "value": "qualified"}},
               {"action_type": "add_note", "ordering": 2, "config": {"entity_type": "lead",
                "entity_id": "{{lead_id}}", "visibility": "internal",
                "note": "Lead automatically qualified based on score"}},
               {"action_type": "add_tag", "ordering": 3, "config": {"entity_type": "lead",
                "entity_id": "{{lead_id}}", "tag": "hot"}},
               {"action_type": "create_task", "ordering": 4, "config": {
                "title": "Follow up with {{company_name}}", "assignee": "{{owner}}",
                "description": "Lead showed high interest", "due_date": "{{today+2}}",
                "priority": "high"}},
               {"action_type": "send_notification", "ordering": 5, "allow_failure": true,
                "config": {"recipient": "{{owner}}", "notification_type": "in_app",
                "message": "New qualified lead: {{company_name}}", "link": "/leads/{{lead_id}}"}},
               {"action_type": "enqueue_export", "ordering": 6, "allow_failure": true,
                "config": {"export_type": "csv", "entity_type": "lead", "email_to": "{{owner}}",
                "filters": {"status": "qualified", "created_at__gte": "{{today-30}}"}}}]}
            """);
    SubjectRef lead = SubjectRef.of("lead", "q-1");
    String payload =
        """
        {"lead_id": "q-1", "lead_score": %s, "status": "new", "company_name": "Initech",
         "owner": "sam@example.org"}
        """;
    publish("lead.scored", lead, payload.formatted("79"));
    assertThat(runs(rule)).isZero();
    publish("lead.scored", lead, payload.formatted("80"));
    JsonNode run = onlyRun(rule, "completed");
    assertThat(statuses(run))
        .containsExactly(
            "update_field completed",
            "add_note completed",
            "add_tag completed",
            "create_task completed",
            "send_notification completed",
            "enqueue_export completed");
    ObjectNode stored = records.find(ACME, lead);
    assertThat(stored.path("status").asText()).isEqualTo("qualified");
    assertThat(stored.at("/tags/0").asText()).isEqualTo("hot");
  }

  @Test
  void stage_negotiation_asks_for_an_approval_above_a_hundred_thousand() {
    String rule =
        rule(
            """
            {"name": "Stage negotiation with approval", "event_type": "deal.stage_changed",
             "conditions": {"field": "new_stage", "operator": "eq", "value": "negotiating"},
             "actions": [
               {"action_type": "add_note", "ordering": 1, "config": {"entity_type": "deal",
                "entity_id": "{{deal_id}}", "note": "In negotiation", "visibility": "internal"}},
               {"action_type": "approval", "ordering": 2,
                "conditions": {"field": "amount", "operator": "gt", "value": 100000},
                "config": {"approverRole": "MANAGER", "message": "Offer {{amount}}?"}},
               {"action_type": "create_task", "ordering": 3, "allow_failure": true, "config": {
                "title": "Prepare the offer", "due_date": "{{today+2}}", "priority": "high"}}]}
            """);
    String payload =
        """
        {"deal_id": "n-1", "old_stage": "proposal", "new_stage": "negotiating", "amount": %s}
        """;
    publish("deal.stage_changed", SubjectRef.of("deal", "n-1"), payload.formatted("100000"));
    assertThat(statuses(onlyRun(rule, "completed")))
        .containsExactly("add_note completed", "approval skipped", "create_task completed");

    publish("deal.stage_changed", SubjectRef.of("deal", "n-2"), payload.formatted("100000.01"));
    String path =
        "/api/v1/workflow-runs/"
            + client.get("/api/v1/workflows/" + rule + "/runs/").json().at("/items/0/id").asText()
            + "/";
    JsonNode waiting =
        client
            .until(path, json -> json.at("/action_runs/0/status").asText().equals("completed"))
            .json();
    assertThat(waiting.path("status").asText()).isEqualTo("running");
    assertThat(statuses(waiting))
        .containsExactly("add_note completed", "approval pending", "create_task pending");
    engine
        .tasks()
        .complete(
            ACME,
            InstanceId.parse(waiting.path("id").asText()),
            "approval",
            Actor.of("max"),
            Json.read("{\"approved\": true}"));
    JsonNode ended =
        client.until(path, json -> json.path("status").asText().equals("completed")).json();
    assertThat(statuses(ended))
        .containsExactly("add_note completed", "approval completed", "create_task completed");
    assertThat(ended.at("/action_runs/1/result/approved").asBoolean()).isTrue();
  }

  @Test
  void nurture_below_60_waits_and_writes() {
    String rule =
        rule(
            """
            {"name": "Nurture below 60", "event_type": "lead.created",
             "conditions": {"and": [
               {"field": "lead_score", "operator": "lt", "value": 60},
               {"field": "source", "operator": "eq", "value": "nurture-test"}]},
             "actions": [
               {"action_type": "add_tag", "ordering": 1, "config": {"entity_type": "lead",
                "entity_id": "{{lead_id}}", "tag": "nurture"}},
               {"action_type": "update_lead", "ordering": 2, "config": {
                "fields": {"status": "nurturing"}}},
               {"action_type": "send_email", "ordering": 3, "allow_failure": true, "config": {
                "to": "{{email}}", "subject": "Welcome to our platform", "text": "Hello!"}},
               {"action_type": "add_note", "ordering": 4, "delay_seconds": 1, "config": {
                "entity_type": "lead", "entity_id": "{{lead_id}}", "note": "Nurturing",
                "visibility": "internal"}}]}
            """);
    SubjectRef lead = SubjectRef.of("lead", "n-60");
    String payload =
        """
        {"lead_id": "n-60", "lead_data": {}, "lead_score": %s, "source": "nurture-test",
         "email": "lead@example.org"}
        """;
    publish("lead.created", lead, payload.formatted("60"));
    assertThat(runs(rule)).isZero();
    publish("lead.created", lead, payload.formatted("59.9"));
    assertThat(statuses(onlyRun(rule, "completed")))
        .containsExactly(
            "add_tag completed",
            "update_lead completed",
            "send_email completed",
            "add_note completed");
    assertThat(records.find(ACME, lead).path("status").asText()).isEqualTo("nurturing");
  }
}
