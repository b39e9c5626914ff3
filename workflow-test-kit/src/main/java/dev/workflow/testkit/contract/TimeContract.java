package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Delays, windows and what happens to late steps. The kit starts on Monday 2026-01-05 at 09:00 UTC.
 */
public abstract class TimeContract extends EngineContract {

  private Instant readyUntil(InstanceId id, String step) {
    return instance(id).step(step).dueAt();
  }

  @Test
  void a_delay_until_a_date_in_the_data() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\"}}]",
            "{\"meeting\": \"2026-01-09T10:00:00+01:00\"}");
    assertThat(readyUntil(id, "a")).isEqualTo(Instant.parse("2026-01-09T09:00:00Z"));
    kit.advance(Duration.ofDays(5));
    assertInstance(id).isCompleted();
  }

  @Test
  void a_delay_that_cannot_be_worked_out_fails_the_step_unless_another_answer_was_chosen() {
    InstanceId failed =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\"}}]",
            "{}");
    assertInstance(failed).hasFailed();
    assertThat(instance(failed).step("a").reason())
        .contains("the delay until {{meeting}} cannot be worked out");
    InstanceId skipped =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\", \"ifMissing\": \"skip\"}}]",
            "{}");
    assertInstance(skipped).isCompleted().step("a", StepState.SKIPPED);
    InstanceId now =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\", \"ifMissing\": \"now\"}}]",
            "{}");
    assertInstance(now).isCompleted().step("a", StepState.COMPLETED);
  }

  @Test
  void a_delay_until_the_past_goes_on_at_once_unless_another_answer_was_chosen() {
    String payload = "{\"meeting\": \"2025-12-24\"}";
    assertInstance(
            run(
                "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\"}}]",
                payload))
        .isCompleted();
    assertInstance(
            run(
                "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\", \"ifPast\": \"skip\"}}]",
                payload))
        .step("a", StepState.SKIPPED);
    assertInstance(
            run(
                "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\", \"ifPast\": \"fail\"}}]",
                payload))
        .hasFailed();
  }

  @Test
  void a_delay_from_the_trigger_does_not_add_up() {
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work", "delay": {"for": "P1D", "from": "trigger"}},
             {"id": "b", "action": "work", "delay": {"for": "P3D", "from": "trigger"}}]
            """,
            "{}");
    kit.advance(Duration.ofDays(1));
    assertThat(readyUntil(id, "b")).isEqualTo(WorkflowTestKit.START.plus(Duration.ofDays(3)));
  }

  @Test
  void a_window_moves_the_step_to_its_next_opening() {
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work",
              "delay": {"for": "P5D", "window": {"days": "MON-FRI", "from": "10:00", "to": "17:00"}}}]
            """,
            "{}");
    assertThat(readyUntil(id, "a")).isEqualTo(Instant.parse("2026-01-12T10:00:00Z"));
  }

  @Test
  void late_steps_run_all_by_default() {
    InstanceId id = lateRun("");
    assertThat(calls).containsExactly("a/1", "b/1", "c/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void of_late_steps_only_the_latest_runs_if_so_chosen() {
    InstanceId id = lateRun("\"backlog\": \"latest\",");
    assertThat(calls).containsExactly("c/1");
    assertInstance(id).isCompleted().step("a", StepState.SKIPPED).step("b", StepState.SKIPPED);
  }

  @Test
  void late_steps_are_dropped_beyond_an_age_if_so_chosen() {
    lateRun("\"backlog\": {\"dropOlderThan\": \"PT36H\"},");
    assertThat(calls).containsExactly("c/1");
  }

  @Test
  void late_steps_are_spread_out_if_so_chosen() {
    InstanceId id = lateRun("\"backlog\": {\"spread\": \"PT1H\"},");
    assertThat(instance(id).step("a").state()).isEqualTo(StepState.READY);
    assertThat(instance(id).step("a").dueAt())
        .isBetween(kit.clock().instant(), kit.clock().instant().plus(Duration.ofHours(1)));
    kit.advance(Duration.ofHours(3));
    assertInstance(id).isCompleted();
  }

  /** Three steps, due after one, two and three days; the engine comes back a day after the last. */
  private InstanceId lateRun(String backlog) {
    InstanceId id =
        run(
            backlog,
            """
            [{"id": "a", "action": "work", "delay": {"for": "P1D", "from": "trigger"}},
             {"id": "b", "action": "work", "delay": {"for": "P2D", "from": "trigger"}},
             {"id": "c", "action": "work", "delay": {"for": "P3D", "from": "trigger"}}]
            """,
            "{}");
    kit.clock().advance(Duration.ofDays(4));
    kit.run();
    return id;
  }
}
