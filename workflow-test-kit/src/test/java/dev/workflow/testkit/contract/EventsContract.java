package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.condition.Condition;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What events start, answer and end. */
public abstract class EventsContract extends EngineContract {

  private static final String STEP = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String WAITING =
      "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\"}}]";

  private static Event created(String id) {
    return Event.of(WorkflowTestKit.TENANT, "lead.created", LEAD, json("{\"status\": \"new\"}"))
        .withId(id);
  }

  @Test
  void the_same_id_again_does_nothing_and_gives_the_first_receipt() {
    publish("w", "", STEP);
    PublishReceipt first = kit.event(created("e-1"));
    PublishReceipt again = kit.event(created("e-1"));
    assertThat(first.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(again.started()).isEqualTo(first.started());
    assertThat(calls).hasSize(1);
    assertThat(kit.engine().events().receipt(WorkflowTestKit.TENANT, "e-1")).contains(again);
  }

  @Test
  void a_trigger_with_a_condition_starts_only_what_fits() {
    kit.publish(
        """
        {"key": "w", "name": "W",
         "triggers": [{"event": "lead.created", "when": {"field": "status", "operator": "eq", "value": "new"}}],
         "steps": [{"id": "a", "action": "work"}]}
        """);
    assertThat(kit.event("lead.created", LEAD, "{\"status\": \"old\"}").started()).isEmpty();
    assertThat(kit.event("lead.created", LEAD, "{\"status\": \"new\"}").started()).hasSize(1);
  }

  @Test
  void all_that_match_start_higher_priority_first_then_by_key() {
    publish("b", "", STEP);
    publish("a", "", STEP);
    publish("z", "\"priority\": 10,", STEP);
    assertThat(kit.event(created("e-1")).started().stream().map(one -> one.workflow().key()))
        .containsExactly("z", "a", "b");
  }

  @Test
  void an_accepted_event_is_found_by_its_id() {
    publish("w", "", STEP);
    PublishReceipt receipt = kit.event(created("e-1"));
    Events.Accepted found = kit.engine().events().find(WorkflowTestKit.TENANT, "e-1").orElseThrow();
    assertThat(found.event().type()).isEqualTo("lead.created");
    assertThat(found.receipt().started()).isEqualTo(receipt.started());
    assertThat(kit.engine().events().find(WorkflowTestKit.TENANT, "e-2")).isEmpty();
  }

  @Test
  void a_condition_is_tried_on_the_last_events_of_a_type() {
    for (int score = 1; score <= 5; score++) {
      kit.event("lead.created", LEAD, "{\"score\": " + score + "}");
      kit.event("lead.updated", LEAD, "{\"score\": 9}");
      kit.advance(Duration.ofMinutes(1));
    }
    List<Events.Match> matches =
        kit.engine()
            .events()
            .matches(
                WorkflowTestKit.TENANT,
                "lead.created",
                Condition.parse("{\"field\": \"score\", \"operator\": \"gte\", \"value\": 4}"),
                3);
    assertThat(matches).extracting(Events.Match::holds).containsExactly(true, true, false);
    assertThat(matches.get(2).because()).isEqualTo("✗ score gte 4 (was 3)");
    assertThat(matches.get(0).explanation().toString()).contains("\"actual\":5");
  }

  @Test
  void a_condition_is_tried_on_up_to_200_events() {
    assertThatThrownBy(
            () ->
                kit.engine()
                    .events()
                    .matches(WorkflowTestKit.TENANT, "lead.created", Condition.always(), 201))
        .hasMessage(
            "The number of events has a problem:\n  (document): expected 1 to 200, found 201");
  }

  @Test
  void a_workflow_about_another_kind_of_subject_does_not_start() {
    publish("w", "\"subject\": \"deal\",", STEP);
    assertThat(kit.event(created("e-1")).started()).isEmpty();
  }

  @Test
  void a_disabled_workflow_does_not_start() {
    publish("w", "\"enabled\": false,", STEP);
    assertThat(kit.event(created("e-1")).started()).isEmpty();
  }

  @Test
  void dedupe_suppresses_until_the_window_ends() {
    kit.publish(
        """
        {"key": "w", "name": "W",
         "triggers": [{"event": "lead.created", "dedupe": {"key": "{{subject.id}}", "window": "PT1H"}}],
         "steps": [{"id": "a", "action": "work"}]}
        """);
    assertThat(kit.event(created("e-1")).started()).hasSize(1);
    kit.advance(Duration.ofMinutes(59));
    PublishReceipt suppressed = kit.event(created("e-2"));
    assertThat(suppressed.started()).isEmpty();
    assertThat(suppressed.suppressed().get(0).reason()).isEqualTo(Reason.DEDUPE);
    kit.advance(Duration.ofMinutes(1));
    assertThat(kit.event(created("e-3")).started()).hasSize(1);
  }

  @Test
  void a_second_trigger_is_tried_when_the_first_is_a_duplicate() {
    kit.publish(
        """
        {"key": "w",
         "triggers": [
           {"event": "lead.created", "dedupe": {"key": "one", "window": "PT1H"}},
           {"event": "lead.created", "dedupe": {"key": "{{nothing.there}}", "window": "PT1H"}},
           {"event": "lead.created", "dedupe": {"key": "two", "window": "PT1H"}}],
         "steps": [{"id": "a", "action": "work"}]}
        """);
    assertThat(kit.event(created("e-1")).started()).hasSize(1);
    PublishReceipt second = kit.event(created("e-2"));
    assertThat(second.started()).hasSize(1);
    assertThat(second.suppressed()).isEmpty();
    PublishReceipt third = kit.event(created("e-3"));
    assertThat(third.started()).isEmpty();
    assertThat(third.suppressed())
        .extracting(PublishReceipt.Suppressed::reason)
        .containsExactly(Reason.DEDUPE);
    kit.advance(Duration.ofHours(1));
    assertThat(kit.event(created("e-4")).started()).hasSize(1);
  }

  @Test
  void concurrency_skip_starts_nothing_while_one_is_active() {
    publish("w", "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"skip\"},", WAITING);
    assertThat(kit.event(created("e-1")).started()).hasSize(1);
    assertThat(kit.event(created("e-2")).suppressed().get(0).reason())
        .isEqualTo(Reason.CONCURRENCY);
    kit.event("message.received", LEAD, "{}");
    assertThat(kit.event(created("e-3")).started()).hasSize(1);
  }

  @Test
  void concurrency_queue_starts_the_next_when_one_has_ended() {
    publish("w", "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"queue\"},", WAITING);
    InstanceId first = kit.event(created("e-1")).started().get(0).instance();
    InstanceId second = kit.event(created("e-2")).started().get(0).instance();
    InstanceId third = kit.event(created("e-3")).started().get(0).instance();
    assertInstance(second).is(InstanceState.DRAFT);
    kit.event("message.received", LEAD, "{}");
    assertInstance(first).isCompleted();
    assertInstance(second).isActive();
    assertInstance(third).is(InstanceState.DRAFT);
    kit.event("message.received", LEAD, "{}");
    assertInstance(third).isActive();
  }

  @Test
  void concurrency_replace_cancels_the_active_one() {
    publish(
        "w", "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"replace\"},", WAITING);
    InstanceId first = kit.event(created("e-1")).started().get(0).instance();
    InstanceId second = kit.event(created("e-2")).started().get(0).instance();
    assertInstance(first).is(InstanceState.CANCELED);
    assertInstance(second).isActive();
  }

  @Test
  void an_exit_ends_every_active_instance_of_the_workflow_for_the_subject() {
    publish("w", "\"exit\": [{\"event\": \"lead.converted\"}],", WAITING);
    InstanceId one = kit.event(created("e-1")).started().get(0).instance();
    InstanceId two = kit.event(created("e-2")).started().get(0).instance();
    InstanceId other =
        kit.event("lead.created", SubjectRef.of("lead", "7"), "{}").started().get(0).instance();
    PublishReceipt exit = kit.event("lead.converted", LEAD, "{}");
    assertThat(exit.exited()).containsExactlyInAnyOrder(one, two);
    assertInstance(one)
        .isCompleted()
        .hasOutcome(InstanceOutcome.EXITED)
        .step("reply", StepState.SKIPPED);
    assertThat(instance(one).reason()).startsWith("event lead.converted (");
    assertInstance(other).isActive();
  }

  @Test
  void an_exit_with_a_condition_ends_only_where_it_holds() {
    publish(
        "w",
        "\"exit\": [{\"event\": \"lead.changed\", \"when\": {\"field\": \"status\", \"operator\": \"eq\", \"value\": \"lost\"}}],",
        WAITING);
    InstanceId id = kit.event(created("e-1")).started().get(0).instance();
    kit.event("lead.changed", LEAD, "{\"status\": \"open\"}");
    assertInstance(id).isActive();
    kit.event("lead.changed", LEAD, "{\"status\": \"lost\"}");
    assertInstance(id).hasOutcome(InstanceOutcome.EXITED);
  }

  @Test
  void explain_says_why_each_workflow_would_or_would_not_start_and_changes_nothing() {
    publish("fits", "", STEP);
    publish("deal-only", "\"subject\": \"deal\",", STEP);
    kit.publish(
        """
        {"key": "hot", "name": "Hot",
         "triggers": [{"event": "lead.created", "when": {"field": "score", "operator": "gte", "value": 80}}],
         "steps": [{"id": "a", "action": "work"}]}
        """);
    var why =
        kit.engine()
            .explain(
                Event.of(WorkflowTestKit.TENANT, "lead.created", LEAD, json("{\"score\": 60}")));
    assertThat(why.candidates().stream().map(one -> one.workflow().key() + " " + one.verdict()))
        .containsExactly(
            "deal-only " + Verdict.NOT_MATCHED,
            "fits " + Verdict.STARTS,
            "hot " + Verdict.NOT_MATCHED);
    assertThat(why.candidates().get(2).because()).contains("score gte 80 (was 60)");
    assertThat(calls).isEmpty();
    assertThat(kit.engine().instances().count(WorkflowTestKit.TENANT)).isEmpty();
  }

  @Test
  void a_malformed_event_is_refused_whole_with_every_problem() {
    Event wrong = Event.of(WorkflowTestKit.TENANT, "Lead Created", LEAD, json("{}")).withId(" ");
    assertThatThrownBy(() -> kit.engine().events().publish(wrong))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The event has 2 problems:
              /type: expected dotted lower case of at most 100 characters, such as "deal.stage_changed"
              /id: expected 1 to 200 characters without control characters""");
  }

  @Test
  void a_payload_of_10_megabytes_is_refused() {
    ObjectNode payload = json("{}").put("x", "x".repeat(10_000_000));
    assertThatThrownBy(() -> kit.event("lead.created", LEAD, payload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The event has a problem:\n  /payload: is larger than 1048576 bytes");
  }

  @Test
  void a_payload_10000_levels_deep_is_refused() {
    ObjectNode payload = json("{}");
    ArrayNode inner = payload.putArray("x");
    for (int i = 0; i < 10_000; i++) {
      inner = inner.addArray();
    }
    assertThatThrownBy(() -> kit.event("lead.created", LEAD, payload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The event has a problem:\n  /payload: is nested deeper than 500 levels");
  }

  @Test
  void another_tenants_ids_find_nothing() {
    publish("w", "", WAITING);
    InstanceId id = kit.event(created("e-1")).started().get(0).instance();
    TenantId other = TenantId.of("other");
    assertThatThrownBy(() -> kit.engine().instances().get(other, id))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant other has no instance " + id);
    assertThat(kit.engine().events().receipt(other, "e-1")).isEmpty();
    Event elsewhere = Event.of(other, "message.received", LEAD, json("{}"));
    assertThat(kit.event(elsewhere).hadEffect()).isFalse();
    assertInstance(id).isActive();
  }
}
