package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void an_engine_takes_a_workflow_and_an_event() {
    TenantId tenant = TenantId.of("acme");
    DataSource dataSource = Examples.database();
    String json =
        """
        {"key": "lead-hello", "name": "Hello", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "hello", "action": "send_email",
                    "config": {"to": "{{email}}", "subject": "Hello"}}]}
        """;
    ObjectNode payload = Json.object().put("email", "anna@example.com");

    // snippet: engine
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.open(dataSource)) // left out: in memory
            .messaging(m -> m.sender(new ConsoleSender(System.out))) // any ChannelSender
            .build();
    engine.start();

    engine.definitions().publishIfChanged(tenant, WorkflowDefinition.parse(json));
    PublishReceipt receipt =
        engine
            .events()
            .publish(Event.of(tenant, "lead.created", SubjectRef.of("lead", "42"), payload));
    // end

    InstanceId id = receipt.started().get(0).instance();
    await()
        .untilAsserted(
            () ->
                assertThat(engine.instances().get(tenant, id).state())
                    .isEqualTo(InstanceState.COMPLETED));
    engine.close();
  }
}
