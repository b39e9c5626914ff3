package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens when steps fail. */
public abstract class FailureContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");

  @Test
  void a_failed_attempt_is_repeated_after_the_backoff_with_the_same_idempotency_key() {
    java.util.Set<String> keys = new java.util.HashSet<>();
    answer =
        context -> {
          keys.add(context.idempotencyKey());
          if (context.attempt() < 3) {
            throw new IllegalStateException("not yet");
          }
          return ActionResult.completed();
        };
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 3, \"initialDelay\": \"PT10S\", \"multiplier\": 2, \"jitter\": 0}}]",
            "{}");
    assertInstance(id).isActive().step("a", StepState.READY);
    assertThat(instance(id).step("a").reason()).isEqualTo("IllegalStateException: not yet");
    kit.advance(Duration.ofSeconds(10));
    assertThat(calls).hasSize(2);
    kit.advance(Duration.ofSeconds(19));
    assertThat(calls).hasSize(2);
    kit.advance(Duration.ofSeconds(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "a/2", "a/3");
    assertThat(keys).hasSize(1);
  }

  @Test
  void a_final_failure_is_not_repeated() {
    answer = context -> ActionResult.failed("the address does not exist", false);
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\"}]", "{}");
    assertInstance(id)
        .hasFailed()
        .hasOutcome(InstanceOutcome.FAILED)
        .step("a", StepState.FAILED)
        .step("b", StepState.PENDING);
    assertThat(instance(id).reason()).isEqualTo("step \"a\" failed: the address does not exist");
    assertThat(calls).hasSize(1);
  }

  @Test
  void attempts_run_out() {
    answer = context -> ActionResult.failed("busy", true);
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    kit.advance(Duration.ofHours(2));
    assertInstance(id).hasFailed();
    assertThat(calls).containsExactly("a/1", "a/2", "a/3", "a/4", "a/5");
  }

  @Test
  void an_allowed_failure_lets_the_instance_go_on() {
    answer =
        context ->
            context.step().equals("a")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"allowFailure\": true}, {\"id\": \"b\", \"action\": \"work\"}]",
            "{}");
    assertInstance(id).isCompleted().step("a", StepState.FAILED).step("b", StepState.COMPLETED);
  }

  @Test
  void on_failure_steps_run_when_a_step_has_failed_for_good() {
    answer =
        context ->
            context.step().equals("a")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work", "onFailure": [{"id": "tell", "action": "work"}]},
             {"id": "b", "action": "work"}]
            """,
            "{}");
    assertInstance(id).hasFailed().step("tell", StepState.COMPLETED).step("b", StepState.PENDING);
    assertThat(calls).containsExactly("a/1", "tell/1");
  }

  @Test
  void compensation_undoes_completed_steps_last_first() {
    answer =
        context ->
            context.step().equals("c")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work", "compensate": {"action": "work"}},
             {"id": "b", "action": "work", "compensate": {"action": "work"}},
             {"id": "c", "action": "work"}]
            """,
            "{}");
    assertInstance(id).hasFailed();
    assertThat(calls).containsExactly("a/1", "b/1", "c/1", "b~undo/1", "a~undo/1");
  }

  @Test
  void a_retry_goes_on_from_the_failed_step() {
    answer =
        context ->
            context.step().equals("b")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work"},
             {"id": "in", "branch": [{"otherwise": true, "steps": [{"id": "b", "action": "work"}]}]},
             {"id": "c", "action": "work"}]
            """,
            "{}");
    assertInstance(id).hasFailed();
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, OPERATOR);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "b/1", "b/1", "c/1");
  }

  @Test
  void only_a_failed_instance_can_be_retried() {
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertThatThrownBy(() -> kit.engine().instances().retry(WorkflowTestKit.TENANT, id, OPERATOR))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("instance " + id + " cannot go from COMPLETED to ACTIVE; COMPLETED is final");
  }

  @Test
  void an_error_fails_the_attempt_like_an_exception() {
    answer =
        context -> {
          throw new AssertionError("this cannot be");
        };
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason()).isEqualTo("AssertionError: this cannot be");
  }

  @Test
  void a_handler_that_returns_null_fails_the_step_for_good() {
    answer = context -> null;
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason())
        .isEqualTo("the handler returned null; it must return an ActionResult");
  }

  @Test
  void an_output_of_50_megabytes_fails_the_step_for_good() {
    answer = context -> ActionResult.completed(Json.object().put("x", "x".repeat(50_000_000)));
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason())
        .isEqualTo("the handler's output is larger than 1048576 bytes");
  }

  @Test
  void a_missing_value_in_the_configuration_fails_the_step_and_names_the_path() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"send_email\", \"config\": {\"to\": \"{{lead.email}}\", \"subject\": \"s\", \"text\": \"t\"}}]",
            "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason()).contains("lead.email");
  }

  @Test
  void a_blocked_step_is_asked_again_and_uses_up_no_attempt() {
    answer = context -> ActionResult.blocked("the office is closed");
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).isActive().step("a", StepState.BLOCKED);
    kit.advance(Duration.ofMinutes(10));
    assertThat(calls).hasSizeGreaterThan(5);
    answer = context -> ActionResult.completed();
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("a").attempt()).isEqualTo(1);
  }

  @Test
  void a_failure_in_one_branch_waits_for_the_others() {
    answer =
        context ->
            context.step().equals("x")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "x", "action": "work"}]},
               {"steps": [{"id": "pause", "delay": "PT1H"}, {"id": "y", "action": "work"}]}]}]
            """,
            "{}");
    assertInstance(id).isActive();
    kit.advance(Duration.ofHours(1));
    assertInstance(id).hasFailed().step("y", StepState.COMPLETED);
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, OPERATOR);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("x/1", "y/1", "x/1");
  }

  @Test
  void a_sub_workflow_that_takes_too_long_is_cancelled() {
    kit.publish(
        """
        {"key": "child", "steps": [{"id": "pause", "delay": "P1D"}, {"id": "c", "action": "work"}]}
        """);
    InstanceId id =
        run(
            """
            [{"id": "sub", "workflow": "child", "timeout": "PT1H", "allowFailure": true},
             {"id": "after", "delay": "P2D"}]
            """,
            "{}");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isActive().step("sub", StepState.FAILED);
    assertThat(instance(id).step("sub").reason()).isEqualTo("timed out after PT1H");
    assertThat(states("child")).containsExactly(InstanceState.CANCELED);
    kit.advance(Duration.ofDays(1));
    assertThat(calls).isEmpty();
  }

  @Test
  void a_sub_workflow_inside_a_step_that_takes_too_long_is_cancelled() {
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"P1D\"}]}");
    InstanceId id =
        run(
            """
            [{"id": "all", "timeout": "PT1H", "each": {"items": [1, 2], "maxConcurrent": 2,
               "steps": [{"id": "sub", "workflow": "child"}]}}]
            """,
            "{}");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).hasFailed().step("sub[0]", StepState.SKIPPED);
    assertThat(states("child")).containsExactly(InstanceState.CANCELED, InstanceState.CANCELED);
  }
}
