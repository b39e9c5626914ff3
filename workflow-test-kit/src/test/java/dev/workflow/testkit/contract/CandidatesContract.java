package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may do a task, how many must answer it, and what time does to it. */
public abstract class CandidatesContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor PIA = Actor.of("partner-pia");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";
  private static final String NO = "{\"approved\": false}";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer")
                        ? Set.of("LAWYER")
                        : actor.id().startsWith("partner") ? Set.of("PARTNER") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private Reason reason(TaskId id, Actor actor) {
    Reason reason =
        tasks()
            .whyNot(TENANT, id.instance(), id.step(), actor)
            .map(Tasks.Refusal::reason)
            .orElse(null);
    boolean listed =
        tasks().inbox(TENANT, actor, null, 50).items().stream()
            .anyMatch(task -> task.id().equals(id));
    assertThat(listed).as("the inbox tells what may be done").isEqualTo(reason == null);
    return reason;
  }

  private TaskId step(String keys, String payload) {
    InstanceId id = run("[{\"id\": \"ask\", \"action\": \"approval\", " + keys + "}]", payload);
    return TaskId.of(id, "ask");
  }

  private void answer(TaskId id, Actor actor, String answer) {
    tasks().complete(TENANT, id, actor, json(answer));
    kit.run();
  }

  @Test
  void any_of_several_roles_and_the_candidates_may_do_a_task() {
    TaskId id =
        step(
            "\"role\": [\"LAWYER\", \"PARTNER\"], \"candidates\": [\"{{clerk}}\", \"{{all}}\"]",
            "{\"clerk\": \"carl\", \"all\": [\"dora\", 7, null]}");
    for (Actor actor : List.of(ANNA, PIA, CARL, Actor.of("dora"), Actor.of("7"))) {
      assertThat(reason(id, actor)).isNull();
    }
    assertThat(reason(id, Actor.of("erik"))).isEqualTo(Reason.NOT_ELIGIBLE);
    assertThatThrownBy(() -> tasks().claim(TENANT, id, Actor.of("erik")))
        .hasMessage("step \"ask\" needs the role LAWYER or PARTNER; erik has []");
    assertThat(tasks().get(TENANT, id).task().candidates()).containsExactly("carl", "dora", "7");
  }

  @Test
  void candidates_that_give_nobody_leave_a_task_to_admin() {
    TaskId id = step("\"candidates\": [\"{{clerk}}\"]", "{}");
    assertThat(reason(id, ANNA)).isEqualTo(Reason.BLOCKED);
    assertThat(instance(id.instance()).step("ask").reason())
        .isEqualTo(
            "NOBODY_MAY: the candidates give nobody, and there is no role; only ADMIN may do it");
    answer(id, BOSS, YES);
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void whoever_answered_a_step_is_excluded_from_another_even_as_admin() {
    InstanceId instance =
        run(
            """
            [{"id": "draft", "action": "approval", "role": "LAWYER"},
             {"id": "approve", "action": "approval", "role": "LAWYER", "excluding": "draft"}]
            """,
            "{}");
    tasks().complete(TENANT, instance, "draft", ANNA, json(YES));
    kit.run();
    TaskId id = TaskId.of(instance, "approve");
    assertThat(reason(id, ANNA)).isEqualTo(Reason.EXCLUDED);
    assertThat(reason(id, BOB)).isNull();
    assertThatThrownBy(() -> tasks().claim(TENANT, id, ANNA))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"approve\" excludes whoever answered draft, and lawyer-anna did");
    assertThatThrownBy(() -> tasks().assign(TENANT, id, BOSS, "lawyer-anna"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"approve\" excludes whoever answered draft, and lawyer-anna did");

    InstanceId byAdmin = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    tasks().complete(TENANT, byAdmin, "draft", BOSS, json(YES));
    kit.run();
    assertThat(reason(TaskId.of(byAdmin, "approve"), BOSS)).isEqualTo(Reason.EXCLUDED);
  }

  @Test
  void an_answer_given_meanwhile_excludes_from_a_step_that_is_open_already() {
    InstanceId instance =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "one", "action": "approval", "role": "LAWYER"}]},
               {"steps": [{"id": "two", "action": "approval", "role": "LAWYER", "excluding": ["one"]}]}]}]
            """,
            "{}");
    TaskId two = TaskId.of(instance, "two");
    assertThat(reason(two, ANNA)).isNull();
    tasks().complete(TENANT, instance, "one", ANNA, json(YES));
    kit.run();
    assertThat(reason(two, ANNA)).isEqualTo(Reason.EXCLUDED);
    assertThat(reason(two, BOB)).isNull();
  }

  @Test
  void a_quorum_is_over_as_soon_as_its_result_is_certain() {
    TaskId id = step("\"role\": \"LAWYER\", \"quorum\": {\"approvals\": 2}", "{}");
    tasks().claim(TENANT, id, ANNA);
    assertThat(reason(id, BOB)).isNull();
    assertThatThrownBy(() -> tasks().fail(TENANT, id, ANNA, "no"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "step \"ask\" is answered by several people: only ADMIN may fail it, and lawyer-anna is"
                + " not; answer it with \"approved\": false");
    answer(id, ANNA, YES);
    assertInstance(id.instance()).isActive().step("ask", StepState.READY);
    assertThat(reason(id, ANNA)).isEqualTo(Reason.EXCLUDED);
    assertThatThrownBy(() -> tasks().complete(TENANT, id, ANNA, json(YES)))
        .hasMessageContaining("has an answer of lawyer-anna already");
    assertThat(tasks().get(TENANT, id).votes()).hasSize(1);
    answer(id, BOB, YES);
    assertInstance(id.instance()).isCompleted();
    assertThat(instance(id.instance()).step("ask").output().path("approved").asBoolean()).isTrue();
    assertThat(instance(id.instance()).step("ask").output().path("votes")).hasSize(2);
  }

  @Test
  void one_rejection_rejects_unless_more_are_asked_for() {
    TaskId one = step("\"quorum\": {\"approvals\": 2}", "{}");
    answer(one, ANNA, NO);
    assertInstance(one.instance()).isCompleted();
    assertThat(instance(one.instance()).step("ask").output().path("approved").asBoolean(true))
        .isFalse();
    TaskId two = step("\"quorum\": {\"approvals\": 2, \"rejections\": 2}", "{}");
    answer(two, ANNA, NO);
    assertInstance(two.instance()).isActive();
    answer(two, BOB, NO);
    assertInstance(two.instance()).isCompleted();
  }

  @Test
  void only_the_seats_vote_and_too_few_left_reject() {
    TaskId id =
        step(
            "\"quorum\": {\"approvals\": 2, \"rejections\": 3, \"of\": [\"{{team}}\"]}",
            "{\"team\": [\"carl\", \"dora\", \"erik\"]}");
    assertThat(reason(id, ANNA)).isEqualTo(Reason.NOT_ELIGIBLE);
    answer(id, CARL, NO);
    assertInstance(id.instance()).isActive();
    answer(id, Actor.of("dora"), NO);
    assertInstance(id.instance()).isCompleted();
    assertThat(instance(id.instance()).step("ask").output().path("approved").asBoolean(true))
        .isFalse();
  }

  @Test
  void a_quorum_that_collects_all_waits_for_every_seat() {
    TaskId id =
        step(
            "\"quorum\": {\"approvals\": 1, \"of\": [\"carl\", \"dora\"], \"collect\": \"all\"}",
            "{}");
    answer(id, CARL, YES);
    assertInstance(id.instance()).isActive();
    answer(id, Actor.of("dora"), YES);
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void an_escalation_widens_and_then_moves_a_task() {
    TaskId id =
        step(
            """
            "role": "LAWYER", "escalate": [{"after": "P4D", "assignee": "{{head}}"},
              {"after": "P2D", "role": "PARTNER", "if": "unclaimed"}]""",
            "{\"head\": \"carl\"}");
    assertThat(reason(id, PIA)).isEqualTo(Reason.NOT_ELIGIBLE);
    kit.advance(Duration.ofDays(2));
    assertThat(reason(id, PIA)).isNull();
    assertThat(reason(id, ANNA)).isNull();
    tasks().claim(TENANT, id, ANNA);
    kit.advance(Duration.ofDays(2));
    assertThat(reason(id, ANNA)).isEqualTo(Reason.HELD);
    assertThat(reason(id, CARL)).isNull();
    assertThat(kit.engine().history().story(TENANT, id.instance()))
        .contains("ask: the engine escalates it to the role PARTNER")
        .contains("ask: the engine escalates it from lawyer-anna to carl");
    answer(id, CARL, YES);
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void an_escalation_passes_over_a_task_that_has_come_further() {
    TaskId id =
        step(
            "\"role\": \"LAWYER\", \"escalate\": [{\"after\": \"P2D\", \"role\": \"PARTNER\", \"if\":"
                + " \"unbegun\"}]",
            "{}");
    tasks().claim(TENANT, id, ANNA);
    kit.advance(Duration.ofDays(3));
    tasks().release(TENANT, id, ANNA);
    assertThat(reason(id, PIA)).isEqualTo(Reason.NOT_ELIGIBLE);
  }

  @Test
  void an_escalation_from_the_due_date_follows_it() {
    TaskId id =
        step(
            "\"role\": \"LAWYER\", \"due\": \"P2D\", \"escalate\": [{\"after\": \"P1D\", \"overdue\":"
                + " true, \"role\": \"PARTNER\"}]",
            "{}");
    tasks().setDue(TENANT, id, ANNA, kit.clock().instant().plus(Duration.ofDays(5)));
    kit.advance(Duration.ofDays(5));
    assertThat(reason(id, PIA)).isEqualTo(Reason.NOT_ELIGIBLE);
    kit.advance(Duration.ofDays(1));
    assertThat(reason(id, PIA)).isNull();
  }

  @Test
  void escalations_stand_still_while_the_instance_is_paused() {
    TaskId id =
        step(
            "\"role\": \"LAWYER\", \"escalate\": [{\"after\": \"P2D\", \"role\": \"PARTNER\"}]",
            "{}");
    kit.advance(Duration.ofDays(1));
    kit.engine().instances().pause(TENANT, id.instance(), BOSS, null);
    kit.advance(Duration.ofDays(5));
    kit.engine().instances().resume(TENANT, id.instance(), BOSS);
    kit.run();
    assertThat(reason(id, PIA)).isEqualTo(Reason.NOT_ELIGIBLE);
    kit.advance(Duration.ofDays(1));
    assertThat(reason(id, PIA)).isNull();
  }

  @Test
  void a_timeout_completes_with_an_answer_or_skips() {
    TaskId completed =
        step("\"timeout\": \"P1D\", \"onTimeout\": {\"answer\": {\"approved\": false}}", "{}");
    TaskId skipped = step("\"timeout\": \"P1D\", \"onTimeout\": \"skip\"", "{}");
    kit.advance(Duration.ofDays(1));
    assertInstance(completed.instance()).isCompleted().step("ask", StepState.COMPLETED);
    assertThat(instance(completed.instance()).step("ask").output()).isEqualTo(json(NO));
    assertInstance(skipped.instance()).isCompleted().step("ask", StepState.SKIPPED);
  }

  @Test
  void a_due_date_is_the_end_of_a_day_or_of_a_working_day() {
    TaskId day = step("\"due\": {\"until\": \"{{wanted}}\"}", "{\"wanted\": \"2031-03-04\"}");
    assertThat(tasks().get(TENANT, day).task().dueAt())
        .isEqualTo(Instant.parse("2031-03-04T23:59:59.999Z"));
    TaskId missing = step("\"due\": {\"until\": \"{{wanted}}\"}", "{}");
    assertThat(tasks().get(TENANT, missing).task().dueAt()).isNull();
    kit.advance(Duration.between(kit.clock().instant(), Instant.parse("2031-03-07T10:00:00Z")));
    TaskId hours = step("\"due\": {\"for\": \"PT16H\", \"calendar\": \"business\"}", "{}");
    TaskId friday = step("\"due\": {\"for\": \"P2D\", \"calendar\": \"business\"}", "{}");
    assertThat(tasks().get(TENANT, hours).task().dueAt())
        .isEqualTo(Instant.parse("2031-03-10T02:00:00Z"));
    assertThat(tasks().get(TENANT, friday).task().dueAt())
        .isEqualTo(Instant.parse("2031-03-11T23:59:59.999Z"));
  }

  @Test
  void the_priority_orders_tasks_with_the_same_due_date() {
    TaskId usual = step("\"role\": \"LAWYER\"", "{}");
    TaskId urgent = step("\"role\": \"LAWYER\", \"priority\": \"{{how}}\"", "{\"how\": 80}");
    TaskId due = step("\"role\": \"LAWYER\", \"priority\": 0, \"due\": \"P1D\"", "{}");
    assertThat(tasks().inbox(TENANT, ANNA, null, 10).items())
        .extracting(Tasks.Task::id)
        .containsExactly(due, urgent, usual);
    assertThat(tasks().inbox(TENANT, ANNA, null, 1).next()).isPresent();
  }

  @Test
  void an_answer_fits_its_form_and_every_problem_is_told_at_once() {
    TaskId id =
        step(
            """
            "form": {"type": "object", "required": ["approved", "amount"], "properties": {
              "approved": {"type": "boolean"}, "amount": {"type": "number", "minimum": 1},
              "why": {"enum": ["price", "time"]}}}""",
            "{}");
    tasks().save(TENANT, id, ANNA, json("{\"amount\": 0}"), 0);
    assertThatThrownBy(
            () ->
                tasks()
                    .complete(
                        TENANT,
                        id,
                        ANNA,
                        json("{\"approved\": true, \"amount\": 0, \"why\": \"no\", \"more\": 1}")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/amount")
        .hasMessageContaining("/why")
        .hasMessageContaining("/more");
    assertThat(tasks().get(TENANT, id).draft()).isEqualTo(json("{\"amount\": 0}"));
    assertThat(tasks().get(TENANT, id).form()).isNotNull();
    answer(id, ANNA, "{\"approved\": true, \"amount\": 2.50, \"why\": \"price\"}");
    assertInstance(id.instance()).isCompleted();
    assertThat(instance(id.instance()).step("ask").output().path("why").asText())
        .isEqualTo("price");
    assertThat(tasks().get(TENANT, step("\"role\": \"LAWYER\"", "{}")).form()).isNotNull();
  }

  @Test
  void a_document_that_cannot_be_met_is_refused_with_places() {
    assertThatThrownBy(
            () ->
                step(
                    """
                    "role": ["LAWYER", "LAWYER", 1], "excluding": ["gone"], "priority": 101,
                    "quorum": {"approvals": 3, "of": ["a", "b"]}, "onTimeout": "skip",
                    "escalate": [{"after": "P1D"}, {"after": "P1D", "overdue": true, "role": "X"}],
                    "due": {"for": "P1DT5H", "calendar": "business"}, "followUp": {}, "form": []""",
                    "{}"))
        .isExactlyInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("/steps/0/role/1: \"LAWYER\" is named twice")
        .hasMessageContaining("/steps/0/role/2: expected a")
        .hasMessageContaining("/steps/0/excluding: there is no step \"gone\"")
        .hasMessageContaining("/steps/0/priority: expected a whole number from 0 to 100")
        .hasMessageContaining("is 3, but \"of\" names 2: it can never be reached")
        .hasMessageContaining("the step has no \"timeout\", so this never happens")
        .hasMessageContaining("names \"role\" or \"assignee\"")
        .hasMessageContaining("/steps/0/due/for: \"P1DT5H\" is neither a number of working days")
        .hasMessageContaining("has either \"until\" or \"for\"")
        .hasMessageContaining("/steps/0/form: expected a JSON Schema of the answer, an object");
  }

  @Test
  void the_answers_of_several_people_are_measured_together() {
    TaskId id = step("\"quorum\": {\"approvals\": 3}", "{}");
    String large = "{\"approved\": true, \"comment\": \"" + "x".repeat(600_000) + "\"}";
    answer(id, ANNA, large);
    assertThatThrownBy(() -> tasks().complete(TENANT, id, BOB, json(large)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The answer has a problem:\n  (document): with the answers that others gave, is larger than 1048576 bytes");
    answer(id, BOB, YES);
    answer(id, CARL, YES);
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void answers_of_several_people_are_not_lost_by_a_failure_beside_them_or_a_timeout() {
    answer = context -> ActionResult.failed("no", false);
    publish(
        "w",
        "",
        """
        [{"id": "both", "join": 2, "parallel": [
           {"steps": [{"id": "ask", "action": "approval", "timeout": "P1D", "quorum": {"approvals": 2}}]},
           {"steps": [{"id": "one", "action": "work", "delay": "PT1H"}]},
           {"steps": [{"id": "two", "action": "work", "delay": "PT1H"}]}]}]
        """);
    InstanceId instance = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    TaskId id = TaskId.of(instance, "ask");
    answer(id, ANNA, YES);
    kit.advance(Duration.ofHours(1));
    assertInstance(instance).hasFailed().step("ask", StepState.SKIPPED);
    answer = context -> ActionResult.waiting("never");
    kit.engine().instances().retry(TENANT, instance, Actor.of("boss"));
    kit.run();
    assertThat(tasks().get(TENANT, id).votes()).hasSize(1);
    kit.advance(Duration.ofDays(1));
    assertInstance(instance).step("ask", StepState.FAILED);
    kit.engine().instances().cancel(TENANT, instance, Actor.of("boss"), null);
  }
}
