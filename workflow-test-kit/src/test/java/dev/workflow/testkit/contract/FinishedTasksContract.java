package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Page;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Finish;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Finished tasks are found by who ended them, and tell how long they took. */
public abstract class FinishedTasksContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TaskQuery ALL = TaskQuery.finished();

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

  private static String ask(String id, String more) {
    return "{\"id\": \"" + id + "\", \"action\": \"approval\", \"role\": \"LAWYER\"" + more + "}";
  }

  private TaskId task(String more) {
    return TaskId.of(run("[" + ask("ask", more) + "]", "{}"), "ask");
  }

  private void complete(TaskId id, Actor actor) {
    tasks().complete(TENANT, id, actor, json(YES));
    kit.run();
  }

  private List<Tasks.Task> found(TaskQuery query) {
    return tasks().query(TENANT, query, null, 100).items();
  }

  private List<String> steps(TaskQuery query) {
    return found(query).stream().map(Tasks.Task::step).toList();
  }

  private Finish finish(TaskId id) {
    Finish finish =
        found(ALL.withInstance(id.instance())).stream()
            .filter(task -> task.id().equals(id))
            .findFirst()
            .orElseThrow()
            .finish();
    assertThat(tasks().get(TENANT, id).task().finish()).isEqualTo(finish);
    return finish;
  }

  private Finish by(Actor actor, Duration readyToClaim, Duration claimToDone) {
    Instant now = kit.clock().instant();
    return new Finish(actor, null, List.of(), now, readyToClaim, claimToDone);
  }

  @Test
  void each_tells_who_ended_it_and_how_long_it_waited_and_took() {
    TaskId claimed = task("");
    kit.advance(HOUR);
    tasks().claim(TENANT, claimed, ANNA);
    kit.advance(Duration.ofMinutes(30));
    complete(claimed, ANNA);
    assertThat(finish(claimed)).isEqualTo(by(ANNA, HOUR, Duration.ofMinutes(30)));
    assertThat(found(ALL).get(0).state()).isEqualTo(StepState.COMPLETED);

    TaskId atOnce = task("");
    kit.advance(HOUR);
    complete(atOnce, BOB);
    assertThat(finish(atOnce)).isEqualTo(by(BOB, HOUR, Duration.ZERO));

    TaskId over = task("");
    tasks().claim(TENANT, over, ANNA);
    tasks().skip(TENANT, over, BOSS, "not needed");
    assertThat(finish(over)).isEqualTo(by(BOSS, Duration.ZERO, Duration.ZERO));
    assertThat(found(ALL.withStates(StepState.SKIPPED)))
        .extracting(Tasks.Task::id)
        .containsExactly(over);
    assertThat(tasks().get(TENANT, task("")).task().finish()).isNull();
  }

  @Test
  void what_the_engine_has_ended_is_by_nobody() {
    TaskId late = task(", \"timeout\": \"PT1H\", \"allowFailure\": true");
    tasks().claim(TENANT, late, ANNA);
    kit.advance(HOUR);
    assertThat(finish(late)).isEqualTo(by(null, Duration.ZERO, HOUR));
    TaskId canceled = task("");
    kit.engine().instances().cancel(TENANT, canceled.instance(), BOSS, null);
    assertThat(finish(canceled)).isEqualTo(by(null, null, null));
    assertThat(found(ALL.withFinishedBy("boss"))).isEmpty();
    assertThat(tasks().countBy(TENANT, ALL, Tasks.Group.FINISHED_BY))
        .isEqualTo(Map.of(Optional.empty(), 2L));
  }

  @Test
  void a_timeout_that_somebodys_act_brings_to_light_is_not_theirs() {
    TaskId late = task(", \"timeout\": \"PT1H\", \"onTimeout\": \"skip\"");
    tasks().claim(TENANT, late, ANNA);
    kit.clock().advance(HOUR);
    tasks().comment(TENANT, late, ANNA, "soon");
    kit.run();
    assertThat(finish(late).by()).isNull();
  }

  @Test
  void several_answers_are_found_by_each_of_those_who_gave_one() {
    TaskId id = task(", \"quorum\": {\"approvals\": 2}");
    complete(id, ANNA);
    kit.advance(HOUR);
    complete(id, BOB);
    assertThat(finish(id).by()).isEqualTo(BOB);
    assertThat(finish(id).others()).containsExactly("lawyer-anna");
    assertThat(steps(ALL.withFinishedBy("lawyer-anna"))).containsExactly("ask");
    assertThat(steps(ALL.withFinishedBy("lawyer-bob"))).containsExactly("ask");
    assertThat(steps(ALL.withFinishedBy("carl"))).isEmpty();
    assertThat(steps(ALL)).containsExactly("ask");
  }

  @Test
  void a_substitutes_are_theirs_and_tell_for_whom() {
    TaskId id = task("");
    Instant now = kit.clock().instant();
    kit.engine().actors().absence(TENANT, ANNA, now, now.plus(HOUR), CARL);
    complete(id, CARL);
    assertThat(finish(id).by()).isEqualTo(CARL);
    assertThat(finish(id).forWhom()).isEqualTo("lawyer-anna");
    assertThat(steps(ALL.withFinishedBy("carl"))).containsExactly("ask");
    assertThat(steps(ALL.withFinishedFor("lawyer-anna"))).containsExactly("ask");
    assertThat(steps(ALL.withFinishedBy("lawyer-anna"))).isEmpty();
  }

  @Test
  void an_answer_before_its_turn_is_the_end_of_the_task_when_the_turn_has_come() {
    InstanceId id = run("[" + ask("first", "") + "," + ask("ask", ", \"early\": true") + "]", "{}");
    complete(TaskId.of(id, "ask"), ANNA);
    kit.advance(HOUR);
    complete(TaskId.of(id, "first"), BOB);
    assertThat(finish(TaskId.of(id, "ask"))).isEqualTo(by(ANNA, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void what_is_done_anew_is_finished_once_for_each_time_and_what_is_retried_once() {
    InstanceId id =
        run("[" + ask("one", "") + "," + ask("two", ", \"sendBack\": \"one\"") + "]", "{}");
    complete(TaskId.of(id, "one"), ANNA);
    tasks().sendBack(TENANT, TaskId.of(id, "two"), BOB, "one", null);
    kit.run();
    assertThat(finish(TaskId.of(id, "two")).by()).isEqualTo(BOB);
    complete(TaskId.of(id, "one#2"), ANNA);
    assertThat(steps(ALL.withStep("one"))).containsExactlyInAnyOrder("one", "one#2");

    tasks().fail(TENANT, TaskId.of(id, "two#2"), BOB, "no");
    kit.run();
    assertThat(steps(ALL.withStates(StepState.FAILED))).containsExactly("two#2");
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertThat(steps(ALL.withStep("two"))).containsExactly("two");
    complete(TaskId.of(id, "two#2"), ANNA);
    assertThat(steps(ALL.withStep("two"))).containsExactly("two#2", "two");
    assertThat(finish(TaskId.of(id, "two#2")).by()).isEqualTo(ANNA);
  }

  @Test
  void a_step_that_was_never_open_is_no_finished_task() {
    InstanceId id =
        run(
            "["
                + ask("never", ", \"when\": {\"field\": \"x\", \"operator\": \"eq\", \"value\": 1}")
                + ", {\"id\": \"auto\", \"action\": \"work\"},"
                + ask("ask", "")
                + ","
                + ask("later", "")
                + "]",
            "{}");
    kit.engine().instances().cancel(TENANT, id, BOSS, null);
    assertThat(steps(ALL)).containsExactly("ask");
  }

  @Test
  void the_page_the_count_and_the_groups_follow_the_query() {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(task(", \"due\": \"PT2H\", \"taskFields\": {\"number\": \"" + i + "\"}"));
      kit.advance(HOUR);
    }
    for (TaskId id : ids) {
      complete(id, id.equals(ids.get(4)) ? BOB : ANNA);
      kit.advance(HOUR);
    }
    List<TaskId> pages = new ArrayList<>();
    String cursor = null;
    do {
      Page<Tasks.Task> page = tasks().query(TENANT, ALL.withFinishedBy("lawyer-anna"), cursor, 3);
      page.items().forEach(task -> pages.add(task.id()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertThat(pages).containsExactly(ids.get(3), ids.get(2), ids.get(1), ids.get(0));
    assertThat(found(ALL.withOrder(TaskQuery.Order.OLDEST_FIRST)))
        .extracting(Tasks.Task::id)
        .containsExactlyElementsOf(ids);
    assertThat(tasks().count(TENANT, ALL).tasks()).isEqualTo(5);
    Instant end = finish(ids.get(2)).at();
    assertThat(found(ALL.withFinished(end, end.plusSeconds(1))))
        .extracting(Tasks.Task::id)
        .containsExactly(ids.get(2));
    assertThat(tasks().countBy(TENANT, ALL, Tasks.Group.FINISHED_BY))
        .isEqualTo(Map.of(Optional.of("lawyer-anna"), 4L, Optional.of("lawyer-bob"), 1L));
    // each was due two hours after it began, and was answered five hours after that
    assertThat(tasks().countBy(TENANT, ALL, Tasks.Group.OVERDUE))
        .isEqualTo(Map.of(Optional.of("true"), 5L));
    assertThat(found(ALL.withField("number", "3")).get(0).fields()).containsEntry("number", "3");
    assertThat(found(TaskQuery.all())).isEmpty();
    assertThat(tasks().inbox(TENANT, ANNA, null, 10).items()).isEmpty();
  }

  @Test
  void who_does_not_see_a_task_does_not_see_that_it_is_finished() {
    TaskId id = task(", \"visibility\": \"candidates\"");
    complete(id, ANNA);
    assertThat(steps(TaskQuery.visibleTo(BOB).withFinished(null, null))).containsExactly("ask");
    assertThat(steps(TaskQuery.inbox(BOB).withFinished(null, null))).containsExactly("ask");
    assertThat(steps(TaskQuery.visibleTo(CARL).withFinished(null, null))).isEmpty();
  }

  @Test
  void nobody_takes_up_what_is_finished() {
    TaskId id = task("");
    complete(id, ANNA);
    assertThat(tasks().next(TENANT, BOSS, ALL)).isEmpty();
    TaskBulk.Report report = tasks().bulk(TENANT, ALL, TaskBulk.skip(null), BOSS, progress -> {});
    assertThat(report.count(TaskBulk.Outcome.REFUSED)).isEqualTo(1);
  }

  @Test
  void a_step_that_another_version_calls_otherwise_is_found_by_its_new_name() {
    InstanceId id = run("[" + ask("first", "") + "," + ask("ask", "") + "]", "{}");
    complete(TaskId.of(id, "first"), ANNA);
    publish("w", "", "[" + ask("second", "") + "," + ask("ask", "") + "]");
    kit.engine().instances().migrate(TENANT, id, Migration.to(2).step("first", "second"), BOSS);
    assertThat(steps(ALL)).containsExactly("second");
    assertThat(finish(TaskId.of(id, "second")).by()).isEqualTo(ANNA);
  }

  @Test
  void it_goes_when_its_instance_goes() {
    TaskId id = task("");
    complete(id, ANNA);
    kit.advance(HOUR);
    kit.engine().instances().purge(TENANT, kit.clock().instant(), purged -> {});
    assertThat(found(ALL)).isEmpty();
    assertThat(tasks().count(TENANT, ALL).tasks()).isZero();
  }
}
