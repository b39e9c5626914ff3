package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowExtension;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

// snippet: test
class LeadWelcomeTest {

  private static final SubjectRef ANNA = SubjectRef.of("lead", "42");

  private static final String PAYLOAD =
      """
      {"lead": {"name": "Anna", "email": "anna@example.com"}}
      """;

  @RegisterExtension
  final WorkflowExtension engines =
      WorkflowExtension.with(engine -> engine.handler(new ScoreLead((key, leadId) -> 80)));

  @Test
  void a_silent_lead_is_reminded_after_three_days(WorkflowTestKit kit) {
    kit.publish(LeadWelcome.JSON);
    InstanceId id = kit.event("lead.created", ANNA, PAYLOAD).started().get(0).instance();

    assertThat(kit.messages("email")).hasSize(1);
    assertThat(kit.records().tasks()).extracting(task -> task.title()).containsExactly("Call Anna");

    kit.advance(Duration.ofDays(3));

    assertThat(kit.messages("email"))
        .extracting(message -> message.text("subject"))
        .containsExactly("Welcome, Anna", "Still there?");
    WorkflowAssertions.assertThat(kit, id).isCompleted();
  }

  @Test
  void a_lead_that_converts_is_left_alone(WorkflowTestKit kit) {
    kit.publish(LeadWelcome.JSON);
    InstanceId id = kit.event("lead.created", ANNA, PAYLOAD).started().get(0).instance();

    kit.event("lead.converted", ANNA, "{}");
    kit.advance(Duration.ofDays(30));

    assertThat(kit.messages("email")).hasSize(1);
    WorkflowAssertions.assertThat(kit, id)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("reply", StepState.SKIPPED);
  }
}
// end
