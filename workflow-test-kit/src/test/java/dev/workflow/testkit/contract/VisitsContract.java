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
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.task.TaskCommand;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What was done is taken back or done anew: each time a visit of its own. */
public abstract class VisitsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";
  private static final String TWO =
      "[{\"id\": \"one\", \"action\": \"approval\", \"role\": \"LAWYER\", \"due\": \"P1D\"},"
          + " {\"id\": \"two\", \"action\": \"approval\", \"role\": \"LAWYER\"}]";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private void complete(InstanceId instance, String step, Actor actor) {
    tasks().complete(TENANT, instance, step, actor, json(YES));
    kit.run();
  }

  private void revoke(InstanceId instance, String step, Actor actor) {
    tasks().revoke(TENANT, TaskId.of(instance, step), actor);
    kit.run();
  }

  private void reopen(InstanceId instance, String step) {
    tasks().reopen(TENANT, TaskId.of(instance, step), BOSS);
    kit.run();
  }

  private void sendBack(InstanceId instance, String step, String to) {
    tasks().sendBack(TENANT, TaskId.of(instance, step), BOB, to, null);
    kit.run();
  }

  private WorkflowInstance.StepView step(InstanceId instance, String step) {
    return instance(instance).step(step);
  }

  private List<String> inbox(Actor actor) {
    return tasks().inbox(TENANT, actor, null, 20).items().stream().map(Tasks.Task::step).toList();
  }

  private Reason reason(InstanceId instance, String step, Actor actor, TaskCommand command) {
    return tasks()
        .whyNot(TENANT, TaskId.of(instance, step), actor, command)
        .map(Tasks.Refusal::reason)
        .orElse(null);
  }

  private void late(InstanceId instance, String step, String why) {
    TaskId id = TaskId.of(instance, step);
    String message = "step \"" + step + "\" cannot be opened anew: " + why;
    assertThatThrownBy(() -> tasks().reopen(TENANT, id, BOSS))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(message);
    assertThat(tasks().whyNot(TENANT, id, BOSS, TaskCommand.REOPEN))
        .contains(new Tasks.Refusal(Reason.LATER_BEGUN, message));
  }

  @Nested
  class Revoke {

    @Test
    void the_picture_shows_how_often_a_step_was_done_anew() {
      InstanceId id = run(TWO, "{}");
      assertThat(kit.engine().history().diagram(TENANT, id)).doesNotContain("visit");
      complete(id, "one", ANNA);
      revoke(id, "one", ANNA);
      assertThat(kit.engine().history().diagram(TENANT, id))
          .contains("  ns_one_[\"visit 2\"]\n  s_one_ -.-> ns_one_\n")
          .contains("class s_one_ READY");
    }

    @Test
    void an_answer_is_taken_back_and_what_comes_after_is_withdrawn() {
      InstanceId id = run(TWO, "{}");
      complete(id, "one", ANNA);
      kit.advance(Duration.ofHours(1));

      revoke(id, "one", ANNA);

      assertThat(step(id, "one").state()).isEqualTo(StepState.COMPLETED);
      assertThat(step(id, "one").claimedBy()).isEqualTo(ANNA);
      assertThat(step(id, "two").state()).isEqualTo(StepState.SKIPPED);
      assertThat(step(id, "two").reason()).isEqualTo("withdrawn");
      assertThat(step(id, "one#2").state()).isEqualTo(StepState.READY);
      assertThat(step(id, "one#2").readyAt()).isEqualTo(kit.clock().instant());
      assertThat(step(id, "two#2").state()).isEqualTo(StepState.PENDING);
      assertThat(inbox(BOB)).containsExactly("one#2");
      Tasks.Task task = tasks().inbox(TENANT, BOB, null, 5).items().get(0);
      assertThat(task.dueAt()).isEqualTo(kit.clock().instant().plus(Duration.ofDays(1)));

      complete(id, "one#2", BOB);
      assertThat(inbox(BOB)).containsExactly("two#2");
      complete(id, "two#2", ANNA);
      assertInstance(id).isCompleted();
      assertThat(kit.engine().history().story(TENANT, id))
          .contains("one: lawyer-anna takes the answer back")
          .contains("two READY -> SKIPPED by lawyer-anna: withdrawn")
          .contains("two#2: lawyer-anna lets it be done anew")
          .contains("one#2 PENDING -> READY");
    }

    @Test
    void only_whoever_answered_takes_the_answer_back() {
      InstanceId id = run(TWO, "{}");
      TaskId one = TaskId.of(id, "one");
      assertThat(reason(id, "one", ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_YET);
      assertThatThrownBy(() -> tasks().revoke(TENANT, one, ANNA))
          .isExactlyInstanceOf(IllegalTransitionException.class)
          .hasMessage("step \"one\" is READY; it can be revoked while it is COMPLETED or FAILED");
      complete(id, "one", ANNA);
      for (Actor other : List.of(BOB, BOSS)) {
        assertThat(reason(id, "one", other, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_ELIGIBLE);
        assertThatThrownBy(() -> tasks().revoke(TENANT, one, other))
            .isExactlyInstanceOf(AccessDeniedException.class)
            .hasMessage(
                "step \"one\" has no answer of "
                    + other
                    + ", but of lawyer-anna: one takes back one's own, and an ADMIN reopens it");
      }
      tasks().skip(TENANT, id, "two", BOSS, null);
      assertThat(reason(id, "one", ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.INSTANCE_ENDED);
    }

    @Test
    void what_has_been_opened_anew_is_not_opened_anew_from_its_earlier_visit() {
      InstanceId id = run(TWO, "{}");
      complete(id, "one", ANNA);
      revoke(id, "one", ANNA);
      late(id, "one", "it was opened anew as \"one#2\"");
      assertThatThrownBy(() -> tasks().complete(TENANT, id, "one", ANNA, json(YES)))
          .isExactlyInstanceOf(IllegalTransitionException.class)
          .hasMessageStartingWith("step \"one\" is COMPLETED since ");
      complete(id, "one#2", ANNA);
      revoke(id, "one#2", ANNA);
      complete(id, "one#3", ANNA);
      complete(id, "two#3", ANNA);
      assertInstance(id).isCompleted();
    }

    @Test
    void nothing_is_taken_back_once_what_comes_after_has_begun() {
      InstanceId id = run(TWO, "{}");
      complete(id, "one", ANNA);
      tasks().claim(TENANT, id, "two", BOB);
      late(id, "one", "step \"two\" has begun");
      assertThat(reason(id, "one", ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.LATER_BEGUN);
      tasks().release(TENANT, id, "two", BOB);
      assertThat(reason(id, "one", ANNA, TaskCommand.REVOKE)).isNull();
      kit.engine().instances().pause(TENANT, id, BOSS, null);
      assertThat(reason(id, "one", ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.INSTANCE_PAUSED);
      kit.engine().instances().resume(TENANT, id, BOSS);
      revoke(id, "one", ANNA);
      assertThat(inbox(BOB)).containsExactly("one#2");
    }

    @Test
    void a_step_that_waits_for_its_time_or_was_left_out_has_not_begun() {
      InstanceId id =
          run(
              """
              [{"id": "one", "action": "approval"},
               {"id": "never", "action": "work",
                "when": {"field": "steps.one.output.approved", "operator": "eq", "value": false}},
               {"id": "later", "action": "work", "delay": "PT1H"}]
              """,
              "{}");
      complete(id, "one", ANNA);
      assertThat(step(id, "never").state()).isEqualTo(StepState.SKIPPED);
      kit.advance(Duration.ofMinutes(30));
      revoke(id, "one", ANNA);
      assertThat(step(id, "later").state()).isEqualTo(StepState.SKIPPED);
      kit.advance(Duration.ofHours(2));
      assertThat(calls).isEmpty();
      tasks().complete(TENANT, id, "one#2", BOB, json("{\"approved\": false}"));
      kit.run();
      assertThat(calls).containsExactly("never#2/1");
      kit.advance(Duration.ofMinutes(59));
      assertThat(calls).hasSize(1);
      kit.advance(Duration.ofMinutes(2));
      assertThat(calls).containsExactly("never#2/1", "later#2/1");
      assertInstance(id).isCompleted();
    }

    @Test
    void an_automatic_step_has_begun_at_once_unless_the_document_gives_time() {
      InstanceId id =
          run(
              "[{\"id\": \"one\", \"action\": \"approval\"}, {\"id\": \"send\", \"action\":"
                  + " \"work\"}, {\"id\": \"end\", \"delay\": \"P1D\"}]",
              "{}");
      complete(id, "one", ANNA);
      late(id, "one", "step \"send\" has begun");
    }

    @Test
    void what_comes_after_waits_as_long_as_the_document_says() {
      InstanceId id =
          run(
              "[{\"id\": \"one\", \"action\": \"approval\", \"revocable\": \"PT10M\"},"
                  + " {\"id\": \"send\", \"action\": \"work\"}]",
              "{}");
      complete(id, "one", ANNA);
      assertThat(calls).isEmpty();
      assertInstance(id).isActive();
      kit.advance(Duration.ofMinutes(9));
      revoke(id, "one", ANNA);
      kit.advance(Duration.ofMinutes(20));
      assertThat(calls).isEmpty();
      complete(id, "one#2", ANNA);
      kit.advance(Duration.ofMinutes(4));
      kit.engine().instances().pause(TENANT, id, BOSS, null);
      kit.advance(Duration.ofMinutes(30));
      kit.engine().instances().resume(TENANT, id, BOSS);
      kit.advance(Duration.ofMinutes(5));
      assertThat(calls).isEmpty();
      kit.advance(Duration.ofMinutes(1));
      assertThat(calls).containsExactly("send/1");
      assertInstance(id).isCompleted();
    }

    @Test
    void nothing_waits_for_what_nobody_answered() {
      InstanceId id =
          run(
              "[{\"id\": \"one\", \"action\": \"approval\", \"revocable\": \"PT10M\", \"timeout\":"
                  + " \"P1D\", \"onTimeout\": {\"answer\": {\"approved\": false}}},"
                  + " {\"id\": \"send\", \"action\": \"work\"},"
                  + " {\"id\": \"end\", \"action\": \"approval\"}]",
              "{}");
      tasks().claim(TENANT, id, "one", ANNA);
      kit.advance(Duration.ofDays(1));
      assertThat(calls).containsExactly("send/1");
      assertThat(step(id, "one").claimedBy()).isNull();
      assertThat(tasks().whyNot(TENANT, TaskId.of(id, "one"), ANNA, TaskCommand.COMPLETE))
          .map(Tasks.Refusal::message)
          .contains(
              "step \"one\" is COMPLETED since "
                  + step(id, "one").endedAt()
                  + ": nobody answered within P1D; it can be answered while it is READY or"
                  + " IN_PROGRESS");
    }

    @Test
    void one_of_several_answers_is_taken_back_alone() {
      InstanceId id =
          run(
              "[{\"id\": \"one\", \"action\": \"approval\", \"role\": \"LAWYER\", \"quorum\":"
                  + " {\"approvals\": 2}}, {\"id\": \"two\", \"action\": \"approval\"}]",
              "{}");
      complete(id, "one", ANNA);
      assertThat(reason(id, "one", BOB, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_ELIGIBLE);
      revoke(id, "one", ANNA);
      assertThat(tasks().get(TENANT, TaskId.of(id, "one")).votes()).isEmpty();
      assertThat(inbox(ANNA)).containsExactly("one");
      complete(id, "one", ANNA);
      complete(id, "one", BOB);
      assertThat(step(id, "one").state()).isEqualTo(StepState.COMPLETED);

      revoke(id, "one", ANNA);

      assertThat(tasks().get(TENANT, TaskId.of(id, "one#2")).votes())
          .extracting(Tasks.Vote::by)
          .containsExactly(BOB);
      assertThat(inbox(BOB)).isEmpty();
      complete(id, "one#2", Actor.of("lawyer-carl"));
      assertThat(step(id, "one#2").output().path("approvals").intValue()).isEqualTo(2);
      assertThat(inbox(BOB)).containsExactly("two#2");
      tasks().complete(TENANT, id, "two#2", BOB, json(YES));
    }

    @Test
    void an_answer_that_excluded_somebody_still_does() {
      InstanceId id =
          run(
              "[{\"id\": \"one\", \"action\": \"approval\", \"role\": \"LAWYER\"},"
                  + " {\"id\": \"two\", \"action\": \"approval\", \"role\": \"LAWYER\", \"excluding\":"
                  + " \"one\"}]",
              "{}");
      complete(id, "one", ANNA);
      revoke(id, "one", ANNA);
      complete(id, "one#2", BOB);
      assertThat(reason(id, "two#2", ANNA, TaskCommand.COMPLETE)).isEqualTo(Reason.EXCLUDED);
      assertThat(reason(id, "two#2", BOB, TaskCommand.COMPLETE)).isEqualTo(Reason.EXCLUDED);
    }
  }

  @Nested
  class Reopen {

    @Test
    void an_admin_opens_anew_what_has_ended() {
      InstanceId id = run(TWO, "{}");
      TaskId one = TaskId.of(id, "one");
      assertThat(reason(id, "one", BOSS, TaskCommand.REOPEN)).isEqualTo(Reason.NOT_YET);
      tasks().skip(TENANT, id, "one", BOSS, null);
      assertThatThrownBy(() -> tasks().reopen(TENANT, one, ANNA))
          .isExactlyInstanceOf(AccessDeniedException.class)
          .hasMessage("only ADMIN may reopen step \"one\", and lawyer-anna is not");
      reopen(id, "one");
      assertThat(inbox(ANNA)).containsExactly("one#2");
      complete(id, "one#2", ANNA);
      complete(id, "two#2", ANNA);
      assertInstance(id).isCompleted();
      assertThat(reason(id, "two#2", BOSS, TaskCommand.REOPEN)).isEqualTo(Reason.INSTANCE_ENDED);
    }

    @Test
    void what_the_engine_does_is_not_opened_anew() {
      InstanceId id =
          run(
              "[{\"id\": \"send\", \"action\": \"work\"}, {\"id\": \"one\", \"action\":"
                  + " \"approval\"}]",
              "{}");
      assertThat(tasks().whyNot(TENANT, TaskId.of(id, "send"), BOSS, TaskCommand.REOPEN))
          .contains(
              new Tasks.Refusal(
                  Reason.NOT_FOR_PEOPLE,
                  "step \"send\" is done by the engine and does not wait for an answer"));
      assertThat(reason(id, "send", BOSS, TaskCommand.REVOKE)).isEqualTo(Reason.NOT_FOR_PEOPLE);
    }

    @Test
    void a_failure_that_has_failed_the_instance_is_retried() {
      InstanceId id = run(TWO, "{}");
      tasks().fail(TENANT, id, "one", ANNA, "no papers");
      assertInstance(id).hasFailed();
      assertThat(reason(id, "one", ANNA, TaskCommand.REOPEN)).isEqualTo(Reason.NOT_ELIGIBLE);
      assertThat(reason(id, "one", ANNA, TaskCommand.REVOKE)).isEqualTo(Reason.INSTANCE_ENDED);
      reopen(id, "one");
      assertInstance(id).isActive();
      assertThat(step(id, "one").state()).isEqualTo(StepState.READY);
      complete(id, "one", ANNA);
      complete(id, "two", ANNA);
      assertInstance(id).isCompleted();
    }

    @Test
    void a_failure_that_was_tolerated_is_a_visit_and_its_answers_are_withdrawn() {
      InstanceId id =
          run(
              "[{\"id\": \"one\", \"action\": \"approval\", \"allowFailure\": true, \"onFailure\":"
                  + " [{\"id\": \"why\", \"action\": \"approval\"}]}, {\"id\": \"two\", \"action\":"
                  + " \"approval\"}]",
              "{}");
      tasks().fail(TENANT, id, "one", ANNA, "no papers");
      assertThat(inbox(ANNA)).containsExactly("why");
      revoke(id, "one", ANNA);
      assertThat(inbox(ANNA)).containsExactly("one#2");
      tasks().fail(TENANT, id, "one#2", ANNA, "no papers");
      assertThat(inbox(ANNA)).containsExactly("why#2");
      complete(id, "why#2", ANNA);
      assertThat(inbox(ANNA)).containsExactly("two");
      late(id, "one#2", "step \"why#2\" has begun");
      reopen(id, "why#2");
      complete(id, "why#3", ANNA);
      complete(id, "two#2", ANNA);
      assertInstance(id).isCompleted();
    }

    @Test
    void other_branches_are_untouched_and_whoever_closed_the_join_is_late() {
      InstanceId id =
          run(
              """
              [{"id": "both", "parallel": [
                 {"steps": [{"id": "a", "action": "approval"}, {"id": "b", "action": "approval"}]},
                 {"steps": [{"id": "c", "action": "approval"}]}]},
               {"id": "end", "action": "approval"}]
              """,
              "{}");
      complete(id, "a", ANNA);
      complete(id, "c", ANNA);
      reopen(id, "a");
      assertThat(step(id, "b").state()).isEqualTo(StepState.SKIPPED);
      assertThat(step(id, "c").state()).isEqualTo(StepState.COMPLETED);
      complete(id, "a#2", ANNA);
      reopen(id, "c");
      complete(id, "c#2", ANNA);
      assertThat(step(id, "both").state()).isEqualTo(StepState.IN_PROGRESS);
      complete(id, "b#2", ANNA);
      assertThat(inbox(ANNA)).containsExactly("end");

      late(id, "b#2", "it closed the join of step \"both\"");
      late(id, "a#2", "step \"b#2\" has begun");
      reopen(id, "c#2");

      assertThat(step(id, "both").state()).isEqualTo(StepState.COMPLETED);
      assertThat(step(id, "both#2").state()).isEqualTo(StepState.IN_PROGRESS);
      assertThat(step(id, "b#2").state()).isEqualTo(StepState.COMPLETED);
      assertThat(step(id, "end").state()).isEqualTo(StepState.SKIPPED);
      complete(id, "c#3", ANNA);
      assertThat(step(id, "both#2").state()).isEqualTo(StepState.COMPLETED);
      complete(id, "end#2", ANNA);
      assertInstance(id).isCompleted();
    }

    @Test
    void a_branch_that_has_ended_with_it_goes_on_where_it_was() {
      InstanceId id =
          run(
              """
              [{"id": "which", "branch": [
                 {"name": "rich", "when": {"field": "amount", "operator": "gt", "value": 100},
                  "steps": [{"id": "a", "action": "approval"}]},
                 {"otherwise": true, "steps": [{"id": "b", "action": "approval"}]}]},
               {"id": "all", "parallel": [{"steps": [{"id": "c", "action": "approval"}]},
                 {"steps": [{"id": "d", "action": "approval"}]}]}]
              """,
              "{\"amount\": 200}");
      complete(id, "a", ANNA);
      assertThat(inbox(BOB)).containsExactlyInAnyOrder("c", "d");
      revoke(id, "a", ANNA);
      assertThat(inbox(BOB)).containsExactly("a#2");
      assertThat(step(id, "all").state()).isEqualTo(StepState.SKIPPED);
      complete(id, "a#2", BOB);
      assertThat(step(id, "which#2").output()).isEqualTo(json("{\"case\": \"rich\"}"));
      assertThat(inbox(BOB)).containsExactlyInAnyOrder("c#2", "d#2");
      complete(id, "d#2", BOB);
      late(id, "a#2", "step \"d#2\" has begun");
      complete(id, "c#2", BOB);
      assertInstance(id).isCompleted();
    }

    @Test
    void each_round_of_a_list_is_for_itself() {
      InstanceId id =
          run(
              "[{\"id\": \"all\", \"each\": {\"items\": \"{{people}}\", \"as\": \"who\", \"maxConcurrent\": 2, \"steps\":"
                  + " [{\"id\": \"ask\", \"action\": \"approval\", \"config\": {\"message\":"
                  + " \"{{who}}\"}}, {\"id\": \"then\", \"action\": \"approval\"}]}},"
                  + " {\"id\": \"end\", \"action\": \"approval\"}]",
              "{\"people\": [\"x\", \"y\"]}");
      complete(id, "ask[0]", ANNA);
      complete(id, "ask[1]", ANNA);
      complete(id, "then[1]", ANNA);
      revoke(id, "ask[0]", ANNA);
      assertThat(inbox(BOB)).containsExactly("ask[0]#2");
      assertThat(step(id, "ask[0]#2").asks().path("message").textValue()).isEqualTo("x");
      complete(id, "ask[0]#2", ANNA);
      complete(id, "then[0]#2", ANNA);
      late(id, "then[0]#2", "it closed the join of step \"all\"");
      complete(id, "end", ANNA);
      assertInstance(id).isCompleted();
    }

    @Test
    void a_loop_goes_back_to_the_round_of_the_step() {
      InstanceId id =
          run(
              "[{\"id\": \"loop\", \"repeat\": {\"until\": {\"field\": \"steps.ask.output.approved\","
                  + " \"operator\": \"eq\", \"value\": true}, \"max\": 5, \"steps\": [{\"id\": \"ask\","
                  + " \"action\": \"approval\"}]}}, {\"id\": \"end\", \"action\": \"approval\"}]",
              "{}");
      tasks().complete(TENANT, id, "ask[0]", ANNA, json("{\"approved\": false}"));
      assertThat(inbox(BOB)).containsExactly("ask[1]");
      revoke(id, "ask[0]", ANNA);
      assertThat(inbox(BOB)).containsExactly("ask[0]#2");
      tasks().complete(TENANT, id, "ask[0]#2", ANNA, json("{\"approved\": false}"));
      assertThat(inbox(BOB)).containsExactly("ask[1]#2");
      complete(id, "ask[1]#2", ANNA);
      assertThat(inbox(BOB)).containsExactly("end");
      late(id, "ask[0]#2", "step \"ask[1]#2\" has begun");
      revoke(id, "ask[1]#2", ANNA);
      assertThat(step(id, "loop").state()).isEqualTo(StepState.COMPLETED);
      assertThat(inbox(BOB)).containsExactly("ask[1]#3");
      complete(id, "ask[1]#3", ANNA);
      assertThat(step(id, "loop#2").output()).isEqualTo(json("{\"rounds\":2,\"limited\":false}"));
      complete(id, "end#2", ANNA);
      assertInstance(id).isCompleted();
    }
  }

  @Nested
  class SendBack {

    private static final String DRAFT =
        "[{\"id\": \"draft\", \"action\": \"approval\"}, {\"id\": \"check\", \"action\": \"work\"},"
            + " {\"id\": \"review\", \"action\": \"approval\", \"role\": \"LAWYER\", \"sendBack\":"
            + " \"draft\"}, {\"id\": \"send\", \"action\": \"work\"}]";

    @Test
    void what_stands_between_is_done_anew() {
      InstanceId id = run(DRAFT, "{}");
      complete(id, "draft", ANNA);
      TaskId review = TaskId.of(id, "review");
      assertThat(reason(id, "review", Actor.of("eve"), TaskCommand.SEND_BACK))
          .isEqualTo(Reason.NOT_ELIGIBLE);
      assertThat(reason(id, "draft", BOB, TaskCommand.SEND_BACK)).isEqualTo(Reason.NOT_ALLOWED);
      assertThatThrownBy(() -> tasks().sendBack(TENANT, review, BOB, "check", null))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessageContaining("step \"review\" is sent back to draft, not to check");

      tasks().sendBack(TENANT, review, BOB, "draft", "clause 3");
      kit.run();

      assertThat(step(id, "review").state()).isEqualTo(StepState.SKIPPED);
      assertThat(step(id, "review").reason()).isEqualTo("sent back to \"draft\": clause 3");
      assertThat(inbox(ANNA)).containsExactly("draft#2");
      complete(id, "draft#2", ANNA);
      assertThat(calls).containsExactly("check/1", "check#2/1");
      complete(id, "review#2", BOB);
      assertThat(calls).containsExactly("check/1", "check#2/1", "send/1");
      assertInstance(id).isCompleted();
      assertThat(kit.engine().history().story(TENANT, id))
          .contains("review: lawyer-bob sends it back to draft");
    }

    @Test
    void a_task_is_sent_back_ten_times_at_most() {
      InstanceId id = run(DRAFT, "{}");
      complete(id, "draft", ANNA);
      for (int i = 1; i <= 10; i++) {
        String visit = i == 1 ? "" : "#" + i;
        sendBack(id, "review" + visit, "draft");
        complete(id, "draft#" + (i + 1), ANNA);
      }
      TaskId last = TaskId.of(id, "review#11");
      assertThatThrownBy(() -> tasks().sendBack(TENANT, last, BOB, "draft", null))
          .isExactlyInstanceOf(IllegalTransitionException.class)
          .hasMessage("step \"review#11\" was sent back 10 times; more is not allowed");
      assertThat(reason(id, "review#11", BOB, TaskCommand.SEND_BACK)).isEqualTo(Reason.NOT_ALLOWED);
      complete(id, "review#11", BOB);
      assertInstance(id).isCompleted();
    }

    @Test
    void a_loop_does_not_end_because_its_round_is_done_anew() {
      InstanceId id =
          run(
              """
              [{"id": "loop", "repeat": {"while": {"field": "done", "operator": "ne", "value": true}, "max": 5, "steps": [
                 {"id": "draft", "action": "approval"}, {"id": "mark", "action": "set", "config": {"name": "done", "value": true}},
                 {"id": "review", "action": "approval", "sendBack": "draft"}]}},
               {"id": "end", "action": "approval"}]
              """,
              "{}");
      complete(id, "draft[0]", ANNA);
      sendBack(id, "review[0]", "draft");
      assertThat(inbox(ANNA)).containsExactly("draft[0]#2");
      complete(id, "draft[0]#2", ANNA);
      complete(id, "review[0]#2", BOB);
      assertThat(inbox(ANNA)).containsExactly("end");
    }

    @Test
    void compensation_undoes_each_visit_and_a_retry_goes_on_with_the_newest() {
      answer = context -> ActionResult.completed();
      InstanceId id =
          run(
              """
              [{"id": "draft", "action": "approval"},
               {"id": "charge", "action": "work", "compensate": {"action": "work"}},
               {"id": "review", "action": "approval", "sendBack": ["draft"]},
               {"id": "last", "action": "approval"}]
              """,
              "{}");
      complete(id, "draft", ANNA);
      sendBack(id, "review", "draft");
      complete(id, "draft#2", ANNA);
      complete(id, "review#2", ANNA);
      tasks().fail(TENANT, id, "last", ANNA, "no");
      kit.run();
      assertInstance(id).hasFailed();
      assertThat(calls)
          .containsExactly("charge/1", "charge#2/1", "charge#2~undo/1", "charge~undo/1");
    }

    @Test
    void a_failed_visit_is_retried_and_earlier_ones_stay() {
      InstanceId id = run(DRAFT, "{}");
      complete(id, "draft", ANNA);
      sendBack(id, "review", "draft");
      tasks().fail(TENANT, id, "draft#2", ANNA, "no");
      assertInstance(id).hasFailed();
      kit.engine().instances().retry(TENANT, id, BOSS);
      kit.run();
      assertThat(step(id, "draft#2").state()).isEqualTo(StepState.READY);
      assertThat(step(id, "draft").state()).isEqualTo(StepState.COMPLETED);
      complete(id, "draft#2", ANNA);
      complete(id, "review#2", BOB);
      assertInstance(id).isCompleted();
    }

    @Test
    void a_document_names_only_steps_that_stand_before_in_the_same_list() {
      assertThatThrownBy(
              () ->
                  publish(
                      "w",
                      "",
                      """
                      [{"id": "a", "action": "approval", "sendBack": "b"},
                       {"id": "b", "action": "approval", "sendBack": ["a", "inner", "b"]},
                       {"id": "c", "parallel": [
                         {"steps": [{"id": "inner", "action": "approval", "sendBack": "a"}]}]}]
                      """))
          .hasMessageContaining(
              "/steps/0/sendBack: no step \"b\" stands before it in the same list; none does")
          .hasMessageContaining(
              "/steps/1/sendBack: no step \"inner\" stands before it in the same list; it is one of"
                  + " a")
          .hasMessageContaining(
              "/steps/1/sendBack: no step \"b\" stands before it in the same list; it is one of a")
          .hasMessageContaining("/steps/2/parallel/0/steps/0/sendBack: no step \"a\" stands");
    }
  }

  @Test
  void what_only_people_have_is_refused_where_the_engine_does_the_step() {
    assertThatThrownBy(
            () ->
                publish(
                    "w",
                    "",
                    """
                    [{"id": "a", "action": "work", "quorum": {"approvals": 2}, "timeout": "P1D",
                      "escalate": [{"after": "P1D", "role": "LAWYER"}], "onTimeout": "skip"},
                     {"id": "b", "delay": "P1D", "early": true, "revocable": "PT1M",
                      "sendBack": "a"},
                     {"id": "c", "action": "unknown_yet", "early": true}]
                    """))
        .hasMessageContaining(
            "/steps/0/quorum: is for steps that people do, and \"work\" is done by the engine:"
                + " leave it out, or ask people in a step of their own, such as an \"approval\"")
        .hasMessageContaining("/steps/0/escalate: is for steps that people do")
        .hasMessageContaining("/steps/0/onTimeout: is for steps that people do")
        .hasMessageContaining(
            "/steps/1/early: is for steps that people do, and a \"delay\" step is done by the"
                + " engine")
        .hasMessageContaining("/steps/1/revocable: is for steps that people do")
        .hasMessageContaining("/steps/1/sendBack: is for steps that people do")
        .hasMessageNotContaining("/steps/2/early");
  }

  @Test
  void a_sub_workflow_that_has_begun_is_later_and_within_it_answers_are_taken_back() {
    kit.publish(
        "{\"key\": \"child\", \"name\": \"A child\", \"steps\": [{\"id\": \"x\", \"action\":"
            + " \"approval\"}, {\"id\": \"y\", \"action\": \"approval\"}]}");
    InstanceId id =
        run(
            "[{\"id\": \"one\", \"action\": \"approval\"}, {\"id\": \"sub\", \"workflow\":"
                + " \"child\"}]",
            "{}");
    complete(id, "one", ANNA);
    late(id, "one", "step \"sub\" has begun");
    TaskId x = tasks().inbox(TENANT, ANNA, null, 5).items().get(0).id();
    complete(x.instance(), "x", ANNA);
    revoke(x.instance(), "x", ANNA);
    complete(x.instance(), "x#2", ANNA);
    complete(x.instance(), "y#2", ANNA);
    assertInstance(id).isCompleted();
    assertThat(instance(id).state()).isEqualTo(InstanceState.COMPLETED);
  }

  @Test
  void conditions_see_the_newest_visit() {
    InstanceId id =
        run(
            "[{\"id\": \"one\", \"action\": \"approval\"}, {\"id\": \"two\", \"action\":"
                + " \"approval\", \"config\": {\"message\": \"{{steps.one.output.approved}}\"},"
                + " \"sendBack\": \"one\"}]",
            "{}");
    complete(id, "one", ANNA);
    assertThat(step(id, "two").asks().path("message").asText()).isEqualTo("true");
    sendBack(id, "two", "one");
    tasks().complete(TENANT, id, "one#2", ANNA, json("{\"approved\": false}"));
    assertThat(step(id, "two#2").asks().path("message").asText()).isEqualTo("false");
    Instant now = kit.clock().instant();
    assertThat(step(id, "two#2").readyAt()).isEqualTo(now);
  }
}
