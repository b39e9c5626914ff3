package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.decision.Decisions;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhyTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();
  private final WorkflowEngine engine = kit.engine();

  @AfterEach
  void close() {
    kit.close();
  }

  private void publish(String key, String trigger) {
    kit.publish(
        """
        {"key": "%s", "triggers": [{"event": "lead.created"%s}],
         "steps": [{"id": "note", "action": "add_note", "config": {"note": "New"}}]}
        """
            .formatted(key, trigger));
  }

  @Test
  void why_each_candidate_started_or_not() {
    publish("hot", ", \"when\": {\"field\": \"lead_score\", \"operator\": \"gte\", \"value\": 80}");
    publish("once", ", \"dedupe\": {\"key\": \"{{subject.id}}\"}");
    publish("summer", "");
    engine.definitions().disable(TENANT, "summer", Actor.of("ann"), "the campaign is over");
    Event event = Event.of(TENANT, "lead.created", LEAD, Json.object().put("lead_score", 60));
    kit.event(event.withId("e-1"));
    kit.event(event.withId("e-2"));
    // snippet: event
    List<Decision> why = engine.decisions().of(TENANT, "e-2");
    // end
    // snippet: told
    String expected =
        """
        once v1 START SUPPRESSED (dedupe), an event with key "42" started it before, and its window is open
        hot v1 START NOT_MATCHED (condition), ✗ lead_score gte 80 (was 60)
        summer v1 START SUPPRESSED (disabled), disabled by ann at 2026-01-05T09:00:00Z: the campaign is over""";
    // end
    assertThat(why.stream().map(Decision::toString).collect(Collectors.joining("\n")))
        .isEqualTo(expected);
    // snippet: list
    Decisions.Query broken =
        Decisions.Query.all()
            .ofWorkflow("hot")
            .about(LEAD)
            .withVerdict(Verdict.NOT_MATCHED, Verdict.BROKEN);
    Page<Decision> page = engine.decisions().list(TENANT, broken, null, 50);
    // end
    assertThat(page.items()).hasSize(2);
  }

  @Test
  void what_is_recorded_is_an_option() {
    // snippet: options
    EngineOptions options =
        EngineOptions.defaults().withDecisions(new EngineOptions.DecisionRecords(true, 100));
    // end
    assertThat(options.decisions().notMatched()).isTrue();
    assertThat(EngineOptions.defaults().decisions().notMatched()).isFalse();
  }
}
