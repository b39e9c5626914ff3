package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskCommand;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A step that allows it is answered before its turn. */
public abstract class EarlyAnswersContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";

  private final Clerk clerk = new Clerk();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .handler(clerk)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  /** A gate, then {@code ask} with these keys, then an end. */
  private InstanceId asking(String keys) {
    return run(
        "[{\"id\": \"gate\", \"action\": \"approval\"}, {\"id\": \"ask\", \"action\":"
            + " \"approval\", \"early\": true"
            + keys
            + "}, {\"id\": \"end\", \"action\": \"approval\"}]",
        "{}");
  }

  private void complete(InstanceId instance, String step, Actor actor) {
    tasks().complete(TENANT, instance, step, actor, json(YES));
    kit.run();
  }

  private StepState state(InstanceId instance, String step) {
    return instance(instance).step(step).state();
  }

  private Reason reason(InstanceId instance, Actor actor, TaskCommand command) {
    return tasks()
        .whyNot(TENANT, TaskId.of(instance, "ask"), actor, command)
        .map(Tasks.Refusal::reason)
        .orElse(null);
  }

  private List<String> inbox(Actor actor) {
    return tasks().inbox(TENANT, actor, null, 20).items().stream().map(Tasks.Task::step).toList();
  }

  @Test
  void an_answer_waits_and_is_given_when_its_turn_comes() {
    InstanceId id = asking(", \"role\": \"LAWYER\"");
    complete(id, "ask", ANNA);
    assertThat(state(id, "ask")).isEqualTo(StepState.PENDING);
    assertThat(inbox(BOB)).containsExactly("gate");

    complete(id, "gate", BOB);

    assertThat(state(id, "ask")).isEqualTo(StepState.COMPLETED);
    assertThat(instance(id).step("ask").claimedBy()).isEqualTo(ANNA);
    assertThat(instance(id).step("ask").output().path("approved").booleanValue()).isTrue();
    assertThat(inbox(BOB)).containsExactly("end");
    assertThat(kit.engine().history().story(TENANT, id))
        .contains("ask: lawyer-anna answers it before its turn: {\"approved\":true}");
    complete(id, "end", BOB);
    assertInstance(id).isCompleted();
  }

  @Test
  void only_whoever_may_answers_early_and_one_alone() {
    InstanceId id = asking(", \"role\": \"LAWYER\"");
    assertThat(reason(id, Actor.of("eve"), TaskCommand.COMPLETE)).isEqualTo(Reason.NOT_ELIGIBLE);
    complete(id, "ask", ANNA);
    assertThat(reason(id, BOB, TaskCommand.COMPLETE)).isEqualTo(Reason.HELD);
    assertThatThrownBy(() -> complete(id, "ask", BOB))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"ask\" has an answer already, of lawyer-anna");
    tasks().complete(TENANT, id, "ask", ANNA, json("{\"approved\": false}"));
    complete(id, "gate", BOB);
    assertThat(instance(id).step("ask").output().path("approved").booleanValue()).isFalse();
  }

  @Test
  void an_answer_that_waits_is_dropped() {
    InstanceId id = asking("");
    TaskId ask = TaskId.of(id, "ask");
    assertThat(reason(id, ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_YET);
    complete(id, "ask", ANNA);
    assertThat(reason(id, BOB, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_ELIGIBLE);
    tasks().revoke(TENANT, ask, ANNA);
    assertThat(reason(id, ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_YET);
    complete(id, "gate", BOB);
    assertThat(state(id, "ask")).isEqualTo(StepState.READY);
    complete(id, "ask", BOB);
    complete(id, "end", BOB);
  }

  @Test
  void what_does_not_hold_when_its_turn_comes_is_a_draft() {
    InstanceId id = asking(", \"role\": \"LAWYER\", \"excluding\": \"gate\"");
    complete(id, "ask", ANNA);
    complete(id, "gate", ANNA);
    assertThat(state(id, "ask")).isEqualTo(StepState.READY);
    assertThat(tasks().get(TENANT, TaskId.of(id, "ask")).draft()).isEqualTo(json(YES));
    assertThat(kit.engine().history().story(TENANT, id))
        .contains(
            "keeps the answer as a draft: lawyer-anna has answered a step that excludes them");
    complete(id, "ask", BOB);
    complete(id, "end", BOB);
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_that_is_left_out_is_not_answered() {
    InstanceId id =
        asking(
            ", \"when\": {\"field\": \"steps.gate.output.approved\", \"operator\": \"eq\","
                + " \"value\": false}");
    complete(id, "ask", ANNA);
    complete(id, "gate", ANNA);
    assertThat(state(id, "ask")).isEqualTo(StepState.SKIPPED);
    assertThat(inbox(ANNA)).containsExactly("end");
  }

  @Test
  void an_answer_is_tested_at_once_and_what_the_handler_refuses_later_is_a_draft() {
    InstanceId id =
        run(
            """
            [{"id": "gate", "action": "approval"},
             {"id": "ask", "action": "clerk", "early": true,
              "form": {"properties": {"sum": {"type": "integer"}}}},
             {"id": "then", "action": "work"}]
            """,
            "{}");
    assertThatThrownBy(() -> tasks().complete(TENANT, id, "ask", ANNA, json("{\"sum\": \"x\"}")))
        .isExactlyInstanceOf(InvalidInputException.class);
    tasks().complete(TENANT, id, "ask", ANNA, json("{\"sum\": 3}"));
    clerk.answer =
        context -> {
          throw new IllegalStateException("the books are closed");
        };
    complete(id, "gate", ANNA);
    assertThat(state(id, "gate")).isEqualTo(StepState.COMPLETED);
    assertThat(state(id, "ask")).isEqualTo(StepState.READY);
    assertThat(tasks().get(TENANT, TaskId.of(id, "ask")).draft()).isEqualTo(json("{\"sum\": 3}"));
    assertThat(kit.engine().history().story(TENANT, id)).contains("the books are closed");
    clerk.answer = context -> dev.workflow.spi.ActionResult.completed();
    tasks().complete(TENANT, id, "ask", BOB, json("{\"sum\": 4}"));
    kit.run();
    assertThat(calls).containsExactly("then/1");
  }

  @Test
  void an_answer_waits_through_a_delay_and_through_a_withdrawal() {
    InstanceId id = asking(", \"delay\": \"PT1H\"");
    complete(id, "gate", ANNA);
    assertThat(reason(id, ANNA, TaskCommand.CLAIM)).isEqualTo(Reason.NOT_YET);
    complete(id, "ask", ANNA);
    assertThat(state(id, "ask")).isEqualTo(StepState.READY);
    kit.advance(Duration.ofHours(1));
    assertThat(state(id, "ask")).isEqualTo(StepState.COMPLETED);

    InstanceId other = asking("");
    complete(other, "end", ANNA, false);
    complete(other, "ask", ANNA);
    tasks().skip(TENANT, other, "gate", BOSS, null);
    kit.run();
    assertThat(state(other, "ask")).isEqualTo(StepState.COMPLETED);
    assertThat(inbox(ANNA)).contains("end");
  }

  /** A step that does not allow it. */
  private void complete(InstanceId instance, String step, Actor actor, boolean early) {
    assertThat(early).isFalse();
    assertThatThrownBy(() -> complete(instance, step, actor))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "step \""
                + step
                + "\" is PENDING; it can be answered while it is READY or IN_PROGRESS");
  }

  @Test
  void an_answer_belongs_to_a_round_that_has_begun() {
    InstanceId id =
        run(
            """
            [{"id": "gate", "action": "approval"},
             {"id": "all", "each": {"items": "{{people}}", "steps": [
               {"id": "ask", "action": "approval", "early": true}]}}]
            """,
            "{\"people\": [\"x\", \"y\"]}");
    assertThatThrownBy(() -> complete(id, "ask[1]", ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class);
    complete(id, "gate", ANNA);
    complete(id, "ask[1]", ANNA);
    for (String none : List.of("ask[2]", "ask", "ask[1]#2")) {
      assertThatThrownBy(() -> complete(id, none, ANNA)).isInstanceOf(RuntimeException.class);
    }
    complete(id, "ask[0]", BOB);
    assertInstance(id).isCompleted();
  }

  @Test
  void an_instance_that_is_paused_or_has_ended_takes_none() {
    InstanceId id = asking("");
    kit.engine().instances().pause(TENANT, id, BOSS, null);
    assertThat(reason(id, ANNA, TaskCommand.COMPLETE)).isEqualTo(Reason.INSTANCE_PAUSED);
    kit.engine().instances().resume(TENANT, id, BOSS);
    complete(id, "ask", ANNA);
    kit.engine().instances().cancel(TENANT, id, BOSS, null);
    assertThat(state(id, "ask")).isEqualTo(StepState.PENDING);
    assertThat(reason(id, ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.INSTANCE_ENDED);
  }

  @Test
  void several_people_do_not_answer_early() {
    assertThatThrownBy(() -> asking(", \"quorum\": {\"approvals\": 2}"))
        .hasMessageContaining(
            "/steps/1/early: several people answer it: each votes when its turn has come");
  }
}
