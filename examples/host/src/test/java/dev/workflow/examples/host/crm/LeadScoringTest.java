package dev.workflow.examples.host.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The examples of the CRM, word for word. */
@HostTest
class LeadScoringTest {

  @Autowired private Client client;

  @Test
  void lead_scoring_is_created_triggered_and_polled_and_runs_daily() {
    Answer created =
        client
            .post(
                "/api/v1/workflows",
                """
                {"name": "Lead Scoring Workflow",
                 "description": "Auto-score leads based on engagement", "enabled": true,
                 "triggers": [
                   {"trigger_type": "lead_created", "trigger_config": "{\\"min_score\\": 0}"}],
                 "actions": [{"action_type": "create_task",
                   "action_config": "{\\"title\\": \\"Follow up\\", \\"assigned_to_id\\": 1}",
                   "order": 0, "delay_seconds": 2}]}
                """)
            .is(201);
    String id = created.json().path("id").asText();
    assertThat(created.header("Location")).hasValue("/api/v1/workflows/" + id);

    Answer triggered =
        client
            .post(
                "/api/v1/workflows/" + id + "/trigger",
                """
                {"triggered_by": "lead_id", "triggered_by_value": "lead-789",
                 "additional_data": {"lead_score": 85}}
                """)
            .is(202);
    String instance = triggered.header("Location").orElseThrow();
    assertThat(instance)
        .isEqualTo(
            "/api/v1/workflows/" + id + "/instances/" + triggered.json().path("id").asText());
    assertThat(triggered.json().path("status").asText()).isEqualTo("running");
    assertThat(triggered.json().path("progress").asInt()).isZero();

    JsonNode ended =
        client.until(instance, json -> json.path("status").asText().equals("completed")).json();
    assertThat(ended.path("workflow_id").asText()).isEqualTo(id);
    assertThat(ended.path("status").asText()).isEqualTo("completed");
    assertThat(ended.path("progress").asInt()).isEqualTo(100);
    assertThat(ended.path("executed_actions").asInt()).isEqualTo(1);
    assertThat(ended.path("failed_actions").asInt()).isZero();
    Instant started = Instant.parse(ended.path("started_at").asText());
    assertThat(Instant.parse(ended.path("completed_at").asText()))
        .isAfterOrEqualTo(started.plusSeconds(2));

    JsonNode stats = client.get("/api/v1/workflows/" + id + "/stats").is(200).json();
    assertThat(stats.path("avg_duration_ms").asLong()).isBetween(2_000L, 60_000L);
    ((com.fasterxml.jackson.databind.node.ObjectNode) stats).remove("avg_duration_ms");
    assertThat(stats)
        .isEqualTo(
            Json.read(
                """
                {"total": 1, "completed": 1, "failed": 0, "cancelled": 0, "running": 0,
                 "success_rate": 1.0, "failure_rate": 0.0}
                """));

    JsonNode daily =
        client
            .post(
                "/api/v1/scheduled-tasks",
                """
                {"name": "Daily Lead Scoring", "type": "workflow",
                 "config": "{\\"workflow_id\\": \\"%s\\"}",
                 "schedule": "0 9 * * *", "enabled": true, "max_retries": 3}
                """
                    .formatted(id))
            .is(201)
            .json();
    assertThat(daily.path("config").asText()).isEqualTo("{\"workflow_id\": \"" + id + "\"}");
    assertThat(daily.path("max_retries").asInt()).isEqualTo(3);
    assertThat(daily.has("last_run_at")).isFalse();
    Instant next = Instant.parse(daily.path("next_run_at").asText());
    assertThat(next.atZone(java.time.ZoneId.of("Europe/Brussels")).getHour()).isEqualTo(9);
    assertThat(next.atZone(ZoneOffset.UTC).getMinute()).isZero();
  }
}
