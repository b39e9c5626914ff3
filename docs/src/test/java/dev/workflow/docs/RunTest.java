package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.StepState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class RunTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void the_workflow_runs_in_a_database_up_to_its_first_wait() {
    CrmRecords crm = new CrmRecords();
    ScoreLead.Scoring scoring = (key, leadId) -> 85;
    DataSource dataSource = Examples.database();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    // snippet: run
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.open(dataSource)) // creates its tables at the first start
            .handler(new ScoreLead(scoring))
            .messaging(m -> m.sender(new ConsoleSender(out)))
            .records(crm)
            .build();
    engine.start(); // from here on it works in the background

    TenantId tenant = TenantId.of("acme");
    engine.definitions().publishIfChanged(tenant, WorkflowDefinition.parse(LeadWelcome.JSON));

    ObjectNode payload = Json.object();
    payload.putObject("lead").put("name", "Anna").put("email", "anna@example.com");
    engine.events().publish(Event.of(tenant, "lead.created", SubjectRef.of("lead", "42"), payload));
    // end

    InstanceId id =
        engine.instances().list(Instances.Query.of(tenant), null, 1).items().get(0).id();
    await()
        .untilAsserted(
            () ->
                assertThat(engine.instances().get(tenant, id).step("reply").state())
                    .isEqualTo(StepState.IN_PROGRESS));
    await().until(() -> printed.size() > 0);
    engine.close();

    // snippet: output
    String output =
        """
        To anna@example.com: Welcome, Anna
        """;
    // end
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(output);
    assertThat(crm.tasks()).extracting(task -> task.title()).containsExactly("Call Anna");
  }
}
