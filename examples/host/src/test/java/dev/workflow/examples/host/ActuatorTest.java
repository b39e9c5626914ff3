package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.examples.host.Client.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What is said of the node: to everybody that it is healthy, all else to an ADMIN. */
@HostTest
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:actuator;DB_CLOSE_DELAY=-1",
      "management.defaults.metrics.export.enabled=true"
    })
class ActuatorTest {

  private static final String PROMETHEUS = "/actuator/prometheus";

  @Autowired private Client client;

  @Test
  void prometheus_reads_the_meters_of_the_engine_with_the_token_of_an_admin() {
    Client firm = client.of("firm");
    String step =
        firm.post("/api/workflows/templates/client-intake/instantiate", "{\"matterId\": \"m-1\"}")
            .is(201)
            .json()
            .at("/steps/0/id")
            .asText();
    firm.post("/api/workflows/steps/" + step + "/claim", "{}").is(200);
    firm.post(
            "/api/workflows/steps/" + step + "/complete",
            "{\"items\": [\"Passport seen\", \"Address checked\", \"No conflict of interest\"]}")
        .is(200);
    Answer meters = client.unchecked("GET", PROMETHEUS).is(200);
    for (int left = 1_500; !meters.text().contains("CLAIM_TO_DONE") && left > 0; left--) {
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      meters = client.unchecked("GET", PROMETHEUS).is(200);
    }
    assertThat(meters.text())
        .contains(
            "workflow_instance_seconds_count{",
            "workflow_step_cycle_seconds_count{",
            "workflow_task_seconds_count{command=\"claim\"",
            "workflow_tasks_open ",
            "workflow_tasks_overdue ")
        .containsPattern(
            "workflow_task_time_seconds_count\\{phase=\"CLAIM_TO_DONE\",step=\"1-identify-the-client\",workflow=\"client-intake\"} 1");
  }

  @Test
  void all_but_health_is_for_an_admin() {
    client.anonymous().unchecked("GET", "/actuator/health").is(200);
    for (String path : new String[] {PROMETHEUS, "/actuator/workflow", "/actuator/info"}) {
      client.anonymous().unchecked("GET", path).isProblem(401);
      client.as("sam").unchecked("GET", path).isProblem(403);
      client.unchecked("GET", path).is(200);
    }
  }
}
