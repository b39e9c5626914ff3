package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.ChannelLimit;
import dev.workflow.spi.QuietHours;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.TenantLimits;
import dev.workflow.spi.TenantMessaging;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
  void a_channel_with_a_limit_delays_the_messages_that_exceed_it() {
    // snippet: channel
    WorkflowTestKit kit = WorkflowTestKit.inMemory();
    kit.publish(
        """
        {"key": "campaign", "triggers": [{"event": "lead.created"}],
         "channelLimits": {"email": {"permits": 2, "per": "PT1M"}},
         "steps": [{"id": "mail", "action": "send_email",
                    "config": {"to": "{{lead.email}}", "subject": "Our offer"}}]}
        """);
    for (String name : List.of("ann", "bob", "cas")) {
      String lead = "{\"lead\": {\"email\": \"" + name + "@example.org\"}}";
      kit.event("lead.created", SubjectRef.of("lead", name), lead);
    }
    assertThat(kit.messages()).hasSize(2);
    kit.advance(Duration.ofMinutes(1));
    assertThat(kit.messages()).hasSize(3);
    // end
    kit.close();
  }

  @Test
  void the_engine_may_have_limits_of_channels_for_each_tenant() {
    // snippet: channels
    UnaryOperator<WorkflowEngine.Builder> limited =
        builder ->
            builder.messaging(
                m ->
                    m.channelLimits(
                        List.of(
                            new ChannelLimit("email", 500, Duration.ofMinutes(1)),
                            new ChannelLimit("sms", 10, Duration.ofSeconds(1)))));
    // end
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(limited)) {
      kit.publish(TEXT);
      for (int i = 0; i < 11; i++) {
        kit.event(
            "lead.created",
            SubjectRef.of("lead", "" + i),
            "{\"to\": \"+3161234560" + (i % 10) + "\"}");
      }
      assertThat(kit.messages("sms")).hasSize(10);
    }
  }

  private static final String TEXT =
      """
      {"key": "text", "triggers": [{"event": "lead.created"}],
       "steps": [{"id": "text", "action": "send_sms", "config": {"to": "{{to}}", "text": "Hello"}}]}
      """;

  @Test
  void it_may_be_quiet_at_night() {
    // snippet: quiet
    UnaryOperator<WorkflowEngine.Builder> quiet =
        builder ->
            builder.messaging(
                m -> m.quietHours(QuietHours.between(LocalTime.of(21, 0), LocalTime.of(8, 0))));
    // end
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(quiet)) {
      kit.publish(TEXT);
      kit.advanceTo(Instant.parse("2026-01-05T22:00:00Z"));
      kit.event("lead.created", LEAD, "{\"to\": \"+31612345678\"}");
      assertThat(kit.messages()).isEmpty();
      kit.advanceTo(Instant.parse("2026-01-06T08:00:00Z"));
      assertThat(kit.messages()).hasSize(1);
    }
  }

  @Test
  void a_tenant_may_have_rules_of_its_own_for_its_messages() {
    // snippet: ofTenant
    TenantMessaging own =
        TenantMessaging.DEFAULT
            .withFrequencyCaps(List.of()) // none, whatever the engine has
            .withQuietHours(QuietHours.NONE)
            .withChannelLimits(List.of(new ChannelLimit("sms", 1, Duration.ofSeconds(1))));
    TenantDirectory tenants =
        tenant -> Optional.of(TenantDirectory.Settings.DEFAULT.withMessaging(own));
    // end
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(builder -> builder.tenants(tenants))) {
      kit.publish(TEXT);
      kit.event("lead.created", LEAD, "{\"to\": \"+31612345678\"}");
      kit.event("lead.created", LEAD, "{\"to\": \"+31612345679\"}");
      assertThat(kit.messages()).hasSize(1);
    }
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
