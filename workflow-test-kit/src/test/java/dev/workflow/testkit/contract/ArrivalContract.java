package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an event that comes to an instance ends and answers, and what its conditions see. */
public abstract class ArrivalContract extends EngineContract {

  private static final String WAITING =
      "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\"}}]";
  private static final String QUEUE =
      "\"concurrency\": {\"key\": \"all\", \"policy\": \"queue\"},"
          + " \"exit\": [{\"event\": \"lead.converted\"}],";
  private static final SubjectRef OTHER = SubjectRef.of("lead", "7");

  private InstanceId start(SubjectRef subject) {
    return kit.event("lead.created", subject, "{}").started().get(0).instance();
  }

  @Test
  void an_exit_ends_queued_instances_too() {
    publish("w", QUEUE, WAITING);
    InstanceId active = start(LEAD);
    InstanceId queued = start(LEAD);
    InstanceId last = start(LEAD);
    PublishReceipt exit = kit.event("lead.converted", LEAD, "{}");
    assertThat(exit.exited()).containsExactlyInAnyOrder(active, queued, last);
    for (InstanceId id : List.of(active, queued, last)) {
      assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    }
    assertInstance(queued).step("reply", StepState.PENDING);
    assertThat(instance(queued).reason()).startsWith("event lead.converted (");
  }

  @Test
  void an_exit_of_a_queued_instance_lets_those_behind_it_start_in_their_turn() {
    publish("w", QUEUE, WAITING);
    InstanceId active = start(OTHER);
    InstanceId queued = start(LEAD);
    InstanceId last = start(OTHER);
    kit.event("lead.converted", LEAD, "{}");
    assertInstance(queued).hasOutcome(InstanceOutcome.EXITED);
    assertInstance(active).isActive();
    assertInstance(last).is(InstanceState.DRAFT);
    kit.event("message.received", OTHER, "{}");
    assertInstance(active).isCompleted().hasOutcome(InstanceOutcome.COMPLETED);
    assertInstance(last).isActive();
    assertInstance(queued).hasOutcome(InstanceOutcome.EXITED);
  }

  @Test
  void an_exit_of_the_active_instance_starts_the_next_of_another_subject() {
    publish("w", QUEUE, WAITING);
    InstanceId active = start(LEAD);
    InstanceId queued = start(LEAD);
    InstanceId last = start(OTHER);
    kit.event("lead.converted", LEAD, "{}");
    assertInstance(active).hasOutcome(InstanceOutcome.EXITED);
    assertInstance(queued).hasOutcome(InstanceOutcome.EXITED);
    assertInstance(last).isActive();
  }

  @Test
  void the_condition_of_a_wait_sees_the_steps_terms_and_data_of_the_instance() {
    InstanceId id =
        run(
            "\"terms\": {\"least\": 10},",
            """
            [{"id": "ask", "action": "set", "config": {"name": "wanted", "value": "blue"}},
             {"id": "reply", "wait": {"event": "message.received", "when": {"and": [
               {"field": "steps.ask.state", "operator": "eq", "value": "COMPLETED"},
               {"field": "count", "operator": "gte", "value": {"ref": "terms.least"}},
               {"field": "colour", "operator": "eq", "value": {"ref": "wanted"}},
               {"field": "event.payload.order", "operator": "eq", "value": {"ref": "order_id"}}]}}}]
            """,
            "{\"order_id\": \"o-1\"}");
    assertInstance(id).step("reply", StepState.IN_PROGRESS);
    kit.event("message.received", LEAD, "{\"count\": 9, \"colour\": \"blue\", \"order\": \"o-1\"}");
    kit.event("message.received", LEAD, "{\"count\": 10, \"colour\": \"red\", \"order\": \"o-1\"}");
    kit.event(
        "message.received", LEAD, "{\"count\": 10, \"colour\": \"blue\", \"order\": \"o-2\"}");
    assertInstance(id).step("reply", StepState.IN_PROGRESS);
    kit.event(
        "message.received", LEAD, "{\"count\": 10, \"colour\": \"blue\", \"order\": \"o-1\"}");
    assertInstance(id).isCompleted();
  }

  @Test
  void the_keys_of_the_event_that_comes_win_over_those_of_the_instance_but_not_over_fixed_names() {
    InstanceId id =
        run(
            """
            [{"id": "reply", "wait": {"event": "message.received", "when": {"and": [
               {"field": "status", "operator": "eq", "value": "done"},
               {"field": "event.type", "operator": "eq", "value": "message.received"},
               {"field": "terms.days", "operator": "exists", "value": false}]}}}]
            """,
            "{\"status\": \"new\"}");
    kit.event("message.received", LEAD, "{\"status\": \"open\"}");
    assertInstance(id).isActive();
    kit.event("message.received", LEAD, "{\"status\": \"done\", \"terms\": {\"days\": 3}}");
    assertInstance(id).isCompleted();
  }

  @Test
  void the_condition_of_a_wait_in_a_loop_sees_its_element() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{orders}}", "as": "order", "maxConcurrent": 2,
               "steps": [{"id": "paid", "wait": {"event": "order.paid", "when":
                 {"field": "number", "operator": "eq", "value": {"ref": "order"}}}}]}}]
            """,
            "{\"orders\": [\"one\", \"two\"]}");
    kit.event("order.paid", LEAD, "{\"number\": \"two\"}");
    assertInstance(id)
        .isActive()
        .step("paid[0]", StepState.IN_PROGRESS)
        .step("paid[1]", StepState.COMPLETED);
  }

  @Test
  void the_condition_of_an_exit_sees_the_instance() {
    InstanceId id =
        run(
            """
            "exit": [{"event": "lead.changed", "when":
              {"field": "level", "operator": "gt", "value": {"ref": "steps.ask.output.level"}}}],
            """,
            """
            [{"id": "ask", "action": "set", "config": {"name": "level", "value": 5}},
             {"id": "reply", "wait": {"event": "message.received"}}]
            """,
            "{}");
    kit.event("lead.changed", LEAD, "{\"level\": 5}");
    assertInstance(id).isActive();
    kit.event("lead.changed", LEAD, "{\"level\": 6}");
    assertInstance(id).hasOutcome(InstanceOutcome.EXITED);
  }
}
