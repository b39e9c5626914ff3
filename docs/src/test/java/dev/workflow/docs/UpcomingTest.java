package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.upcoming.UpcomingWork;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpcomingTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final Actor ANN = Actor.of("ann");

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();
  private final WorkflowEngine engine = kit.engine();

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void the_calendar_of_a_week() {
    kit.publish(
        """
        {"key": "follow-up", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "all", "parallel": [
           {"name": "call", "steps": [
             {"id": "call", "action": "create_task", "config": {"title": "Call"}, "delay": "P2D"}]},
           {"name": "reply", "steps": [
             {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}}]}]}]}
        """);
    kit.publish(
        """
        {"key": "digest", "triggers": [{"schedule": "0 8 * * FRI"}],
         "steps": [{"id": "note", "action": "add_note", "config": {"note": "Friday"}}]}
        """);
    kit.event("lead.created", LEAD, "{}");
    Instant monday = Instant.parse("2026-01-05T00:00:00Z");
    // snippet: list
    UpcomingWork.Query week =
        UpcomingWork.Query.all().between(monday, monday.plus(Duration.ofDays(7)));
    Page<UpcomingWork.Entry> page = engine.upcoming().list(TENANT, week, null, 100);
    // end
    // snippet: week
    String expected =
        """
        2026-01-07T09:00:00Z STEP call begins
        2026-01-08T09:00:00Z TIMEOUT reply has waited for long enough
        2026-01-09T08:00:00Z TICK schedule of the workflow "digest"
        """;
    // end
    assertThat(
            page.items().stream()
                .map(UpcomingWork.Entry::toString)
                .collect(Collectors.joining("\n")))
        .isEqualTo(expected.strip());
    UpcomingWork.Id step = page.items().get(0).id();
    UpcomingWork.Id limit = page.items().get(1).id();
    UpcomingWork.Id tick = page.items().get(2).id();
    // snippet: change
    engine.upcoming().hold(TENANT, step, ANN, "she is on holiday");
    engine.upcoming().release(TENANT, step, ANN, null);
    engine.upcoming().move(TENANT, limit, monday.plus(Duration.ofDays(9)), ANN, "more time");
    engine.upcoming().skip(TENANT, tick, ANN, "bank holiday");
    // end
    assertThat(engine.upcoming().list(TENANT, week, null, 100).items()).hasSize(1);
  }
}
