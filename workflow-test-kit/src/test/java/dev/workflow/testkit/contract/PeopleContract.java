package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Steps that people do, and what operators can do to an instance. */
public abstract class PeopleContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor LAWYER = Actor.of("lawyer-anna");
  private static final Actor CLIENT = Actor.of("client-carl");
  private static final Actor BOSS = Actor.of("boss");
  private static final String APPROVAL =
      "[{\"id\": \"approve\", \"action\": \"approval\", \"role\": \"LAWYER\", \"config\": {\"message\": \"Send it?\"}},"
          + " {\"id\": \"after\", \"action\": \"work\"}]";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of("CLIENT"));
  }

  @Test
  void an_approval_stays_open_until_somebody_with_the_role_answers() {
    InstanceId id = run(APPROVAL, "{}");
    assertInstance(id).isActive().step("approve", StepState.READY);
    assertThat(kit.engine().tasks().inbox(TENANT, LAWYER, null, 10).items()).hasSize(1);
    assertThat(kit.engine().tasks().inbox(TENANT, CLIENT, null, 10).items()).isEmpty();
    kit.engine().tasks().claim(TENANT, id, "approve", LAWYER);
    assertInstance(id).step("approve", StepState.IN_PROGRESS);
    kit.engine().tasks().complete(TENANT, id, "approve", LAWYER, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("approve").output().path("approved").booleanValue()).isTrue();
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items()).isEmpty();
    assertThat(kit.story(id)).contains("by lawyer-anna");
  }

  @Test
  void whoever_lacks_the_role_is_refused() {
    InstanceId id = run(APPROVAL, "{}");
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "approve", CLIENT))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"approve\" needs the role LAWYER; client-carl has [CLIENT]");
    assertThat(kit.engine().tasks().canPerform(TENANT, id, "approve", CLIENT)).isFalse();
    assertThat(kit.engine().tasks().canPerform(TENANT, id, "approve", LAWYER)).isTrue();
  }

  @Test
  void the_approver_role_of_an_approval_is_the_role_it_needs() {
    InstanceId id =
        run(
            "[{\"id\": \"approve\", \"action\": \"approval\", \"config\": {\"approverRole\": \"LAWYER\"}}]",
            "{}");
    assertThat(kit.engine().tasks().canPerform(TENANT, id, "approve", CLIENT)).isFalse();
    assertThat(kit.engine().tasks().canPerform(TENANT, id, "approve", LAWYER)).isTrue();
    assertThat(kit.engine().tasks().inbox(TENANT, CLIENT, null, 10).items()).isEmpty();
  }

  @Test
  void a_claimed_step_belongs_to_its_claimant_until_it_is_released() {
    InstanceId id = run(APPROVAL, "{}");
    Actor other = Actor.of("lawyer-bob");
    kit.engine().tasks().claim(TENANT, id, "approve", LAWYER);
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "approve", other))
        .isInstanceOf(ConflictException.class)
        .hasMessage("step \"approve\" is claimed by lawyer-anna already");
    assertThatThrownBy(
            () ->
                kit.engine()
                    .tasks()
                    .complete(TENANT, id, "approve", other, json("{\"approved\": true}")))
        .isInstanceOf(AccessDeniedException.class);
    kit.engine().tasks().release(TENANT, id, "approve", LAWYER);
    kit.engine().tasks().claim(TENANT, id, "approve", other);
    assertThat(instance(id).step("approve").claimedBy()).isEqualTo(other);
  }

  @Test
  void a_failed_task_fails_the_step() {
    InstanceId id = run(APPROVAL, "{}");
    kit.engine().tasks().fail(TENANT, id, "approve", LAWYER, "the client withdrew");
    assertInstance(id).hasFailed();
    assertThat(instance(id).reason()).isEqualTo("step \"approve\" failed: the client withdrew");
  }

  @Test
  void only_an_admin_skips_a_required_step() {
    InstanceId id = run(APPROVAL, "{}");
    assertThatThrownBy(() -> kit.engine().tasks().skip(TENANT, id, "approve", LAWYER, null))
        .isInstanceOf(AccessDeniedException.class);
    kit.engine().tasks().skip(TENANT, id, "approve", BOSS, "not needed");
    kit.run();
    assertInstance(id).isCompleted().step("approve", StepState.SKIPPED);
  }

  @Test
  void a_step_that_is_not_open_cannot_be_done() {
    InstanceId id = run(APPROVAL, "{}");
    assertThatThrownBy(() -> kit.engine().tasks().complete(TENANT, id, "after", BOSS, json("{}")))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("step \"after\" is done by the engine and does not wait for an answer");
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "nowhere", BOSS))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("w v1 has no step \"nowhere\"; it has approve, after");
  }

  @Test
  void a_persons_step_times_out_if_it_says_so() {
    InstanceId id =
        run(
            "[{\"id\": \"approve\", \"action\": \"approval\", \"timeout\": \"P2D\", \"allowFailure\": true}]",
            "{}");
    kit.advance(Duration.ofDays(2));
    assertInstance(id).isCompleted().step("approve", StepState.FAILED);
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items()).isEmpty();
  }

  @Test
  void a_paused_instance_does_nothing_until_it_is_resumed() {
    InstanceId id =
        run(
            "[{\"id\": \"pause\", \"delay\": \"PT1H\"}, {\"id\": \"a\", \"action\": \"work\"}]",
            "{}");
    kit.engine().instances().pause(TENANT, id, BOSS, "holiday");
    kit.advance(Duration.ofDays(1));
    assertInstance(id).is(InstanceState.PAUSED);
    assertThat(calls).isEmpty();
    kit.engine().instances().resume(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void a_cancelled_instance_is_over() {
    InstanceId id =
        run(
            "[{\"id\": \"pause\", \"delay\": \"PT1H\"}, {\"id\": \"a\", \"action\": \"work\"}]",
            "{}");
    kit.engine().instances().cancel(TENANT, id, BOSS, "not wanted");
    kit.advance(Duration.ofDays(1));
    assertInstance(id)
        .is(InstanceState.CANCELED)
        .step("pause", StepState.SKIPPED)
        .step("a", StepState.PENDING);
    assertThat(calls).isEmpty();
    assertThatThrownBy(() -> kit.engine().instances().pause(TENANT, id, BOSS, null))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void all_instances_that_fit_a_query_can_be_cancelled_at_once() {
    publish("w", "", "[{\"id\": \"pause\", \"delay\": \"PT1H\"}]");
    for (int i = 0; i < 5; i++) {
      kit.event("lead.created", LEAD, "{}");
    }
    var report =
        kit.engine()
            .instances()
            .bulk(
                dev.workflow.Instances.Query.of(TENANT).workflow("w").in(InstanceState.ACTIVE),
                dev.workflow.Instances.BulkOperation.CANCEL,
                BOSS,
                progress -> {});
    assertThat(report.done()).isEqualTo(5);
    assertThat(kit.engine().instances().count(TENANT)).hasSize(1);
  }

  @Test
  void cancelling_a_parent_cancels_the_sub_workflow_it_waits_for() {
    kit.publish(
        "{\"key\": \"child\", \"name\": \"Child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"PT1H\"}]}");
    InstanceId id = run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    kit.engine().instances().cancel(TENANT, id, BOSS, "not wanted");
    assertThat(states("child")).containsExactly(InstanceState.CANCELED);
  }

  @Test
  void skipping_a_sub_workflow_cancels_it() {
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"PT1H\"}]}");
    InstanceId id = run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    kit.engine().tasks().skip(TENANT, id, "sub", BOSS, "not wanted");
    kit.run();
    assertInstance(id).isCompleted().step("sub", StepState.SKIPPED);
    assertThat(states("child")).containsExactly(InstanceState.CANCELED);
  }

  @Test
  void skipping_a_step_that_holds_others_skips_what_is_open_inside() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "one", "action": "approval"}]},
               {"steps": [{"id": "two", "wait": {"event": "message.received"}}]}]},
             {"id": "after", "delay": "PT1H"}]
            """,
            "{}");
    kit.engine().tasks().skip(TENANT, id, "both", BOSS, "not wanted");
    kit.run();
    assertInstance(id)
        .isActive()
        .step("both", StepState.SKIPPED)
        .step("one", StepState.SKIPPED)
        .step("two", StepState.SKIPPED);
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items()).isEmpty();
  }
}
