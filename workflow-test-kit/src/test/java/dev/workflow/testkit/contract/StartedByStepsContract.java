package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What steps start, and what they publish: concurrency holds, and waits answer to later events. */
public abstract class StartedByStepsContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");

  private void child(String policy) {
    kit.publish(
        """
        {"key": "child", "concurrency": {"key": "{{subject.id}}/{{input.k}}", "policy": "%s"},
         "steps": [{"id": "task", "wait": {"event": "task.done"}}, {"id": "c", "action": "work"}]}
        """
            .formatted(policy));
  }

  private InstanceId awaiting() {
    return run(
        "[{\"id\": \"sub\", \"workflow\": {\"key\": \"child\", \"input\": {\"k\": 1}}}, {\"id\": \"after\", \"action\": \"work\"}]",
        "{}");
  }

  private InstanceId byHand() {
    return kit.start("child", LEAD, json("{\"k\": 1}"));
  }

  @Test
  void a_step_that_would_wait_for_a_skipped_workflow_is_left_out() {
    child("skip");
    InstanceId first = byHand();
    InstanceId parent = awaiting();
    assertInstance(parent).isCompleted().step("sub", StepState.SKIPPED);
    assertThat(instance(parent).step("sub").reason())
        .isEqualTo("an instance of \"child\" with key \"42/1\" is active");
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE);
    assertThat(calls).containsExactly("after/1");
    assertInstance(first).isActive();
  }

  @Test
  void a_step_waits_for_a_workflow_that_waits_in_its_queue() {
    child("queue");
    InstanceId first = byHand();
    InstanceId parent = awaiting();
    assertThat(states("child")).containsExactly(InstanceState.DRAFT, InstanceState.ACTIVE);
    kit.event("task.done", LEAD, "{}");
    assertInstance(first).isCompleted();
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE, InstanceState.COMPLETED);
    assertInstance(parent).isActive();
    kit.event("task.done", LEAD, "{}");
    assertInstance(parent).isCompleted();
    assertThat(calls).containsExactly("c/1", "c/1", "after/1");
  }

  @Test
  void a_step_replaces_what_has_the_key() {
    child("replace");
    InstanceId first = byHand();
    InstanceId parent = awaiting();
    assertInstance(first).is(InstanceState.CANCELED);
    assertThat(instance(first).reason())
        .isEqualTo("replaced by a newer instance with the same key");
    kit.event("task.done", LEAD, "{}");
    assertInstance(parent).isCompleted();
  }

  @Test
  void workflows_with_other_keys_run_beside_each_other() {
    child("skip");
    kit.start("child", LEAD, json("{\"k\": 2}"));
    awaiting();
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE, InstanceState.ACTIVE);
  }

  @Test
  void a_step_that_does_not_wait_says_that_nothing_was_started() {
    child("skip");
    byHand();
    InstanceId parent =
        run(
            """
            [{"id": "sub", "workflow": {"key": "child", "input": {"k": 1}, "wait": false}},
             {"id": "start", "action": "start_workflow", "config": {"workflow": "child", "input": {"k": 1}}},
             {"id": "other", "action": "start_workflow", "config": {"workflow": "child", "input": {"k": 3}}}]
            """,
            "{}");
    assertInstance(parent).isCompleted();
    String reason =
        "\"notStarted\":\"an instance of \\\"child\\\" with key \\\"42/1\\\" is active\"}";
    assertThat(instance(parent).step("sub").output()).hasToString("{\"instance\":null," + reason);
    assertThat(instance(parent).step("start").output())
        .hasToString("{\"instanceId\":null," + reason);
    assertThat(instance(parent).step("other").output().get("instanceId").isTextual()).isTrue();
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE, InstanceState.ACTIVE);
  }

  @Test
  void two_starts_of_one_step_keep_to_the_key_too() {
    child("skip");
    InstanceId parent =
        run(
            """
            [{"id": "all", "each": {"items": [1, 1, 2], "maxConcurrent": 3, "steps": [
               {"id": "sub", "workflow": {"key": "child", "input": {"k": "{{item}}"}}}]}}]
            """,
            "{}");
    assertInstance(parent)
        .step("sub[0]", StepState.IN_PROGRESS)
        .step("sub[1]", StepState.SKIPPED)
        .step("sub[2]", StepState.IN_PROGRESS);
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE, InstanceState.ACTIVE);
  }

  @Test
  void a_key_that_cannot_be_worked_out_fails_the_step_that_waits() {
    child("skip");
    InstanceId parent = run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    assertInstance(parent).hasFailed();
    assertThat(instance(parent).step("sub").reason()).contains("{{input.k}} has no value");
    assertThat(states("child")).isEmpty();
  }

  @Test
  void a_workflow_does_not_wait_in_a_queue_behind_itself() {
    InstanceId id =
        run(
            "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"queue\"},",
            "[{\"id\": \"again\", \"workflow\": \"w\"}]",
            "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("again").reason())
        .isEqualTo("it would wait for itself: an instance of \"w\" with key \"42\" is active");
  }

  @Test
  void a_queued_sub_workflow_is_cancelled_with_its_parent_and_the_queue_goes_on() {
    child("queue");
    InstanceId first = byHand();
    InstanceId parent = awaiting();
    InstanceId third = byHand();
    kit.engine().instances().cancel(TENANT, parent, OPERATOR, "not wanted");
    assertThat(states("child"))
        .containsExactly(InstanceState.DRAFT, InstanceState.CANCELED, InstanceState.ACTIVE);
    kit.event("task.done", LEAD, "{}");
    assertInstance(first).isCompleted();
    assertInstance(third).isActive();
    kit.event("task.done", LEAD, "{}");
    assertInstance(third).isCompleted();
    assertThat(calls).containsExactly("c/1", "c/1");
  }

  private static final String PUBLISH =
      "{\"id\": \"tell\", \"action\": \"publish_event\", \"config\": {\"event\": \"task.done\", \"payload\": {}}}";

  @Test
  void a_wait_is_not_answered_by_what_was_published_before_it_began() {
    InstanceId id =
        run("[" + PUBLISH + ", {\"id\": \"wait\", \"wait\": {\"event\": \"task.done\"}}]", "{}");
    assertInstance(id).isActive().step("wait", StepState.IN_PROGRESS);
    kit.event("task.done", LEAD, "{}");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_wait_in_the_next_round_is_not_answered_by_the_round_before() {
    InstanceId id =
        run(
            "[{\"id\": \"loop\", \"repeat\": {\"max\": 2, \"until\": {\"field\": \"x\", \"operator\": \"eq\", \"value\": 1}, \"steps\": ["
                + PUBLISH
                + ", {\"id\": \"wait\", \"wait\": {\"event\": \"task.done\"}}]}}]",
            "{}");
    assertInstance(id).step("wait[0]", StepState.IN_PROGRESS);
    kit.event("task.done", LEAD, "{}");
    assertInstance(id)
        .step("wait[0]", StepState.COMPLETED)
        .step("tell[1]", StepState.COMPLETED)
        .step("wait[1]", StepState.IN_PROGRESS);
    kit.event("task.done", LEAD, "{}");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_wait_that_had_begun_is_answered_by_another_branch() {
    InstanceId id =
        run(
            "[{\"id\": \"both\", \"parallel\": [{\"steps\": [{\"id\": \"wait\", \"wait\": {\"event\": \"task.done\"}}]}, {\"steps\": ["
                + PUBLISH
                + ", {\"id\": \"late\", \"wait\": {\"event\": \"task.done\", \"timeout\": \"PT1H\"}}]}]}]",
            "{}");
    assertInstance(id).step("wait", StepState.COMPLETED).step("late", StepState.IN_PROGRESS);
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("late").output().path("timedOut").booleanValue()).isTrue();
  }
}
