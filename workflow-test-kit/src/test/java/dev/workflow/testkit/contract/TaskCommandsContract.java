package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A command is for a kind of step and for some of its states; whoever may not is told why. */
public abstract class TaskCommandsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor BOSS = Actor.of("boss");
  private static final String APPROVED = "{\"approved\": true}";

  private boolean broken;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) -> {
              if (broken) {
                throw new IllegalStateException("the directory\nis away");
              }
              return actor.equals(BOSS)
                  ? Set.of("ADMIN")
                  : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of();
            });
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private void refuses(ThrowingCallable call, Class<?> type, String message) {
    assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
  }

  private Reason reason(InstanceId id, String step, Actor actor) {
    Reason reason = tasks().whyNot(TENANT, id, step, actor).map(Tasks.Refusal::reason).orElse(null);
    assertThat(tasks().canPerform(TENANT, id, step, actor)).isEqualTo(reason == null);
    return reason;
  }

  @Test
  void a_step_that_the_engine_does_is_not_a_task_before_it_waits() {
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\", \"delay\": \"P1D\"}]", "{}");
    String no = "step \"a\" is done by the engine and does not wait for an answer";
    for (Actor actor : List.of(ANNA, BOSS)) {
      refuses(() -> tasks().claim(TENANT, id, "a", actor), IllegalTransitionException.class, no);
      refuses(() -> tasks().release(TENANT, id, "a", actor), IllegalTransitionException.class, no);
      refuses(
          () -> tasks().complete(TENANT, id, "a", actor, json("{}")),
          IllegalTransitionException.class,
          no);
      refuses(
          () -> tasks().fail(TENANT, id, "a", actor, "x"), IllegalTransitionException.class, no);
      assertThat(reason(id, "a", actor)).isEqualTo(Reason.NOT_FOR_PEOPLE);
    }
    refuses(() -> tasks().skip(TENANT, id, "a", ANNA, null), IllegalTransitionException.class, no);
    kit.advance(Duration.ofDays(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_wait_and_a_sub_workflow_are_never_released() {
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"PT1H\"}]}");
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "sub", "workflow": "child"}]},
               {"steps": [{"id": "answer", "wait": {"event": "message.received"}}]}]}]
            """,
            "{}");
    for (String step : List.of("sub", "answer", "both")) {
      refuses(
          () -> tasks().release(TENANT, id, step, BOSS),
          IllegalTransitionException.class,
          "step \"" + step + "\" is not an action: nobody can answer it");
      refuses(
          () -> tasks().claim(TENANT, id, step, BOSS),
          IllegalTransitionException.class,
          "step \"" + step + "\" is not an action: nobody can answer it");
      refuses(
          () -> tasks().skip(TENANT, id, step, ANNA, null),
          IllegalTransitionException.class,
          "step \"" + step + "\" is not an action: nobody can answer it");
    }
    assertThat(states("child")).containsExactly(InstanceState.ACTIVE);
    assertInstance(id).step("answer", StepState.IN_PROGRESS).step("sub", StepState.IN_PROGRESS);
  }

  @Test
  void a_timeout_counts_from_the_moment_a_task_is_open_whoever_takes_it() {
    InstanceId id =
        run("[{\"id\": \"ask\", \"action\": \"approval\", \"timeout\": \"P1D\"}]", "{}");
    tasks().claim(TENANT, id, "ask", ANNA);
    kit.advance(Duration.ofHours(23));
    tasks().release(TENANT, id, "ask", ANNA);
    tasks().claim(TENANT, id, "ask", BOB);
    tasks().claim(TENANT, id, "ask", BOB);
    assertInstance(id).isActive().step("ask", StepState.IN_PROGRESS);
    kit.advance(Duration.ofHours(1));
    assertInstance(id).hasFailed().step("ask", StepState.FAILED);
    assertThat(instance(id).step("ask").reason()).isEqualTo("nobody answered within P1D");
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
  }

  @Test
  void a_task_cannot_be_taken_during_its_delay_and_opens_when_that_ends() {
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"delay\": \"P1D\", \"timeout\": \"P1D\"}]",
            "{}");
    String no =
        "step \"ask\" is READY from "
            + kit.clock().instant().plus(Duration.ofDays(1))
            + "; it can be ";
    refuses(
        () -> tasks().claim(TENANT, id, "ask", ANNA),
        IllegalTransitionException.class,
        no + "claimed while it is READY");
    refuses(
        () -> tasks().complete(TENANT, id, "ask", BOSS, json(APPROVED)),
        IllegalTransitionException.class,
        no + "answered while it is READY or IN_PROGRESS");
    assertThat(reason(id, "ask", ANNA)).isEqualTo(Reason.NOT_YET);
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
    kit.advance(Duration.ofDays(1));
    tasks().claim(TENANT, id, "ask", ANNA);
    kit.advance(Duration.ofHours(23));
    assertInstance(id).isActive();
    tasks().complete(TENANT, id, "ask", ANNA, json(APPROVED));
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void a_task_whose_assignee_is_nobody_is_for_admin_alone() {
    for (String owner : List.of("null", "\"\"", "\"  \"", "[]", "{}", "\"engine\"", "true")) {
      InstanceId id =
          run(
              "[{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"{{owner}}\"}]",
              "{\"owner\": " + owner + "}");
      assertInstance(id).isActive().step("ask", StepState.BLOCKED);
      String why =
          "step \"ask\" is BLOCKED: NOBODY_MAY: the assignee {{owner}} gives nobody, and there is no"
              + " role; only ADMIN may do it; it can be claimed while it is READY";
      refuses(() -> tasks().claim(TENANT, id, "ask", ANNA), IllegalTransitionException.class, why);
      assertThat(reason(id, "ask", ANNA)).isEqualTo(Reason.BLOCKED);
      assertThat(tasks().inbox(TENANT, ANNA, null, 10).items()).isEmpty();
      assertThat(tasks().inbox(TENANT, BOSS, null, 10).items())
          .singleElement()
          .satisfies(
              task -> {
                assertThat(task.state()).isEqualTo(StepState.BLOCKED);
                assertThat(task.assignee()).isNull();
              });
      tasks().complete(TENANT, id, "ask", BOSS, json(APPROVED));
      kit.run();
      assertInstance(id).isCompleted();
    }
  }

  @Test
  void a_task_that_is_nobodys_opens_when_its_assignee_is_known() {
    answer =
        context -> {
          context.set("owner", dev.workflow.Json.read("\"carl\""));
          return ActionResult.completed();
        };
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "ask", "action": "approval", "assignee": "{{owner}}", "timeout": "P1D"}]},
               {"steps": [{"id": "later", "action": "work", "delay": "P3D"}]}]}]
            """,
            "{}");
    kit.advance(Duration.ofDays(2));
    assertInstance(id).isActive().step("ask", StepState.BLOCKED);
    kit.advance(Duration.ofDays(1));
    assertInstance(id).step("ask", StepState.READY);
    assertThat(tasks().inbox(TENANT, CARL, null, 10).items()).hasSize(1);
    assertThat(reason(id, "ask", ANNA)).isEqualTo(Reason.NOT_ELIGIBLE);
    tasks().skip(TENANT, id, "ask", BOSS, null);
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void an_admin_may_skip_what_nobody_may_do() {
    InstanceId id =
        run("[{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"{{owner}}\"}]", "{}");
    tasks().skip(TENANT, id, "ask", BOSS, "nobody is left");
    kit.run();
    assertInstance(id).isCompleted().step("ask", StepState.SKIPPED);
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
  }

  @Test
  void a_role_holds_where_the_assignee_is_nobody() {
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\", \"assignee\": \"{{owner}}\"}]",
            "{}");
    assertThat(reason(id, "ask", CARL)).isEqualTo(Reason.NOT_ELIGIBLE);
    assertThat(reason(id, "ask", ANNA)).isNull();
  }

  @Test
  void a_directory_that_fails_lets_nobody_in() {
    InstanceId id = run("[{\"id\": \"ask\", \"action\": \"approval\", \"required\": false}]", "{}");
    broken = true;
    String no =
        "the host's actor directory could not say what carl may do:"
            + " java.lang.IllegalStateException: the directory is away";
    refuses(() -> tasks().claim(TENANT, id, "ask", CARL), AccessDeniedException.class, no);
    refuses(
        () -> tasks().complete(TENANT, id, "ask", CARL, json(APPROVED)),
        AccessDeniedException.class,
        no);
    refuses(() -> tasks().skip(TENANT, id, "ask", CARL, null), AccessDeniedException.class, no);
    refuses(() -> tasks().inbox(TENANT, CARL, null, 10), AccessDeniedException.class, no);
    assertThat(reason(id, "ask", CARL)).isEqualTo(Reason.NOT_ELIGIBLE);
    broken = false;
    assertThat(reason(id, "ask", CARL)).isNull();
  }

  @Test
  void a_step_that_waits_without_a_role_is_for_its_callback_and_admin() {
    answer = context -> ActionResult.waiting("session-1");
    InstanceId id = run("[{\"id\": \"sign\", \"action\": \"work\"}]", "{}");
    assertInstance(id).step("sign", StepState.IN_PROGRESS);
    String no =
        "step \"sign\" waits for its callback and names no role: only ADMIN may do it, and carl is"
            + " not";
    refuses(
        () -> tasks().complete(TENANT, id, "sign", CARL, json("{}")),
        AccessDeniedException.class,
        no);
    refuses(() -> tasks().claim(TENANT, id, "sign", CARL), AccessDeniedException.class, no);
    assertThat(reason(id, "sign", CARL)).isEqualTo(Reason.NOT_ELIGIBLE);
    assertThat(tasks().inbox(TENANT, CARL, null, 10).items()).isEmpty();
    tasks().complete(TENANT, id, "sign", BOSS, json("{}"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(reason(id, "sign", BOSS)).isEqualTo(Reason.INSTANCE_ENDED);
  }

  @Test
  void a_step_that_waits_can_be_claimed_released_and_answered_by_its_role() {
    answer = context -> ActionResult.waiting("session-1");
    InstanceId id =
        run(
            "[{\"id\": \"sign\", \"action\": \"work\", \"role\": \"LAWYER\", \"timeout\": \"P1D\", \"retry\": {\"maxAttempts\": 1}}]",
            "{}");
    assertThat(tasks().inbox(TENANT, ANNA, null, 10).items()).hasSize(1);
    assertThat(tasks().inbox(TENANT, CARL, null, 10).items()).isEmpty();
    tasks().claim(TENANT, id, "sign", ANNA);
    refuses(
        () -> tasks().claim(TENANT, id, "sign", BOB),
        ConflictException.class,
        "step \"sign\" is claimed by lawyer-anna already");
    tasks().release(TENANT, id, "sign", ANNA);
    kit.run();
    assertThat(calls).containsExactly("sign/1");
    assertInstance(id).step("sign", StepState.IN_PROGRESS);
    tasks().claim(TENANT, id, "sign", BOB);
    assertThat(instance(id).step("sign").claimedBy()).isEqualTo(BOB);
    kit.advance(Duration.ofDays(1));
    assertInstance(id).hasFailed();
    assertThat(calls).containsExactly("sign/1");
  }

  @Test
  void a_task_that_somebody_else_holds_is_not_skipped_answered_or_released() {
    InstanceId id = run("[{\"id\": \"ask\", \"action\": \"approval\", \"required\": false}]", "{}");
    refuses(
        () -> tasks().release(TENANT, id, "ask", ANNA),
        IllegalTransitionException.class,
        "step \"ask\" is claimed by nobody: there is nothing to release");
    tasks().claim(TENANT, id, "ask", ANNA);
    refuses(
        () -> tasks().skip(TENANT, id, "ask", BOB, null),
        AccessDeniedException.class,
        "step \"ask\" is claimed by lawyer-anna; lawyer-bob cannot skip it");
    refuses(
        () -> tasks().fail(TENANT, id, "ask", BOB, "x"),
        AccessDeniedException.class,
        "step \"ask\" is claimed by lawyer-anna; lawyer-bob cannot answer it");
    refuses(
        () -> tasks().release(TENANT, id, "ask", BOB),
        AccessDeniedException.class,
        "step \"ask\" is claimed by lawyer-anna; lawyer-bob cannot release it");
    assertThat(reason(id, "ask", BOB)).isEqualTo(Reason.HELD);
    assertThat(reason(id, "ask", BOSS)).isNull();
    tasks().skip(TENANT, id, "ask", ANNA, null);
    kit.run();
    assertInstance(id).isCompleted().step("ask", StepState.SKIPPED);
  }

  @Test
  void whoever_comes_too_late_is_told_who_was_first() {
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\"}, {\"id\": \"then\", \"action\": \"approval\"}]",
            "{}");
    assertThat(reason(id, "then", ANNA)).isEqualTo(Reason.NOT_YET);
    tasks().complete(TENANT, id, "ask", ANNA, json(APPROVED));
    refuses(
        () -> tasks().complete(TENANT, id, "ask", BOSS, json(APPROVED)),
        IllegalTransitionException.class,
        "step \"ask\" is COMPLETED since "
            + kit.clock().instant()
            + " by lawyer-anna; it can be answered while it is READY or IN_PROGRESS");
    assertThat(reason(id, "ask", ANNA)).isEqualTo(Reason.ENDED);
  }

  @Test
  void nobody_acts_under_the_engines_own_id() {
    InstanceId id = run("[{\"id\": \"ask\", \"action\": \"approval\"}]", "{}");
    Actor engine = Actor.of("engine");
    String no = "the actor id \"engine\" is the engine's own; a person needs another";
    refuses(() -> tasks().claim(TENANT, id, "ask", engine), AccessDeniedException.class, no);
    refuses(() -> tasks().inbox(TENANT, engine, null, 10), AccessDeniedException.class, no);
    refuses(
        () -> kit.engine().instances().cancel(TENANT, id, engine, "x"),
        AccessDeniedException.class,
        no);
    refuses(
        () -> kit.engine().instances().pause(TENANT, id, engine, "x"),
        AccessDeniedException.class,
        no);
    assertInstance(id).isActive();
  }
}
