package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskBulk.Outcome;
import dev.workflow.task.TaskBulk.Report;
import dev.workflow.task.TaskBulk.Result;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same is done to many tasks, to each as if alone. */
public abstract class BulkTasksContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor BOSS = Actor.of("boss");
  private static final String APPROVED = "{\"approved\": true}";

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

  /** One task each, the oldest first. */
  private List<TaskId> ask(int count) {
    publish("w", "", "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\"}]");
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              InstanceId id =
                  kit.event("lead.created", SubjectRef.of("lead", "l-" + i), "{}")
                      .started()
                      .get(0)
                      .instance();
              return TaskId.of(id, "ask");
            })
        .toList();
  }

  private Report bulk(TaskQuery query, TaskBulk what, Actor by) {
    return tasks().bulk(TENANT, query, what, by, report -> {});
  }

  private @Nullable String holder(TaskId id) {
    Tasks.Task task = tasks().get(TENANT, id).task();
    return task.claimedBy() == null ? task.assignee() : task.claimedBy().id();
  }

  @Test
  void all_that_somebody_holds_is_given_to_somebody_else() {
    List<TaskId> ids = ask(4);
    tasks().claim(TENANT, ids.get(0), ANNA);
    tasks().assign(TENANT, ids.get(1), BOSS, ANNA.id());
    tasks().claim(TENANT, ids.get(2), BOB);
    Report report =
        bulk(TaskQuery.all().withHolder(ANNA.id()), TaskBulk.assign("lawyer-carl"), BOSS);
    assertThat(report.results())
        .containsExactlyInAnyOrder(
            new Result(ids.get(0), Outcome.DONE, null), new Result(ids.get(1), Outcome.DONE, null));
    assertThat(report.left()).isEmpty();
    assertThat(ids.stream().map(this::holder))
        .containsExactly("lawyer-carl", "lawyer-carl", BOB.id(), null);
    Report again =
        bulk(TaskQuery.all().withHolder("lawyer-carl"), TaskBulk.assign("lawyer-carl"), BOSS);
    assertThat(again.count(Outcome.UNCHANGED)).isEqualTo(2);
  }

  @Test
  void a_task_that_is_refused_says_why_and_stops_no_other() {
    List<TaskId> ids = ask(3);
    tasks().claim(TENANT, ids.get(1), BOB);
    Report report = bulk(TaskQuery.all(), TaskBulk.complete(json(APPROVED)), ANNA);
    assertThat(report.results())
        .containsExactlyInAnyOrder(
            new Result(ids.get(0), Outcome.DONE, null),
            new Result(
                ids.get(1),
                Outcome.REFUSED,
                "step \"ask\" is claimed by lawyer-bob; lawyer-anna cannot answer it"),
            new Result(ids.get(2), Outcome.DONE, null));
    kit.run();
    assertInstance(ids.get(0).instance()).isCompleted();
    assertInstance(ids.get(2).instance()).isCompleted();
    assertThat(bulk(TaskQuery.all(), TaskBulk.complete(json(APPROVED)), ANNA).results())
        .extracting(Result::outcome)
        .containsExactly(Outcome.REFUSED);
  }

  @Test
  void the_rights_are_those_for_each_task() {
    List<TaskId> ids = ask(1);
    assertThat(bulk(TaskQuery.all(), TaskBulk.assign("lawyer-carl"), ANNA).results())
        .containsExactly(
            new Result(
                ids.get(0),
                Outcome.REFUSED,
                "step \"ask\" is held by nobody: only ADMIN may assign it, and lawyer-anna is not"));
    assertThat(bulk(TaskQuery.all(), TaskBulk.skip("old"), ANNA).count(Outcome.REFUSED))
        .isEqualTo(1);
    assertThatThrownBy(() -> bulk(TaskQuery.all(), TaskBulk.skip("old"), Actor.ENGINE))
        .isExactlyInstanceOf(AccessDeniedException.class);
    assertThat(bulk(TaskQuery.all(), TaskBulk.skip("old"), BOSS).count(Outcome.DONE)).isEqualTo(1);
    assertThat(kit.engine().history().story(TENANT, ids.get(0).instance()))
        .contains("ask READY -> SKIPPED by boss: old");
  }

  @Test
  void an_answer_that_does_not_fit_is_refused_for_each() {
    List<TaskId> ids = ask(2);
    Report report = bulk(TaskQuery.all(), TaskBulk.complete(json("{\"approved\": 7}")), ANNA);
    assertThat(report.count(Outcome.REFUSED)).isEqualTo(2);
    assertInstance(ids.get(0).instance()).isActive();
  }

  @Test
  void it_goes_on_with_what_was_left_after_it_was_broken_off() {
    List<TaskId> ids = ask(101);
    List<Report> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                tasks()
                    .bulk(
                        TENANT,
                        ids,
                        TaskBulk.skip(null),
                        BOSS,
                        report -> {
                          seen.add(report);
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).count(Outcome.DONE)).isEqualTo(100);
    assertThat(seen.get(0).left()).containsExactly(ids.get(100));
    Report rest = tasks().bulk(TENANT, seen.get(0).left(), TaskBulk.skip(null), BOSS, seen::add);
    assertThat(rest.results()).containsExactly(new Result(ids.get(100), Outcome.DONE, null));
    assertThat(tasks().count(TENANT, TaskQuery.all()).tasks()).isZero();
  }

  @Test
  void a_task_that_is_named_twice_is_done_once_and_one_that_is_not_there_is_refused() {
    TaskId id = ask(1).get(0);
    TaskId none =
        TaskId.of(
            InstanceId.of(java.util.UUID.fromString("01980f6e-7c1a-7000-8000-000000000000")),
            "ask");
    Report report =
        tasks()
            .bulk(TENANT, Arrays.asList(id, none, id), TaskBulk.skip(null), BOSS, progress -> {});
    assertThat(report.results())
        .containsExactly(
            new Result(id, Outcome.DONE, null),
            new Result(none, Outcome.REFUSED, "tenant test has no instance " + none.instance()));
  }
}
