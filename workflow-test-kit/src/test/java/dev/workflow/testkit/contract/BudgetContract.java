package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.InstanceId;
import dev.workflow.Instances.Query;
import dev.workflow.Json;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work that is too much for one transaction goes on in portions; what never ends is ended. */
public abstract class BudgetContract extends EngineContract {

  private static final int MAX_STEPS = 3_000;
  private static final int MAX_CHAIN = 60;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .options(
            EngineOptions.defaults().withBudgets(new EngineOptions.Budgets(MAX_STEPS, MAX_CHAIN)));
  }

  private static String items(int count) {
    return "{\"xs\": "
        + IntStream.range(0, count)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(",", "[", "]"))
        + "}";
  }

  @Test
  void a_loop_over_more_elements_than_a_transaction_may_hold_goes_through_all_of_them() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{xs}}", "as": "x", "steps": [
               {"id": "one", "action": "work", "when": {"field": "x", "operator": "lt", "value": 0}}]}},
             {"id": "after", "action": "work"}]
            """,
            items(2_000));
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("all").output().path("count").asInt()).isEqualTo(2_000);
    assertThat(calls).containsExactly("after/1");
  }

  @Test
  void every_element_is_done_once_when_all_may_run_at_the_same_time() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{xs}}", "as": "x", "maxConcurrent": 1000, "steps": [
               {"id": "one", "action": "work"}]}}]
            """,
            items(1_000));
    assertInstance(id).isCompleted();
    assertThat(calls).hasSize(1_000).doesNotHaveDuplicates();
  }

  @Test
  void loops_of_loops_that_do_nothing_end_naming_the_limit_they_met() {
    InstanceId id =
        run(
            """
            [{"id": "outer", "repeat": {"while": {}, "max": 10000, "steps": [
               {"id": "inner", "repeat": {"while": {}, "max": 10000, "steps": [
                  {"id": "never", "action": "work", "when": {"field": "no", "operator": "eq", "value": 1}}]}}]}}]
            """,
            "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).reason())
        .isEqualTo(
            "the instance has begun 3000 steps, each round of a loop counted; more are not allowed (EngineOptions.Budgets.maxSteps)");
    assertThat(calls).isEmpty();
  }

  @Test
  void nothing_tolerates_that_an_instance_has_too_many_steps_and_a_retry_meets_the_limit_again() {
    InstanceId id =
        run(
            """
            [{"id": "all", "allowFailure": true, "onFailure": [{"id": "sorry", "action": "work"}],
              "repeat": {"while": {}, "max": 10000, "steps": [
                 {"id": "never", "action": "work", "when": {"field": "no", "operator": "eq", "value": 1}}]}},
             {"id": "after", "action": "work"}]
            """,
            "{}");
    assertInstance(id).hasFailed();
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, Actor.of("ann"));
    kit.run();
    assertInstance(id).hasFailed();
    assertThat(calls).isEmpty();
  }

  @Test
  void a_workflow_that_starts_itself_twice_ends_at_the_limit_on_what_follows_from_one_event() {
    run(
        """
        [{"id": "a", "workflow": {"key": "w", "wait": false}}, {"id": "b", "workflow": {"key": "w", "wait": false}}]
        """,
        "{}");
    String event =
        kit.engine().events().list(WorkflowTestKit.TENANT, null, 1).items().get(0).event().id();
    var all = kit.engine().instances().list(Query.of(WorkflowTestKit.TENANT), null, 1_000).items();
    assertThat(all).hasSizeBetween(MAX_CHAIN + 1, 3 * MAX_CHAIN);
    assertThat(all).noneMatch(one -> one.state() == InstanceState.ACTIVE);
    assertThat(all)
        .filteredOn(one -> one.state() == InstanceState.FAILED)
        .isNotEmpty()
        .allSatisfy(
            one ->
                assertThat(instance(one.id()).reason())
                    .endsWith(
                        "60 instances have followed from event "
                            + event
                            + "; no more are started (EngineOptions.Budgets.maxChain)"));
  }

  @Test
  void workflows_that_publish_each_others_trigger_end_at_the_limit_and_the_receipt_names_it() {
    for (int i = 0; i < 12; i++) {
      publish(
          "w" + i,
          "",
          "[{\"id\": \"tell\", \"action\": \"publish_event\", \"config\": {\"event\": \"lead.created\"}}]");
    }
    String first = kit.event("lead.created", LEAD, "{}").eventId();
    assertThat(kit.engine().events().list(WorkflowTestKit.TENANT, null, 1_000).items())
        .anySatisfy(
            accepted ->
                assertThat(accepted.receipt().suppressed())
                    .anySatisfy(
                        one -> {
                          assertThat(one.reason()).isEqualTo(Reason.CHAIN);
                          assertThat(one.detail())
                              .isEqualTo(
                                  "60 instances have followed from event "
                                      + first
                                      + "; no more are started (EngineOptions.Budgets.maxChain)");
                        }));
    assertThat(kit.engine().instances().list(Query.of(WorkflowTestKit.TENANT), null, 1_000).items())
        .hasSize(12 + MAX_CHAIN)
        .allMatch(one -> one.state() == InstanceState.COMPLETED);
  }

  @Test
  void an_event_reaches_all_that_wait_for_it_however_many_they_are_and_each_once() {
    kit.publish(
        """
        {"key": "waits", "name": "Waits", "triggers": [{"event": "go"}], "steps": [
           {"id": "wait", "wait": {"event": "answer", "correlation": "{{n}}"}},
           {"id": "after", "action": "work"}]}
        """);
    for (int i = 0; i < 450; i++) {
      kit.engine().events().publish(go("{\"n\": \"all\"}"));
    }
    kit.engine().events().publish(go("{\"n\": \"other\"}"));
    kit.run();
    kit.event(
        dev.workflow.Event.of(WorkflowTestKit.TENANT, "answer", null, json("{}"))
            .withCorrelation("all"));
    var states = kit.engine().instances().list(Query.of(WorkflowTestKit.TENANT), null, 1_000);
    assertThat(states.items())
        .filteredOn(one -> one.state() == InstanceState.COMPLETED)
        .hasSize(450);
    assertThat(states.items()).filteredOn(one -> one.state() == InstanceState.ACTIVE).hasSize(1);
    assertThat(calls).hasSize(450);
  }

  @Test
  void an_event_ends_all_instances_that_it_is_an_exit_of_and_none_that_began_after_it() {
    kit.publish(
        """
        {"key": "exits", "name": "Exits", "triggers": [{"event": "go"}], "exit": [{"event": "stop"}],
         "steps": [{"id": "pause", "delay": "P1D"}]}
        """);
    for (int i = 0; i < 450; i++) {
      kit.engine().events().publish(go("{}"));
    }
    kit.run();
    kit.engine()
        .events()
        .publish(dev.workflow.Event.of(WorkflowTestKit.TENANT, "stop", LEAD, json("{}")));
    kit.clock().advance(java.time.Duration.ofSeconds(1));
    kit.engine().events().publish(go("{}"));
    kit.run();
    var states = kit.engine().instances().list(Query.of(WorkflowTestKit.TENANT), null, 1_000);
    assertThat(states.items())
        .filteredOn(one -> one.outcome() == InstanceOutcome.EXITED)
        .hasSize(450);
    assertThat(states.items()).filteredOn(one -> one.state() == InstanceState.ACTIVE).hasSize(1);
  }

  private static dev.workflow.Event go(String payload) {
    return dev.workflow.Event.of(WorkflowTestKit.TENANT, "go", LEAD, json(payload));
  }

  @Test
  void a_queue_of_instances_that_end_at_once_is_worked_off_in_order() {
    kit.publish(
        """
        {"key": "q", "name": "Q", "triggers": [{"event": "go"}],
         "concurrency": {"key": "k", "policy": "queue"}, "steps": [
           {"id": "hold", "action": "work"}]}
        """);
    for (int i = 0; i < 50; i++) {
      kit.engine()
          .events()
          .publish(dev.workflow.Event.of(WorkflowTestKit.TENANT, "go", LEAD, json("{}")));
    }
    kit.run();
    assertThat(states("q")).hasSize(50).containsOnly(InstanceState.COMPLETED);
    assertThat(calls).hasSize(50);
  }

  @Test
  void what_a_handler_asks_for_in_one_attempt_has_a_limit_and_nothing_of_it_is_dropped() {
    answer =
        context -> {
          for (int i = 0; i < 100_001; i++) {
            context.set("x", IntNode.valueOf(i));
          }
          return ActionResult.completed();
        };
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason())
        .isEqualTo(
            "the handler asked for 100001 messages, events, workflows and values; at most 10000 are"
                + " allowed in one attempt: let an \"each\" do it, or several steps");
    assertThat(instance(id).variables()).isEmpty();
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_wait_that_began_later_hides_no_earlier_one_from_an_event_in_portions() {
    kit.publish(
        """
        {"key": "waits", "name": "Waits", "triggers": [{"event": "go"}], "steps": [
           {"id": "both", "parallel": [
             {"steps": [{"id": "first", "wait": {"event": "answer", "correlation": "all"}}]},
             {"steps": [{"id": "ask", "action": "approval"},
                        {"id": "second", "wait": {"event": "other", "correlation": "all"}}]}]}]}
        """);
    for (int i = 0; i < 250; i++) {
      kit.engine().events().publish(go("{}"));
    }
    kit.run();
    var last =
        kit.engine().instances().list(Query.of(WorkflowTestKit.TENANT), null, 1).items().get(0);
    kit.engine()
        .events()
        .publish(
            dev.workflow.Event.of(WorkflowTestKit.TENANT, "answer", null, json("{}"))
                .withCorrelation("all"));
    kit.clock().advance(java.time.Duration.ofSeconds(1));
    kit.engine()
        .tasks()
        .complete(
            WorkflowTestKit.TENANT,
            last.id(),
            "ask",
            Actor.of("anna"),
            json("{\"approved\": true}"));
    kit.run();
    assertInstance(last.id())
        .step("first", dev.workflow.instance.StepState.COMPLETED)
        .step("second", dev.workflow.instance.StepState.IN_PROGRESS);
  }

  @Test
  void loops_of_loops_that_wait_end_at_the_limit_and_do_not_wait_for_the_rest() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
              {"steps": [{"id": "other", "delay": "P30D"}]},
              {"steps": [{"id": "outer", "each": {"items": "{{xs}}", "maxConcurrent": 1000, "steps": [
                 {"id": "inner", "each": {"items": "{{xs}}", "maxConcurrent": 1000, "steps": [
                    {"id": "later", "delay": "P30D"}]}}]}}]}]}]
            """,
            items(1_000));
    assertInstance(id).hasFailed().step("other", StepState.SKIPPED);
    assertThat(instance(id).reason())
        .isEqualTo(
            "the instance has begun 3000 steps, each round of a loop counted; more are not allowed (EngineOptions.Budgets.maxSteps)");
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, Actor.of("anna"));
    kit.run();
    assertInstance(id).hasFailed();
  }

  @Test
  void what_a_handler_asks_for_in_one_attempt_has_a_limit_in_bytes_too() {
    TextNode large = TextNode.valueOf("x".repeat(1_000_000));
    answer =
        context -> {
          for (int i = 0; i < 17; i++) {
            context.publish(
                dev.workflow.Event.of(
                    WorkflowTestKit.TENANT, "large", LEAD, Json.object().set("text", large)));
          }
          return ActionResult.completed();
        };
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason())
        .isEqualTo(
            "the handler asked for messages, events, workflows and values of 17000221 bytes together;"
                + " at most 16777216 are allowed in one attempt: let an \"each\" do it, or several"
                + " steps");
    assertThat(kit.engine().events().list(WorkflowTestKit.TENANT, null, 10).items()).hasSize(1);
  }

  @Test
  void what_is_large_is_written_in_portions_and_all_of_it_is_done() {
    kit.publish(
        """
        {"key": "child", "steps": [{"id": "keep", "action": "work", "config": {"text": "{{text}}"}}]}
        """);
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{xs}}", "as": "x", "maxConcurrent": 100, "steps": [
               {"id": "one", "workflow": {"key": "child", "wait": false, "input": {"text": "{{text}}"}}}]}}]
            """,
            items(12).replace("}", ", \"text\": \"" + "x".repeat(900_000) + "\"}"));
    assertInstance(id).isCompleted();
    assertThat(states("child")).hasSize(12).containsOnly(InstanceState.COMPLETED);
    var parent = new InstanceKey(WorkflowTestKit.TENANT, id);
    assertThat(
            store.<StoredInstance, RuntimeException>transact(
                transaction -> transaction.instances().read(List.of(parent)).get(0)))
        .satisfies(stored -> assertThat(stored.journal()).hasSizeGreaterThan(3));
  }
}
