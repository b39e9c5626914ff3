package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.History;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.InstanceState;
import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.trigger.EventExplanation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookingTest {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  private final WorkflowTestKit kit = WorkflowTestKit.inMemory();
  private final WorkflowEngine engine = kit.engine();

  @AfterEach
  void close() {
    kit.close();
  }

  private Event created(String id) {
    return Event.of(TENANT, "lead.created", LEAD, Json.object().put("lead_score", 60)).withId(id);
  }

  private InstanceId start() {
    kit.publish(
        """
        {"key": "follow-up", "name": "Follow up", "triggers": [{"event": "lead.created"}],
         "concurrency": {"key": "{{subject.id}}", "policy": "skip"},
         "steps": [
           {"id": "note", "action": "add_note", "config": {"note": "New"}},
           {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}},
           {"id": "call", "action": "create_task", "config": {"title": "Call"},
            "when": {"field": "steps.reply.output.timedOut", "operator": "eq", "value": true}}]}
        """);
    return kit.event(created("e-1")).started().get(0).instance();
  }

  @Test
  void the_evidence_of_an_instance() {
    InstanceId id = start();
    // snippet: evidence
    EvidencePack pack = engine.history().evidence(TENANT, id);
    String file = pack.json(); // for programs, and for the verifier
    String page = pack.html(); // for people: no scripts, loads nothing, prints well
    String head = pack.head(); // keep or sign it elsewhere

    EvidenceVerifier.Result result = EvidenceVerifier.verify(file);
    String whole = result.toString(); // or where the first link is broken
    // end
    assertThat(whole).endsWith("0 values erased, head " + head);
    assertThat(page).contains("follow-up");
    // snippet: erase
    EvidencePack erased = EvidencePack.read(file).without((name, value) -> name.equals("actor"));
    // end
    assertThat(erased.head()).isEqualTo(head);
    assertThat(EvidenceVerifier.verify(erased.json()).isWhole()).isTrue();
  }

  @Test
  void the_history_of_a_subject() {
    InstanceId id = start();
    // snippet: subject
    Page<HistoryEntry> newest =
        engine.history().of(TENANT, LEAD, History.Order.NEWEST_FIRST, null, 50);
    // end
    assertThat(newest.items()).hasSameSizeAs(engine.history().of(TENANT, id));
  }

  @Test
  void history_story_and_diagram() {
    InstanceId id = start();
    kit.advance(Duration.ofDays(2));
    // snippet: history
    WorkflowInstance instance = engine.instances().get(TENANT, id); // state, steps, outputs
    int percent = instance.progress();
    List<HistoryEntry> history = engine.history().of(TENANT, id); // for programs
    String story = engine.history().story(TENANT, id); // for people
    String diagram = engine.history().diagram(TENANT, id); // Mermaid
    // end
    // snippet: story
    String expected =
        """
        follow-up v1 about lead:42, started by lead.created
          2026-01-05T09:00:00Z  instance DRAFT -> ACTIVE
          2026-01-05T09:00:00Z  note PENDING -> READY
          2026-01-05T09:00:00Z  note READY -> IN_PROGRESS
          2026-01-05T09:00:00Z  note IN_PROGRESS -> COMPLETED
          2026-01-05T09:00:00Z  reply PENDING -> READY
          2026-01-05T09:00:00Z  reply READY -> IN_PROGRESS
          2026-01-05T09:00:00Z  reply IN_PROGRESS, due 2026-01-08T09:00:00Z
        """;
    // end
    // snippet: diagram
    String picture =
        """
        flowchart TD
          start(("follow-up"))
          s_note_["note: add_note"]
          start --> s_note_
          s_reply_(["reply: wait for message.received, at most P3D"])
          s_note_ --> s_reply_
          s_call_["call: create_task"]
          s_reply_ --> s_call_
          finish((("end")))
          s_call_ --> finish
          classDef READY fill:#fff3cd,stroke:#b58900
          classDef IN_PROGRESS fill:#cfe2ff,stroke:#0d6efd
          classDef COMPLETED fill:#d1e7dd,stroke:#198754
          classDef FAILED fill:#f8d7da,stroke:#dc3545
          classDef BLOCKED fill:#ffe5d0,stroke:#fd7e14
          classDef SKIPPED fill:#e9ecef,stroke:#6c757d
          class s_note_ COMPLETED
          class s_reply_ IN_PROGRESS
        """;
    // end
    assertThat(percent).isEqualTo(33);
    assertThat(history).isNotEmpty();
    assertThat(story).isEqualTo(expected);
    assertThat(diagram).isEqualTo(picture);
  }

  @Test
  void explain_says_why() {
    start();
    kit.publish(
        """
        {"key": "hot", "name": "Hot", "triggers": [{"event": "lead.created",
           "when": {"field": "lead_score", "operator": "gte", "value": 80}}],
         "steps": [{"id": "pause", "delay": "P1D"}]}
        """);
    kit.publish(
        """
        {"key": "welcome", "name": "Welcome", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "pause", "delay": "P1D"}]}
        """);
    Event event = created("e-2");
    // snippet: explain
    EventExplanation why = engine.explain(event); // changes nothing
    // end
    // snippet: explanation
    String expected =
        """
        follow-up v1: SUPPRESSED, concurrency: an instance with key "42" is active
        hot v1: NOT_MATCHED, ✗ lead_score gte 80 (was 60)
        welcome v1: STARTS, its trigger matches
        """;
    // end
    assertThat(why.toString()).isEqualTo(expected.strip());
    assertThat(engine.events().receipt(TENANT, "e-2")).isEmpty();
    // snippet: receipt
    PublishReceipt receipt = engine.events().publish(event);
    List<PublishReceipt.Started> started = receipt.started();
    List<PublishReceipt.Suppressed> suppressed = receipt.suppressed();

    Optional<PublishReceipt> later = engine.events().receipt(TENANT, receipt.eventId());
    // end
    assertThat(started).hasSize(1);
    assertThat(suppressed).hasSize(1);
    assertThat(later).isPresent();
  }

  @Test
  void instances_are_listed_counted_and_operated_on() {
    start();
    Actor operator = Actor.of("operator");
    // snippet: list
    Instances.Query query =
        Instances.Query.of(TENANT).workflow("follow-up").in(InstanceState.ACTIVE);
    Page<Instances.Summary> page = engine.instances().list(query, null, 100);
    while (page.next().isPresent()) {
      page = engine.instances().list(query, page.next().get(), 100);
    }
    List<Instances.Count> counts = engine.instances().count(TENANT);
    // end
    // snippet: operate
    Instances.BulkReport report =
        engine.instances().bulk(query, Instances.BulkOperation.PAUSE, operator, progress -> {});
    // end
    assertThat(page.items()).hasSize(1);
    assertThat(counts).hasSize(1);
    assertThat(report.done()).isEqualTo(1);
  }
}
