package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.operations.Findings;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;

  @Test
  void what_the_watchdog_has_seen() {
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory()) {
      WorkflowEngine engine = kit.engine();
      kit.publish("{\"key\": \"w\", \"name\": \"Nightly\", \"steps\": []}");
      engine
          .schedules()
          .create(
              TENANT,
              ScheduledTask.parse(
                  "{\"name\": \"nightly\", \"type\": \"workflow\", \"config\": {\"workflow_id\":"
                      + " \"w\"}, \"every\": \"PT1H\"}"),
              Actor.of("ann"));
      kit.clock().moveTo(WorkflowTestKit.START.plus(Duration.ofHours(2)));
      // snippet: findings
      List<Findings.Finding> now = engine.findings().look(TENANT); // or wait for the next look
      String kind = now.get(0).kind().name(); // SCHEDULE_BEHIND
      long late = now.get(0).evidence().path("lateSeconds").asLong(); // 3600
      // end
      assertThat(kind).isEqualTo("SCHEDULE_BEHIND");
      assertThat(late).isEqualTo(3_600);
    }
  }
}
