package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.spi.RecordSelection;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecordsTest {

  private static final Actor ANNA = Actor.of("anna");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  @Test
  void a_workflow_ends_when_the_record_says_so() {
    // snippet: fresh
    WorkflowTestKit kit = WorkflowTestKit.inMemory();
    kit.publish(
        """
        {"key": "nurture", "subject": "lead", "triggers": [{"event": "lead.created"}],
         "records": {"lead": {"type": "lead", "id": "{{subject.id}}"}},
         "exit": [{"when": {"field": "lead.status", "operator": "ne", "value": "new"}}],
         "steps": [{"id": "mail", "action": "send_email", "delay": "P7D",
                    "config": {"to": "{{lead.email}}", "subject": "Still interested?"}}]}
        """);
    kit.records().put(LEAD, Json.object().put("status", "new").put("email", "ann@example.org"));
    kit.event("lead.created", LEAD, "{}");

    kit.records().put(LEAD, Json.object().put("status", "contacted")); // somebody has called
    kit.advance(Duration.ofDays(7));
    assertThat(kit.messages()).isEmpty();
    // end
    assertThat(kit.story(kit.lastStarted().id())).contains("exit 0 holds");
  }

  @Test
  void existing_records_are_started_by_hand() {
    WorkflowTestKit kit = WorkflowTestKit.inMemory();
    kit.publish("{\"key\": \"nurture\", \"subject\": \"lead\", \"steps\": []}");
    kit.records().put(LEAD, Json.object().put("status", "new"));
    // snippet: each
    RecordSelection news = new RecordSelection("lead", Json.object().put("status", "new"));
    InstanceId all =
        kit.engine()
            .instances()
            .startForEach(WorkflowTestKit.TENANT, "nurture", news, Json.object(), ANNA);
    kit.run();
    int listed = kit.instance(all).step("start[0]").output().path("listed").asInt(); // 1
    // end
    assertThat(listed).isEqualTo(1);
  }
}
