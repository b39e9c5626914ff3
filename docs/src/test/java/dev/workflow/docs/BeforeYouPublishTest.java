package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.preview.Assumptions;
import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PreviewedRun;
import dev.workflow.preview.PublicationPreview;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BeforeYouPublishTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANN = Actor.of("ann");

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();
  private final WorkflowEngine engine = kit.engine();

  @AfterEach
  void close() {
    kit.close();
  }

  private static WorkflowDefinition nurture(int score) {
    return WorkflowDefinition.parse(
        """
        {"key": "nurture", "name": "Nurture",
         "triggers": [{"event": "lead.created",
           "when": {"field": "score", "operator": "gte", "value": %s}}],
         "steps": [
           {"id": "rate", "action": "set", "config": {"values": {"rated": true}}},
           {"id": "hello", "action": "send_email", "delay": "P1D",
            "config": {"to": "{{email}}", "subject": "Hello {{name}}", "text": "Good to meet you"}},
           {"id": "approve", "action": "approval", "assignee": "bob", "config": {}},
           {"id": "reply", "wait": {"event": "message.received", "timeout": "P7D"}}]}
        """
            .formatted(score));
  }

  @BeforeEach
  void happened() {
    kit.publish(nurture(50));
    int score = 40;
    for (String id : new String[] {"e-1", "e-2", "e-3"}) {
      kit.event(
          Event.of(
                  TENANT,
                  "lead.created",
                  SubjectRef.of("lead", id),
                  Json.object()
                      .put("score", score)
                      .put("name", "Ann")
                      .put("email", "ann@example.com"))
              .withId(id));
      kit.advance(Duration.ofHours(1));
      score += 20;
    }
  }

  @Test
  void which_events_would_have_started_it() {
    Instant now = kit.clock().instant();
    WorkflowDefinition definition = nurture(70);
    // snippet: starts
    PastStarts past =
        engine
            .previews()
            .starts(TENANT, definition, now.minus(Duration.ofDays(30)), now, ANN, soFar -> {});
    long starts = past.starts();
    String why = past.reasons().get(0).samples().get(0).because(); // ✗ score gte 70 (was 40)
    // end
    assertThat(starts).isEqualTo(1);
    assertThat(why).isEqualTo("✗ score gte 70 (was 40)");
  }

  @Test
  void what_one_event_would_make_of_it() {
    WorkflowDefinition definition = nurture(70);
    // snippet: run
    PreviewedRun run =
        engine
            .previews()
            .run(
                TENANT,
                definition,
                "e-3",
                Assumptions.none().answer("approve", Json.object().put("approved", true)),
                ANN);
    String story = run.story(); // every move, with its time
    String subject = run.messages().get(0).content().path("subject").asText(); // Hello Ann
    PreviewedRun.End end = run.end(); // ENDED: the wait for a reply timed out a week later
    // end
    assertThat(story).contains("approve READY -> ");
    assertThat(subject).isEqualTo("Hello Ann");
    assertThat(end).isEqualTo(PreviewedRun.End.ENDED);
  }

  @Test
  void what_publishing_would_change() {
    engine.definitions().saveDraft(TENANT, nurture(70), ANN);
    // snippet: publication
    PublicationPreview preview =
        engine.previews().publication(TENANT, "nurture", Duration.ofDays(30), ANN, progress -> {});
    String text = preview.toString();
    // end
    // snippet: publication-text
    String expected =
        """
        /triggers/0/when/value: 50 -> 70
        1 of 3 events would start it: 0 more, 1 no longer
        2 of 2 open instances could go on with it
        """;
    // end
    assertThat(text + "\n").isEqualTo(expected);
    engine.definitions().saveDraft(TENANT, nurture(90), ANN);
    assertThatThrownBy(() -> publish(preview)).isInstanceOf(ConflictException.class);
    engine.definitions().saveDraft(TENANT, nurture(70), ANN);
    publish(preview);
    assertThat(engine.definitions().get(TENANT, "nurture").version()).isEqualTo(2);
  }

  private void publish(PublicationPreview preview) {
    // snippet: publish
    engine
        .definitions()
        .publishDraft(TENANT, "nurture", preview.draft().revision(), preview.next(), ANN);
    // end
  }
}
