package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A paused instance offers no tasks, and its due dates and time limits do not count the pause. */
public abstract class PausedClocksContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final String ASK =
      "[{\"id\": \"ask\", \"action\": \"approval\", \"due\": \"P2D\", \"timeout\": \"P3D\"}]";

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private void pausedFor(InstanceId id, Duration time) {
    kit.engine().instances().pause(TENANT, id, ANNA, null);
    kit.advance(time);
    kit.engine().instances().resume(TENANT, id, ANNA);
    kit.run();
  }

  @Test
  void a_task_of_a_paused_instance_is_neither_shown_nor_done_but_can_be_given_back() {
    InstanceId id = run(ASK, "{}");
    tasks().claim(TENANT, id, "ask", ANNA);
    kit.engine().instances().pause(TENANT, id, ANNA, "holiday");
    assertThat(tasks().inbox(TENANT, ANNA, null, 10).items()).isEmpty();
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
    assertThat(tasks().whyNot(TENANT, id, "ask", ANNA))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INSTANCE_PAUSED));
    assertThatThrownBy(
            () -> tasks().complete(TENANT, id, "ask", ANNA, json("{\"approved\": true}")))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage("instance %s is PAUSED; steps can be done while it is ACTIVE", id);
    assertThatThrownBy(() -> tasks().skip(TENANT, id, "ask", ANNA, null))
        .isExactlyInstanceOf(IllegalTransitionException.class);
    tasks().release(TENANT, id, "ask", ANNA);
    assertInstance(id).is(InstanceState.PAUSED).step("ask", StepState.READY);
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
    kit.engine().instances().resume(TENANT, id, ANNA);
    assertThat(tasks().inbox(TENANT, ANNA, null, 10).items())
        .singleElement()
        .satisfies(task -> assertThat(task.claimedBy()).isNull());
  }

  @Test
  void the_due_date_and_the_timeout_of_a_task_are_put_off_by_every_pause() {
    Instant begun = kit.clock().instant();
    InstanceId id = run(ASK, "{}");
    pausedFor(id, Duration.ofDays(10));
    kit.advance(Duration.ofDays(1));
    tasks().claim(TENANT, id, "ask", ANNA);
    pausedFor(id, Duration.ofDays(10));
    assertThat(tasks().list(TENANT, null, 10).items())
        .singleElement()
        .satisfies(task -> assertThat(task.dueAt()).isEqualTo(begun.plus(Duration.ofDays(22))));
    kit.advance(Duration.ofDays(2).minusMinutes(1));
    assertInstance(id).isActive().step("ask", StepState.IN_PROGRESS);
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).hasFailed();
    assertThat(kit.clock().instant()).isEqualTo(begun.plus(Duration.ofDays(23)));
  }

  @Test
  void a_pause_that_began_before_the_task_counts_only_from_there() {
    InstanceId id =
        run(
            "[{\"id\": \"first\", \"delay\": \"P1D\"}, {\"id\": \"ask\", \"action\": \"approval\", \"timeout\": \"P1D\"}]",
            "{}");
    pausedFor(id, Duration.ofDays(5));
    assertInstance(id).step("ask", StepState.READY);
    kit.advance(Duration.ofDays(1));
    assertInstance(id).hasFailed();
  }

  @Test
  void a_wait_and_what_holds_it_have_their_time_after_a_pause() {
    InstanceId id =
        run(
            """
            [{"id": "both", "timeout": "P4D", "parallel": [
               {"steps": [{"id": "answer", "wait": {"event": "lead.answered", "timeout": "P2D"}}]},
               {"steps": [{"id": "other", "wait": {"event": "lead.other"}}]}]}]
            """,
            "{}");
    pausedFor(id, Duration.ofDays(10));
    kit.advance(Duration.ofDays(1));
    assertInstance(id).isActive().step("answer", StepState.IN_PROGRESS);
    kit.event("lead.answered", LEAD, "{}");
    assertThat(instance(id).step("answer").output().path("timedOut").booleanValue()).isFalse();
    kit.advance(Duration.ofDays(2));
    assertInstance(id).isActive();
    kit.advance(Duration.ofDays(1));
    assertInstance(id).hasFailed().step("both", StepState.FAILED);
  }

  @Test
  void an_event_during_the_pause_answers_a_wait_whose_time_stands_still() {
    InstanceId id =
        run(
            "[{\"id\": \"answer\", \"wait\": {\"event\": \"lead.answered\", \"timeout\": \"P2D\"}}]",
            "{}");
    kit.engine().instances().pause(TENANT, id, ANNA, null);
    kit.advance(Duration.ofDays(10));
    kit.event("lead.answered", LEAD, "{}");
    kit.engine().instances().resume(TENANT, id, ANNA);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("answer").output().path("timedOut").booleanValue()).isFalse();
  }

  @Test
  void a_task_of_a_paused_instance_that_is_cancelled_is_gone() {
    InstanceId id = run(ASK, "{}");
    kit.engine().instances().pause(TENANT, id, ANNA, null);
    kit.engine().instances().cancel(TENANT, id, ANNA, null);
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
    assertThat(tasks().whyNot(TENANT, id, "ask", ANNA))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INSTANCE_ENDED));
  }
}
