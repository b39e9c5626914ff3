package dev.workflow.channels.inapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.Notifications.Notification;
import org.junit.jupiter.api.Test;

class InAppSenderTest {

  @Test
  void the_channel_is_there_without_being_registered() {
    TenantId tenant = TenantId.of("acme");
    try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
      engine
          .definitions()
          .publish(
              tenant,
              WorkflowDefinition.parse(
                  """
                  {"key": "w", "name": "W", "steps": [{"id": "tell", "action": "send_notification",
                    "config": {"recipient": "user-7", "message": "A new lead"}}]}
                  """));
      engine
          .instances()
          .start(tenant, "w", SubjectRef.of("lead", "7"), Json.object(), Actor.of("anna"));
      engine.runUntilIdle();
      assertThat(engine.messaging().notifications().list(tenant, "user-7", true, null, 10).items())
          .extracting(Notification::subject)
          .containsExactly(SubjectRef.of("lead", "7"));
    }
  }
}
