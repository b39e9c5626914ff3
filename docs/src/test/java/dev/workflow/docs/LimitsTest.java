package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantLimits;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  @Test
  void a_workflow_with_a_rate_limit_delays_what_exceeds_it() {
    // snippet: rate
    WorkflowTestKit kit = WorkflowTestKit.inMemory();
    kit.publish(
        """
        {"key": "welcome", "triggers": [{"event": "lead.created"}],
         "rateLimit": {"permits": 2, "per": "PT1M"},
         "steps": [{"id": "greet", "action": "send_email",
                    "config": {"to": "{{lead.email}}", "subject": "Welcome"}}]}
        """);
    for (int i = 0; i < 3; i++) {
      kit.event("lead.created", LEAD, "{\"lead\": {\"email\": \"ann@example.org\"}}");
    }
    assertThat(kit.messages()).hasSize(2);
    assertThat(kit.story(kit.lastStarted().id()))
        .contains("begins at 2026-01-05T09:01:00Z: at most 2 starts in PT1M");

    kit.advance(Duration.ofMinutes(1));
    assertThat(kit.messages()).hasSize(3);
    // end
  }

  @Test
  void a_tenant_may_have_limits_of_its_own() {
    // snippet: tenant
    TenantLimits trial =
        TenantLimits.NONE
            .withStarts(1_000, Duration.ofHours(1)) // of all its workflows together
            .withConcurrent(20) // instances at work at the same time
            .withConcurrent("import", 2); // of which so many of one workflow
    TenantDirectory tenants =
        tenant -> Optional.of(TenantDirectory.Settings.DEFAULT.withLimits(trial));
    // end
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(builder -> builder.tenants(tenants))) {
      kit.publish(
          WorkflowDefinition.parse(
              """
              {"key": "import", "triggers": [{"event": "go"}], "steps": []}
              """));
      for (int i = 0; i < 1_001; i++) {
        kit.engine().events().publish(Event.of(TenantId.of("test"), "go", LEAD, Json.object()));
      }
      kit.run();
      assertThat(kit.engine().instances().count(TenantId.of("test")))
          .extracting(count -> count.state() + " " + count.instances())
          .containsExactlyInAnyOrder("ACTIVE 1", "COMPLETED 1000");
    }
  }
}
