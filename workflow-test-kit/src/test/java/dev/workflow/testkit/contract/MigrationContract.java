package dev.workflow.testkit.contract;

import static dev.workflow.InstanceEdit.Place.after;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances go on with another version: what is open stays as it is, what does not fit is told. */
public abstract class MigrationContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) -> actor.equals(BOSS) ? Set.of("ADMIN") : Set.of("LAWYER"));
  }

  private Instances instances() {
    return kit.engine().instances();
  }

  private Migration.Report migrate(InstanceId id, Migration migration) {
    Migration.Report report = instances().migrate(TENANT, id, migration, BOSS);
    kit.run();
    return report;
  }

  private static String work(String id) {
    return "{\"id\": \"" + id + "\", \"action\": \"work\"}";
  }

  private static String ask(String id, String more) {
    return "{\"id\": \"" + id + "\", \"action\": \"approval\"" + more + "}";
  }

  private void answer(InstanceId id, String step, Actor actor) {
    kit.engine().tasks().complete(TENANT, id, step, actor, json("{\"approved\": true}"));
    kit.run();
  }

  private List<String> problems(InstanceId id, Migration migration) {
    return instances().checkMigration(TENANT, id, migration).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void an_open_task_keeps_its_holder_dates_and_draft_and_the_rest_is_as_in_the_new_version() {
    InstanceId id =
        run(
            "[" + work("a") + "," + ask("ok", ", \"role\": \"LAWYER\", \"due\": \"P2D\"") + "]",
            "{}");
    Tasks tasks = kit.engine().tasks();
    tasks.claim(TENANT, id, "ok", ANNA);
    tasks.save(TENANT, new TaskId(id, "ok"), ANNA, json("{\"approved\": true}"), 0);
    kit.advance(Duration.ofHours(5));
    var before = tasks.get(TENANT, new TaskId(id, "ok"));
    publish(
        "w",
        "",
        "["
            + work("zero")
            + ","
            + work("a")
            + ","
            + work("between")
            + ","
            + ask("ok", ", \"role\": \"LAWYER\", \"due\": \"P9D\"")
            + ","
            + work("last")
            + "]");
    Migration.Report report = migrate(id, Migration.to(2));
    assertThat(report.problems()).isEmpty();
    assertThat(report.from().version()).isEqualTo(1);
    assertThat(instance(id).workflow().version()).isEqualTo(2);
    assertThat(instances().list(Instances.Query.of(TENANT), null, 10).items())
        .singleElement()
        .satisfies(row -> assertThat(row.workflow().version()).isEqualTo(2));
    assertInstance(id)
        .step("zero", StepState.SKIPPED)
        .step("between", StepState.SKIPPED)
        .step("ok", StepState.IN_PROGRESS);
    var now = tasks.get(TENANT, new TaskId(id, "ok"));
    assertThat(now.task().dueAt()).isEqualTo(before.task().dueAt());
    assertThat(now.draft()).isEqualTo(before.draft());
    answer(id, "ok", ANNA);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "last/1");
    assertThat(kit.story(id)).contains("goes on with version 2 by boss: ");
    assertThat(migrate(id, Migration.to(2)).problems()).isEmpty();
    assertThat(instance(id).revision()).isEqualTo(1);
  }

  @Test
  void votes_stay_and_a_step_may_be_called_otherwise() {
    String quorum = ", \"quorum\": {\"approvals\": 2}";
    InstanceId id = run("[" + ask("first", quorum) + "]", "{}");
    answer(id, "first", ANNA);
    publish("w", "", "[" + ask("second", quorum) + "," + work("after") + "]");
    assertThat(problems(id, Migration.to(2)))
        .containsExactly(
            "/steps/first: step \"first\" is READY, and w v2 has no step \"first\"; map it to one"
                + " that it has");
    migrate(id, Migration.to(2).step("first", "second"));
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items())
        .extracting(Tasks.Task::step)
        .containsExactly("second");
    answer(id, "second", BOB);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("after/1");
  }

  @Test
  void what_does_not_fit_is_told_step_by_step_and_nothing_has_happened() {
    InstanceId id =
        run(
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "a", "action": "approval"}]},
               {"steps": [{"id": "b", "action": "approval"}]},
               {"steps": [{"id": "c", "wait": {"event": "x"}}]}]}]
            """,
            "{}");
    publish(
        "w",
        "",
        """
        [{"id": "all", "parallel": [
           {"steps": [{"id": "a", "action": "checklist"}]},
           {"steps": [{"id": "d", "action": "approval"}]},
           {"steps": [{"id": "c", "delay": "P1D"}]}]},
         {"id": "b", "action": "approval"}]
        """);
    String[] expected = {
      "/steps/a: step \"a\" is the action approval, w v2 step \"a\" is the action checklist",
      "/steps/b: step \"b\" stands in \"all\" (1), w v2 step \"b\" stands in no other step",
      "/steps/c: step \"c\" is of the kind wait, w v2 step \"c\" is of the kind delay"
    };
    assertThat(problems(id, Migration.to(2))).containsExactlyInAnyOrder(expected);
    assertThatThrownBy(() -> migrate(id, Migration.to(2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The migration of instance " + id + " to version 2 has 3 problems");
    assertThat(
            problems(
                id, Migration.to(2).step("a", "d").step("b", "d").step("no", "d").step("c", "e")))
        .contains(
            "/steps/b: step \"d\" is taken by step \"a\" already",
            "/steps/no: the instance has no step \"no\"",
            "/steps/c: w v2 has no step \"e\"");
    assertThatThrownBy(() -> migrate(id, Migration.to(7)))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no workflow w v7");
    assertThat(instance(id).workflow().version()).isEqualTo(1);
    assertThat(instance(id).revision()).isZero();
  }

  @Test
  void nothing_is_migrated_while_an_attempt_is_under_way() {
    List<String> told = new ArrayList<>();
    answer =
        context -> {
          told.addAll(problems(context.instance(), Migration.to(1)));
          return ActionResult.completed();
        };
    run("[" + work("a") + "]", "{}");
    assertThat(told)
        .containsExactly(
            "/steps/a: an attempt of step \"a\" is under way; wait until it has ended");
  }

  @Test
  void a_delay_ends_when_it_was_to_end_unless_it_is_to_begin_anew() {
    String steps = "[{\"id\": \"a\", \"action\": \"work\", \"delay\": \"%s\"}]";
    InstanceId kept = run(steps.formatted("PT2H"), "{}");
    InstanceId anew = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    kit.advance(Duration.ofHours(1));
    publish("w", "", steps.formatted("PT3H"));
    migrate(kept, Migration.to(2));
    migrate(anew, Migration.to(2).anew("a"));
    kit.advance(Duration.ofHours(1));
    assertInstance(kept).isCompleted();
    assertInstance(anew).isActive();
    kit.advance(Duration.ofHours(2));
    assertInstance(anew).isCompleted();
  }

  @Test
  void a_wait_goes_on_and_waits_anew_for_another_event_or_key() {
    String steps = "[{\"id\": \"w\", \"wait\": {%s}}]";
    InstanceId same = run(steps.formatted("\"event\": \"paid\""), "{}");
    InstanceId keyed =
        kit.event("lead.created", LEAD, "{\"order\": \"o1\"}").started().get(0).instance();
    publish("w", "", steps.formatted("\"event\": \"paid\", \"timeout\": \"P1D\""));
    publish("w", "", steps.formatted("\"event\": \"settled\", \"correlation\": \"{{order}}\""));
    kit.advance(Duration.ofHours(3));
    migrate(same, Migration.to(2));
    migrate(keyed, Migration.to(3));
    kit.event("paid", LEAD, "{}");
    assertInstance(same).isCompleted();
    assertInstance(keyed).isActive();
    kit.event(
        dev.workflow.Event.of(TENANT, "settled", SubjectRef.of("order", "1"), json("{}"))
            .withCorrelation("o1"));
    assertInstance(keyed).isCompleted();
  }

  @Test
  void a_time_limit_that_is_new_begins_now() {
    String steps =
        "[{\"id\": \"a\", \"action\": \"approval\"%s},{\"id\": \"z\", \"action\": \"work\"}]";
    InstanceId id = run(steps.formatted(""), "{}");
    kit.advance(Duration.ofDays(5));
    publish("w", "", steps.formatted(", \"timeout\": \"P1D\", \"onTimeout\": \"skip\""));
    migrate(id, Migration.to(2));
    kit.advance(Duration.ofHours(23));
    assertInstance(id).isActive();
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted().step("a", StepState.SKIPPED);
  }

  @Test
  void an_exit_that_is_new_counts_from_now_on() {
    InstanceId id = run("[" + ask("a", "") + "]", "{}");
    publish("w", "\"exit\": [{\"event\": \"lead.converted\"}],", "[" + ask("a", "") + "]");
    migrate(id, Migration.to(2));
    kit.event("lead.converted", LEAD, "{}");
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
  }

  @Test
  void a_sub_workflow_stays_on_its_version_and_is_waited_for() {
    kit.publish("{\"key\": \"child\", \"steps\": [" + ask("inner", "") + "]}");
    String steps = "[{\"id\": \"sub\", \"workflow\": \"child\"}%s]";
    InstanceId id = run(steps.formatted(""), "{}");
    InstanceId child =
        instances()
            .list(Instances.Query.of(TENANT).workflow("child"), null, 10)
            .items()
            .get(0)
            .id();
    kit.publish("{\"key\": \"child\", \"steps\": [" + ask("inner", "") + "," + work("more") + "]}");
    publish("w", "", steps.formatted("," + work("last")));
    migrate(id, Migration.to(2));
    assertThat(instance(child).workflow().version()).isEqualTo(1);
    answer(child, "inner", BOSS);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("last/1");
  }

  @Test
  void rounds_that_are_done_are_not_taken_up_again_and_the_others_go_on() {
    String steps =
        """
        [{"id": "all", "each": {"items": ["a", "b", "c"], "steps": [%s {"id": "ok", "action": "approval"}%s]}}]
        """;
    InstanceId id = run(steps.formatted("", ""), "{}");
    answer(id, "ok[0]", BOSS);
    publish("w", "", steps.formatted(work("pre") + ",", "," + work("post")));
    migrate(id, Migration.to(2));
    answer(id, "ok[1]", BOSS);
    answer(id, "ok[2]", BOSS);
    assertInstance(id).isCompleted().step("post[0]", StepState.SKIPPED);
    assertThat(calls).containsExactly("post[1]/1", "pre[2]/1", "post[2]/1");
  }

  @Test
  void what_was_edited_is_edited_again_in_the_new_version_where_it_fits() {
    InstanceId id = run("[" + ask("a", "") + "," + work("b") + "]", "{}");
    instances().edit(TENANT, id, BOSS).add(json(work("extra")), after("b")).rename("Mine").apply();
    publish("w", "", "[" + ask("a", "") + "," + work("b") + "," + work("c") + "]");
    publish("w", "", "[" + ask("a", "") + "," + work("c") + "]");
    assertThat(problems(id, Migration.to(3)))
        .containsExactly("/edits/0/changes/0/at/after: there is no step \"b\"");
    assertThat(problems(id, Migration.to(3).withoutEdits())).isEmpty();
    migrate(id, Migration.to(2));
    assertThat(instance(id).name()).isEqualTo("Mine");
    answer(id, "a", BOSS);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("b/1", "extra/1", "c/1");
  }

  @Test
  void a_step_that_has_ended_and_is_not_in_the_new_version_stays_in_the_history() {
    InstanceId id = run("[" + work("old") + "," + ask("a", "") + "]", "{}");
    publish("w", "", "[" + ask("a", "") + "," + work("z") + "]");
    assertThat(migrate(id, Migration.to(2)).left()).containsExactly("old");
    answer(id, "a", BOSS);
    assertInstance(id).isCompleted();
    assertThat(kit.story(id)).contains("old IN_PROGRESS -> COMPLETED");
  }

  @Test
  void one_that_has_failed_is_migrated_and_retried_in_the_new_version() {
    answer =
        context -> calls.size() == 1 ? ActionResult.failed("no", false) : ActionResult.completed();
    InstanceId id = run("[" + work("a") + "]", "{}");
    assertInstance(id).hasFailed();
    publish("w", "", "[" + work("a") + "," + work("z") + "]");
    migrate(id, Migration.to(2));
    assertInstance(id).hasFailed();
    instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "a/1", "z/1");
  }

  @Test
  void it_is_for_admins_and_of_the_tenant_and_an_ended_one_stays() {
    InstanceId id = run("[" + ask("a", "") + "]", "{}");
    publish("w", "", "[" + ask("a", "") + "]".replace("]", "," + work("z") + "]"));
    assertThatThrownBy(() -> instances().migrate(TENANT, id, Migration.to(2), ANNA))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("instance " + id + " can be migrated with the role ADMIN; anna has [LAWYER]");
    assertThatThrownBy(() -> instances().migrate(TenantId.of("other"), id, Migration.to(2), BOSS))
        .hasMessage("tenant other has no instance " + id);
    instances().pause(TENANT, id, BOSS, null);
    migrate(id, Migration.to(2));
    assertInstance(id).is(InstanceState.PAUSED);
    instances().cancel(TENANT, id, BOSS, null);
    publish("w", "", "[" + ask("a", "") + "]");
    assertThat(problems(id, Migration.to(3)))
        .containsExactly("(document): the instance is CANCELED");
  }

  @Test
  void all_instances_of_a_workflow_are_migrated_with_a_report_of_those_that_do_not_fit() {
    InstanceId first = run("[" + ask("a", "") + "," + ask("b", "") + "]", "{}");
    InstanceId second = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId done = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    kit.run();
    answer(second, "a", BOSS);
    instances().cancel(TENANT, done, BOSS, null);
    publish("w", "", "[" + ask("a", "") + "," + work("c") + "]");
    List<Instances.BulkReport> progress = new ArrayList<>();
    Instances.Query all = Instances.Query.of(TENANT).workflow("w");
    Instances.BulkReport report = instances().migrate(all, Migration.to(2), BOSS, progress::add);
    assertThat(progress).hasSize(2);
    assertThat(report.done()).isEqualTo(1);
    assertThat(report.refused()).isEqualTo(1);
    assertThat(report.failures()).containsOnlyKeys(second);
    assertThat(report.failures().get(second)).contains("/steps/b: step \"b\" is READY");
    assertThat(instances().migrate(all, Migration.to(2), BOSS, one -> {}).done()).isEqualTo(1);
    assertThat(instance(first).revision()).isEqualTo(1);
    assertThatThrownBy(
            () -> instances().migrate(Instances.Query.of(TENANT), Migration.to(2), BOSS, one -> {}))
        .hasMessageContaining("/workflow: is missing: a version is one of a workflow");
  }

  private InstanceId childOf(String workflow) {
    return instances()
        .list(Instances.Query.of(TENANT).workflow(workflow), null, 10)
        .items()
        .get(0)
        .id();
  }

  private InstanceId renamedAbove(String inner) {
    kit.publish("{\"key\": \"child\", \"steps\": [" + inner + "]}");
    InstanceId id = run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    publish("w", "", "[{\"id\": \"part\", \"workflow\": \"child\"}," + work("last") + "]");
    migrate(id, Migration.to(2).step("sub", "part"));
    return id;
  }

  @Test
  void a_sub_workflow_is_waited_for_by_a_step_that_is_called_otherwise_by_now() {
    InstanceId id = renamedAbove(ask("inner", ""));
    InstanceId child = childOf("child");
    instances().pause(TENANT, id, BOSS, null);
    assertInstance(child).is(InstanceState.PAUSED);
    assertThatThrownBy(() -> instances().resume(TENANT, child, BOSS))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + child
                + " cannot be resumed: it is a sub-workflow of "
                + id
                + ", which is PAUSED; resume that first");
    instances().resume(TENANT, id, BOSS);
    answer(child, "inner", BOSS);
    assertInstance(id).isCompleted().step("part", StepState.COMPLETED);
    assertThat(calls).containsExactly("last/1");
  }

  @Test
  void the_retry_of_a_sub_workflow_carries_on_a_step_that_is_called_otherwise_by_now() {
    answer =
        context ->
            context.step().equals("inner") && calls.size() == 1
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    kit.publish("{\"key\": \"child\", \"steps\": [" + work("inner") + "]}");
    InstanceId id = run("[{\"id\": \"sub\", \"workflow\": \"child\"}]", "{}");
    assertInstance(id).hasFailed();
    publish("w", "", "[{\"id\": \"part\", \"workflow\": \"child\"}," + work("last") + "]");
    migrate(id, Migration.to(2).step("sub", "part"));
    instances().retry(TENANT, childOf("child"), BOSS);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("inner/1", "inner/1", "last/1");
  }

  @Test
  void a_way_that_was_taken_is_the_same_one_in_the_new_version() {
    String steps =
        """
        [{"id": "hot", "branch": [%s {"otherwise": true, "steps": [%s, %s]}]}]
        """;
    String cold =
        "{\"when\": {\"field\": \"no\", \"operator\": \"eq\", \"value\": 1}, \"steps\": []},";
    answer =
        context -> {
          instances().pause(TENANT, context.instance(), BOSS, null);
          return ActionResult.completed();
        };
    InstanceId id = run(steps.formatted(cold, work("a"), work("b")), "{}");
    assertInstance(id).is(InstanceState.PAUSED).step("a", StepState.COMPLETED);
    publish("w", "", steps.formatted("", work("a"), work("b")));
    publish("w", "", steps.formatted(cold + cold, work("a"), work("b")));
    publish("w", "", steps.formatted(cold, work("a"), work("c")));
    assertThat(problems(id, Migration.to(2)))
        .containsExactly(
            "/steps/hot: step \"hot\" has taken the way 1, w v2 step \"hot\" has 1",
            "/steps/a: step \"a\" stands in \"hot\" (1), w v2 step \"a\" stands in \"hot\"");
    assertThat(problems(id, Migration.to(3)))
        .containsExactly(
            "/steps/a: step \"a\" stands in \"hot\" (1), w v3 step \"a\" stands in \"hot\" (2)");
    migrate(id, Migration.to(4));
    answer = context -> ActionResult.completed();
    instances().resume(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "c/1");
  }

  @Test
  void a_queue_goes_on_whatever_the_version_says_with_which_its_head_ends() {
    String queue = "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"queue\"},";
    String skip = "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"skip\"},";
    String steps = "[" + ask("a", "") + "]";
    InstanceId head = run(queue, steps, "{}");
    InstanceId queued = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    assertInstance(queued).is(InstanceState.DRAFT);
    publish("w", skip, steps);
    migrate(head, Migration.to(2));
    answer(head, "a", BOSS);
    assertInstance(queued).isActive();
    publish("w", queue, steps);
    InstanceId newer = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    answer(queued, "a", BOSS);
    assertInstance(newer).isActive();
  }

  @Test
  void an_instance_of_a_version_that_skips_lets_those_go_on_that_queue_behind_it() {
    String concurrency = "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"%s\"},";
    String steps = "[" + ask("a", "") + "]";
    InstanceId head = run(concurrency.formatted("skip"), steps, "{}");
    publish("w", concurrency.formatted("queue"), steps);
    InstanceId queued = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    assertInstance(queued).is(InstanceState.DRAFT);
    answer(head, "a", BOSS);
    assertInstance(queued).isActive();
  }

  @Test
  void a_wait_about_the_subject_does_not_fit_an_instance_that_has_none() {
    kit.publish(
        "{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"wait\": {\"event\": \"paid\", \"correlation\": \"o1\"}}]}");
    InstanceId id = instances().start(TENANT, "w", null, json("{}"), BOSS).orElseThrow();
    kit.run();
    kit.publish("{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"wait\": {\"event\": \"paid\"}}]}");
    assertThat(problems(id, Migration.to(2)))
        .containsExactly(
            "/steps/a: w v2 step \"a\" waits for an event about the subject, and the instance has none");
  }
}
