package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Instances.Query;
import dev.workflow.Json;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A retry enters again exactly what was entered. */
public abstract class RetryContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");

  /** Steps that fail for good, by name and round. */
  private final Set<String> broken = new HashSet<>();

  private InstanceId runs(String steps, String payload, String... failing) {
    broken.addAll(Set.of(failing));
    answer =
        context ->
            broken.contains(context.step())
                ? ActionResult.failed("broken", false)
                : ActionResult.completed();
    return run(steps, payload);
  }

  private void retry(InstanceId id) {
    kit.engine().instances().retry(TENANT, id, OPERATOR);
    kit.run();
  }

  private void mendAndRetry(InstanceId id) {
    assertInstance(id).hasFailed();
    broken.clear();
    calls.clear();
    retry(id);
  }

  private static final String FIVE =
      """
      [{"id": "all", "each": {"items": "{{numbers}}", "as": "number", "maxConcurrent": %d, "steps": [
         {"id": "log", "action": "log", "config": {"message": "number {{number}}"}},
         {"id": "work", "action": "work"}]}}]
      """;

  @Test
  void each_goes_on_with_the_element_that_failed_and_then_the_rest() {
    InstanceId id = runs(FIVE.formatted(1), "{\"numbers\": [1, 2, 3, 4, 5]}", "work[1]");
    mendAndRetry(id);
    assertInstance(id).isCompleted().step("log[4]", StepState.COMPLETED);
    assertThat(calls).containsExactly("work[1]/1", "work[2]/1", "work[3]/1", "work[4]/1");
    assertThat(instance(id).step("all").output().path("count").intValue()).isEqualTo(5);
  }

  @Test
  void each_with_several_at_once_goes_on_with_all_that_are_left() {
    InstanceId id = runs(FIVE.formatted(2), "{\"numbers\": [1, 2, 3, 4, 5]}", "work[1]", "work[2]");
    mendAndRetry(id);
    assertInstance(id).isCompleted();
    assertThat(calls)
        .containsExactlyInAnyOrder("work[1]/1", "work[2]/1", "work[3]/1", "work[4]/1")
        .doesNotHaveDuplicates();
  }

  @Test
  void each_goes_on_as_often_as_it_fails() {
    InstanceId id = runs(FIVE.formatted(1), "{\"numbers\": [1, 2, 3, 4, 5]}", "work[1]");
    retry(id);
    mendAndRetry(id);
    assertThat(calls).containsExactly("work[1]/1", "work[2]/1", "work[3]/1", "work[4]/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void loops_in_loops_go_on_in_the_round_that_failed() {
    InstanceId id =
        runs(
            """
            [{"id": "outer", "each": {"items": [1, 2], "steps": [
               {"id": "inner", "repeat": {"while": {"field": "iteration", "operator": "lt", "value": 3}, "max": 9, "steps": [
                  {"id": "which", "branch": [{"otherwise": true, "steps": [{"id": "work", "action": "work"}]}]}]}}]}}]
            """,
            "{}",
            "work[0.1]");
    mendAndRetry(id);
    assertThat(calls)
        .containsExactly("work[0.1]/1", "work[0.2]/1", "work[1.0]/1", "work[1.1]/1", "work[1.2]/1");
    assertInstance(id).isCompleted();
  }

  private static final String TASK =
      """
      {"id": "before", "action": "work"}, {"id": "task", "wait": {"event": "task.done"}}, {"id": "after", "action": "work"}
      """;

  /** Lets a step that holds a wait time out, and then go on. */
  private void timesOutAndGoesOn(String container, String task) {
    InstanceId id = runs("[{\"id\": \"box\", \"timeout\": \"PT1H\", " + container + "}]", "{}");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).hasFailed().step(task, StepState.SKIPPED);
    assertThat(instance(id).step("box").reason()).isEqualTo("timed out after PT1H");
    mendAndRetry(id);
    assertInstance(id).isActive().step("box", StepState.IN_PROGRESS);
    assertInstance(id).step(task, StepState.IN_PROGRESS);
    assertThat(calls).isEmpty();
    kit.advance(Duration.ofMinutes(59));
    kit.event("task.done", LEAD, "{}");
    assertInstance(id).isCompleted();
    assertThat(calls).hasSize(1).first().asString().startsWith("after");
  }

  @Test
  void a_branch_that_timed_out_goes_on_where_it_was() {
    timesOutAndGoesOn("\"branch\": [{\"otherwise\": true, \"steps\": [" + TASK + "]}]", "task");
  }

  @Test
  void a_split_that_timed_out_goes_on_where_it_was() {
    timesOutAndGoesOn(
        "\"split\": [{\"name\": \"a\", \"weight\": 1000000, \"steps\": ["
            + TASK
            + "]}, {\"name\": \"b\", \"steps\": []}]",
        "task");
  }

  @Test
  void a_parallel_that_timed_out_goes_on_where_it_was() {
    timesOutAndGoesOn(
        "\"parallel\": [{\"steps\": ["
            + TASK
            + "]}, {\"steps\": [{\"id\": \"short\", \"delay\": \"PT1M\"}]}]",
        "task");
  }

  @Test
  void an_each_that_timed_out_goes_on_where_it_was() {
    timesOutAndGoesOn("\"each\": {\"items\": [1], \"steps\": [" + TASK + "]}", "task[0]");
  }

  @Test
  void a_repeat_that_timed_out_goes_on_where_it_was() {
    timesOutAndGoesOn(
        "\"repeat\": {\"max\": 1, \"until\": {\"field\": \"iteration\", \"operator\": \"eq\", \"value\": 0}, \"steps\": ["
            + TASK
            + "]}",
        "task[0]");
  }

  @Test
  void what_timed_out_inside_of_what_timed_out_goes_on_where_it_was() {
    timesOutAndGoesOn(
        "\"each\": {\"items\": [1], \"steps\": [{\"id\": \"in\", \"branch\": [{\"otherwise\": true, \"steps\": ["
            + TASK
            + "]}]}]}",
        "task[0]");
  }

  @Test
  void a_step_inside_that_was_left_out_on_purpose_stays_left_out() {
    InstanceId id =
        runs(
            """
            [{"id": "box", "timeout": "PT1H", "branch": [{"otherwise": true, "steps": [
               {"id": "no", "action": "work", "when": {"field": "x", "operator": "exists", "value": true}},
               {"id": "race", "join": "any", "parallel": [
                  {"steps": [{"id": "quick", "action": "work"}]},
                  {"steps": [{"id": "slow", "wait": {"event": "slow.done"}}]}]},
               {"id": "task", "wait": {"event": "task.done"}}]}]}]
            """,
            "{}");
    kit.advance(Duration.ofHours(1));
    mendAndRetry(id);
    kit.event("task.done", LEAD, "{}");
    assertInstance(id)
        .isCompleted()
        .step("no", StepState.SKIPPED)
        .step("slow", StepState.SKIPPED)
        .step("race", StepState.COMPLETED);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_delay_inside_that_a_timeout_cut_off_ends_when_it_was_to_end() {
    InstanceId id =
        runs(
            """
            [{"id": "box", "timeout": "PT1H", "branch": [{"otherwise": true, "steps": [
               {"id": "later", "action": "work", "delay": "PT90M"}]}]}]
            """,
            "{}");
    kit.advance(Duration.ofHours(1));
    mendAndRetry(id);
    kit.advance(Duration.ofMinutes(29));
    assertThat(calls).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertThat(calls).containsExactly("later/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_timeout_holds_after_a_retry_too() {
    InstanceId id =
        runs(
            "[{\"id\": \"box\", \"timeout\": \"PT1H\", \"branch\": [{\"otherwise\": true, \"steps\": ["
                + TASK
                + "]}]}]",
            "{}");
    kit.advance(Duration.ofHours(5));
    mendAndRetry(id);
    kit.advance(Duration.ofMinutes(59));
    assertInstance(id).isActive();
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).hasFailed();
  }

  @Test
  void a_container_whose_delay_could_not_be_worked_out_begins_with_it() {
    for (String container :
        new String[] {
          "\"branch\": [{\"otherwise\": true, \"steps\": [{\"id\": \"in\", \"action\": \"work\"}]}]",
          "\"split\": [{\"name\": \"a\", \"steps\": [{\"id\": \"in\", \"action\": \"work\"}]}, {\"name\": \"b\", \"steps\": []}]",
          "\"parallel\": [{\"steps\": [{\"id\": \"in\", \"action\": \"work\"}]}, {\"steps\": []}]",
          "\"each\": {\"items\": [1], \"steps\": [{\"id\": \"in\", \"action\": \"work\"}]}",
          "\"repeat\": {\"max\": 1, \"until\": {\"field\": \"iteration\", \"operator\": \"eq\", \"value\": 0}, \"steps\": [{\"id\": \"in\", \"action\": \"work\"}]}"
        }) {
      calls.clear();
      kit.engine().assignments().setDefault(TENANT, null, Map.of(), OPERATOR);
      InstanceId id =
          runs(
              "[{\"id\": \"box\", \"delay\": {\"until\": \"{{terms.at}}\"}, " + container + "}]",
              "{}");
      mendAndRetry(id);
      assertInstance(id).hasFailed();
      kit.engine()
          .assignments()
          .setDefault(TENANT, null, Map.of("at", TextNode.valueOf("2099-01-01")), OPERATOR);
      mendAndRetry(id);
      assertInstance(id).isActive().step("box", StepState.READY);
      assertThat(instance(id).step("box").dueAt()).isEqualTo("2099-01-01T00:00:00Z");
      assertThat(calls).isEmpty();
      kit.engine().instances().cancel(TENANT, id, OPERATOR, null);
    }
  }

  @Test
  void an_each_whose_items_were_wrong_works_them_out_again() {
    InstanceId id =
        runs(
            """
            [{"id": "all", "each": {"items": "{{terms.numbers}}", "steps": [{"id": "in", "action": "work"}]}}]
            """,
            "{}");
    mendAndRetry(id);
    assertInstance(id).hasFailed();
    kit.engine()
        .assignments()
        .setDefault(TENANT, null, Map.of("numbers", Json.read("[1, 2]")), OPERATOR);
    mendAndRetry(id);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("in[0]/1", "in[1]/1");
  }

  private static final String TWO_OF_THREE =
      """
      [{"id": "box", "join": %s, "parallel": [
         {"steps": [{"id": "a", "action": "work"}, {"id": "a2", "action": "work"}]},
         {"steps": [{"id": "b", "action": "work"}]},
         {"steps": [{"id": "task", "wait": {"event": "task.done"}}]}]}]
      """;

  @Test
  void a_parallel_whose_join_cannot_be_reached_fails_at_once_and_a_retry_reopens_all() {
    InstanceId id = runs(TWO_OF_THREE.formatted("2"), "{}", "a", "b");
    assertInstance(id).hasFailed().step("task", StepState.SKIPPED);
    assertThat(instance(id).step("task").reason()).isEqualTo("too many branches have failed");
    mendAndRetry(id);
    assertThat(calls).containsExactlyInAnyOrder("a/1", "b/1", "a2/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_parallel_that_needs_all_lets_the_others_go_on_to_their_ends() {
    InstanceId id = runs(TWO_OF_THREE.formatted("\"all\""), "{}", "a");
    assertInstance(id).isActive().step("b", StepState.COMPLETED);
    kit.event("task.done", LEAD, "{}");
    mendAndRetry(id);
    assertThat(calls).containsExactly("a/1", "a2/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_parallel_whose_join_can_still_be_reached_goes_on() {
    InstanceId id = runs(TWO_OF_THREE.formatted("\"any\""), "{}", "a", "b");
    assertInstance(id).isActive();
    kit.event("task.done", LEAD, "{}");
    assertInstance(id).isCompleted();
  }

  @Test
  void steps_that_answer_a_failure_run_again_with_it_unless_they_completed() {
    InstanceId id =
        runs(
            """
            [{"id": "work", "action": "work", "onFailure": [
               {"id": "tell", "action": "work"}, {"id": "mend", "action": "work"}]}]
            """,
            "{}",
            "work",
            "mend");
    assertThat(calls).containsExactly("work/1", "tell/1", "mend/1");
    broken.remove("mend");
    calls.clear();
    retry(id);
    assertThat(calls).containsExactly("work/1", "mend/1");
    mendAndRetry(id);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("work/1");
  }

  @Test
  void a_person_has_the_whole_time_again() {
    InstanceId id =
        runs(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"BOSS\", \"timeout\": \"PT1H\", \"config\": {\"message\": \"?\"}}]",
            "{}");
    kit.advance(Duration.ofHours(1));
    mendAndRetry(id);
    assertInstance(id).isActive().step("ask", StepState.READY);
    kit.advance(Duration.ofMinutes(59));
    assertInstance(id).isActive();
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).hasFailed();
  }

  @Test
  void what_completed_after_a_retry_is_undone_before_what_completed_earlier() {
    InstanceId id =
        runs(
            """
            [{"id": "a", "action": "work", "compensate": {"action": "work"}},
             {"id": "b", "action": "work", "compensate": {"action": "work"}},
             {"id": "c", "action": "work"}]
            """,
            "{}",
            "a");
    broken.clear();
    broken.add("c");
    calls.clear();
    retry(id);
    assertThat(calls).containsExactly("a/1", "b/1", "c/1", "b~undo/1", "a~undo/1");
  }

  @Test
  void the_reason_names_the_failure_that_counts() {
    InstanceId id =
        runs(
            "[{\"id\": \"box\", \"allowFailure\": true, \"branch\": [{\"otherwise\": true, \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}]}, {\"id\": \"b\", \"action\": \"work\"}]",
            "{}",
            "a",
            "b");
    assertInstance(id).hasFailed();
    assertThat(instance(id).reason()).isEqualTo("step \"b\" failed: broken");
  }

  @Test
  void a_compensation_inside_an_each_sees_its_element() {
    InstanceId id =
        runs(
            """
            [{"id": "all", "each": {"items": ["x", "y"], "steps": [
               {"id": "book", "action": "work",
                "compensate": {"action": "log", "config": {"message": "{{item}}"}}}]}},
             {"id": "last", "action": "work"}]
            """,
            "{}",
            "last");
    assertInstance(id)
        .hasFailed()
        .step("book[0]~undo", StepState.COMPLETED)
        .step("book[1]~undo", StepState.COMPLETED);
  }

  @Test
  void a_stop_as_failed_is_not_retried() {
    InstanceId id =
        runs(
            """
            [{"id": "box", "branch": [{"otherwise": true, "steps": [
               {"id": "give-up", "stop": {"as": "failed", "reason": "no answer"}}]}]},
             {"id": "after", "action": "work"}]
            """,
            "{}");
    String refused =
        "instance "
            + id
            + " cannot be retried: its step \"give-up\" ended it on purpose; start another one instead";
    assertThatThrownBy(() -> retry(id))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(refused);
    var report =
        kit.engine()
            .instances()
            .bulk(Query.of(TENANT), BulkOperation.RETRY, OPERATOR, progress -> {});
    kit.run();
    assertThat(report.done()).isZero();
    assertThat(report.refused()).isOne();
    assertThat(report.failures()).containsEntry(id, refused);
    assertInstance(id).hasFailed().step("after", StepState.PENDING);
    assertThat(calls).isEmpty();
  }

  @Test
  void what_was_undone_is_not_retried() {
    InstanceId id =
        runs(
            """
            [{"id": "pay", "action": "work", "compensate": {"action": "work"}},
             {"id": "ship", "action": "work"}]
            """,
            "{}",
            "ship");
    assertThat(calls).containsExactly("pay/1", "ship/1", "pay~undo/1");
    broken.clear();
    assertThatThrownBy(() -> retry(id))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + id
                + " cannot be retried: what was done by \"pay\" was undone; start another one instead");
    assertThat(calls).hasSize(3);
  }
}
