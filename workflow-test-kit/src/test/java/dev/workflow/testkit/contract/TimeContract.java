package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Delays, windows and what happens to late steps. The kit starts on Monday 2026-01-05 at 09:00 UTC.
 */
public abstract class TimeContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");
  private static final String THREE_DAYS =
      """
      [{"id": "a", "action": "work", "delay": {"for": "P1D", "from": "trigger"}},
       {"id": "b", "action": "work", "delay": {"for": "P2D", "from": "trigger"}},
       {"id": "c", "action": "work", "delay": {"for": "P3D", "from": "trigger"}}]
      """;

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

  @Test
  void what_fell_due_during_a_pause_follows_the_backlog_policy_when_it_is_resumed() {
    assertThat(pausedRun("")).containsExactly("a/1", "b/1", "c/1");
    assertThat(pausedRun("\"backlog\": \"latest\",")).containsExactly("c/1");
    assertThat(pausedRun("\"backlog\": {\"dropOlderThan\": \"PT36H\"},")).containsExactly("c/1");
    assertThat(pausedRun("\"backlog\": {\"spread\": \"PT1H\"},")).isEmpty();
    kit.advance(Duration.ofHours(3));
    assertThat(calls).containsExactly("a/1", "b/1", "c/1");
  }

  /** Three steps fall due while the instance is paused, the last a day before it is resumed. */
  private List<String> pausedRun(String backlog) {
    calls.clear();
    InstanceId id = run(backlog, THREE_DAYS, "{}");
    kit.engine().instances().pause(WorkflowTestKit.TENANT, id, OPERATOR, "holiday");
    kit.advance(Duration.ofDays(4));
    assertThat(calls).isEmpty();
    kit.engine().instances().resume(WorkflowTestKit.TENANT, id, OPERATOR);
    kit.run();
    return List.copyOf(calls);
  }

  @Test
  void a_dropped_step_says_when_it_was_due() {
    InstanceId id = lateRun("\"backlog\": {\"dropOlderThan\": \"PT36H\"},");
    assertThat(instance(id).step("a").reason())
        .isEqualTo("it was due 2026-01-06T09:00:00Z, longer ago than PT36H");
    InstanceId latest = lateRun("\"backlog\": \"latest\",");
    assertThat(instance(latest).step("b").reason())
        .startsWith("it was due ")
        .endsWith(" and the next step is due as well");
  }

  @Test
  void a_date_that_passes_during_a_pause_is_past_when_the_instance_is_resumed() {
    assertInstance(resumedAfter("skip"))
        .isCompleted()
        .step("asks", StepState.COMPLETED)
        .step("a", StepState.SKIPPED);
    assertInstance(resumedAfter("fail")).hasFailed().step("a", StepState.FAILED);
    InstanceId now = resumedAfter("now");
    assertInstance(now).isCompleted().step("a", StepState.COMPLETED);
    assertThat(kit.story(now))
        .contains(
            "the delay until {{meeting}} ended in the past (2026-01-12T00:00:00Z); it continues at once");
  }

  /** A step before the delay ends while the instance is paused; the date passes meanwhile. */
  private InstanceId resumedAfter(String ifPast) {
    InstanceId id =
        run(
            """
            [{"id": "asks", "delay": "PT1H"},
             {"id": "a", "action": "work",
              "delay": {"until": "{{meeting}}", "ifPast": "%s"}}]
            """
                .formatted(ifPast),
            "{\"meeting\": \"%s\"}"
                .formatted(
                    kit.clock().instant().plus(Duration.ofDays(1)).toString().substring(0, 10)));
    kit.engine().instances().pause(WorkflowTestKit.TENANT, id, OPERATOR, null);
    kit.advance(Duration.ofDays(3));
    assertInstance(id).is(InstanceState.PAUSED).step("a", StepState.PENDING);
    kit.engine().instances().resume(WorkflowTestKit.TENANT, id, OPERATOR);
    kit.run();
    return id;
  }

  @Test
  void every_answer_to_a_delay_that_cannot_be_worked_out_says_why() {
    assertThat(unresolved("fail")).isEqualTo("FAILED: " + UNRESOLVED);
    assertThat(unresolved("skip")).isEqualTo("SKIPPED: " + UNRESOLVED);
    assertThat(unresolved("now")).isEqualTo("COMPLETED: null");
    assertThat(kit.story(kit.lastStarted().id())).contains(UNRESOLVED + "; it continues at once");
  }

  private static final String UNRESOLVED =
      "the delay until {{meeting}} cannot be worked out: it gives a number";

  private String unresolved(String ifMissing) {
    InstanceId id =
        kit.start(
            startable(
                "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\", \"ifMissing\": \"%s\"}}]"
                    .formatted(ifMissing)),
            LEAD,
            json("{\"meeting\": 7}"));
    return instance(id).step("a").state() + ": " + instance(id).step("a").reason();
  }

  private String startable(String steps) {
    publish("w", "", steps);
    return "w";
  }

  @Test
  void a_retry_after_a_delay_that_could_not_be_worked_out_works_it_out_again() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
              {"steps": [{"id": "a", "action": "work", "delay": {"until": "{{meeting}}"}}]},
              {"steps": [{"id": "find", "action": "set", "delay": "PT1H",
                          "config": {"values": {"meeting": "2026-01-08T12:00:00Z"}}}]}]}]
            """,
            "{}");
    assertInstance(id).isActive().step("a", StepState.FAILED);
    kit.advance(Duration.ofHours(2));
    assertInstance(id).hasFailed().step("find", StepState.COMPLETED);
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, OPERATOR);
    kit.run();
    assertThat(calls).isEmpty();
    assertThat(readyUntil(id, "a")).isEqualTo(Instant.parse("2026-01-08T12:00:00Z"));
    kit.advanceTo(Instant.parse("2026-01-08T12:00:00Z"));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_retry_fails_again_while_the_delay_still_cannot_be_worked_out() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\", \"delay\": {\"until\": \"{{meeting}}\"}}]",
            "{\"meeting\": 7}");
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, OPERATOR);
    kit.run();
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason()).isEqualTo(UNRESOLVED);
    assertThat(calls).isEmpty();
  }

  /** Three steps, due after one, two and three days; the engine comes back a day after the last. */
  private InstanceId lateRun(String backlog) {
    InstanceId id = run(backlog, THREE_DAYS, "{}");
    kit.clock().advance(Duration.ofDays(4));
    kit.run();
    return id;
  }
}
