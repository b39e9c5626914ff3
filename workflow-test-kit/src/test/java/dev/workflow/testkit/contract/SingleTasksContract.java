package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tasks that are no part of a longer work. */
public abstract class SingleTasksContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final String CALL =
      """
      {"id": "call", "name": "Call the client", "action": "approval", "assignee": "{{input.who}}",
       "due": "P1D", "config": {"message": "About {{subject.id}}"}}
      """;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors((tenant, actor, subject) -> Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId create(String step, String input) {
    TaskId created = tasks().create(TENANT, LEAD, json(step), json(input), ANNA);
    kit.run();
    return created;
  }

  @Test
  void one_is_a_task_like_any_other_about_its_subject() {
    TaskId id = create(CALL, "{\"who\": \"bob\"}");
    assertThat(id.step()).isEqualTo("call");
    Tasks.Task task = tasks().inbox(TENANT, BOB, null, 10).items().get(0);
    assertThat(task.id()).isEqualTo(id);
    assertThat(task.label()).isEqualTo("Call the client");
    assertThat(task.subject()).isEqualTo(LEAD);
    assertThat(task.workflow()).isEqualTo(Tasks.SINGLE);
    assertThat(task.dueAt()).isEqualTo(kit.clock().instant().plus(Duration.ofDays(1)));
    assertThat(task.asks().path("message").asText()).isEqualTo("About 42");
    tasks().complete(TENANT, id, BOB, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id.instance()).isCompleted();
    assertThat(kit.story(id.instance())).contains("call (Call the client) PENDING -> READY");
    assertThat(tasks().query(TENANT, TaskQuery.finished().withFinishedBy("bob"), null, 5).items())
        .hasSize(1);
  }

  @Test
  void each_has_a_step_of_its_own_and_their_workflow_is_published_once() {
    create(CALL, "{\"who\": \"bob\"}");
    create("{\"id\": \"list\", \"action\": \"checklist\"}", "{}");
    assertThat(tasks().query(TENANT, TaskQuery.all().withWorkflow(Tasks.SINGLE), null, 10).items())
        .extracting(Tasks.Task::step)
        .containsExactlyInAnyOrder("call", "list");
    assertThat(kit.engine().definitions().versions(TENANT, Tasks.SINGLE)).hasSize(1);
    assertThatThrownBy(
            () -> kit.engine().instances().start(TENANT, Tasks.SINGLE, LEAD, json("{}"), ANNA))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void one_that_cannot_be_is_refused_with_every_problem_and_nothing_is_there() {
    assertThatThrownBy(
            () ->
                create(
                    "{\"id\": \"call\", \"action\": \"approval\", \"duee\": \"P1D\","
                        + " \"priority\": 500, \"config\": {\"massage\": \"x\"}}",
                    "{}"))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The task has ")
        .hasMessageContaining("/step/duee: ")
        .hasMessageContaining("/step/priority: ");
    assertThatThrownBy(
            () ->
                create(
                    "{\"id\": \"call\", \"action\": \"approval\", \"config\": {\"massage\": \"x\"}}",
                    "{}"))
        .hasMessageContaining("/step/config/massage: ");
    for (String step :
        List.of(
            "{\"id\": \"a\", \"action\": \"work\"}",
            "{\"id\": \"a\", \"delay\": \"P1D\"}",
            "{\"id\": \"a\", \"wait\": {\"event\": \"x\"}}")) {
      assertThatThrownBy(() -> create(step, "{}"))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The task has a problem:\n  /step: must be an action that people do, such as approval"
                  + " or checklist");
    }
    assertThatThrownBy(() -> create("{\"action\": \"approval\"}", "{}"))
        .hasMessage(
            "The task has a problem:\n  /step: is not a step: write an object with an \"id\"");
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
    assertThat(kit.engine().definitions().versions(TENANT, Tasks.SINGLE)).isEmpty();
  }

  @Test
  void a_workflow_of_the_tenants_own_under_its_key_is_left_alone() {
    publish(Tasks.SINGLE, "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    assertThatThrownBy(() -> create(CALL, "{}"))
        .isExactlyInstanceOf(ConflictException.class)
        .hasMessage(
            "the tenant has a workflow of its own with the key \"single-task\", which is that of"
                + " single tasks: publish it under another key");
    assertThat(kit.engine().definitions().versions(TENANT, Tasks.SINGLE)).hasSize(1);
  }

  @Test
  void the_first_ones_at_the_same_moment_are_all_created() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      Callable<TaskId> create = () -> tasks().create(TENANT, null, json(CALL), json("{}"), ANNA);
      for (Future<TaskId> one : callers.invokeAll(List.of(create, create, create, create))) {
        assertThat(one.get().step()).isEqualTo("call");
      }
    } finally {
      callers.shutdownNow();
    }
    kit.run();
    assertThat(tasks().count(TENANT, TaskQuery.all()).tasks()).isEqualTo(4);
    assertThat(kit.engine().definitions().versions(TENANT, Tasks.SINGLE)).hasSize(1);
  }

  @Test
  void one_that_is_rolled_back_with_the_hosts_transaction_never_was() {
    create(CALL, "{}");
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine()
                          .in(transaction)
                          .tasks()
                          .create(TENANT, LEAD, json(CALL), json("{}"), ANNA);
                      throw new IllegalStateException("the host changes its mind");
                    }))
        .hasMessage("the host changes its mind");
    assertThat(tasks().count(TENANT, TaskQuery.all()).tasks()).isEqualTo(1);
    store.transact(
        transaction ->
            kit.engine()
                .in(transaction)
                .tasks()
                .create(TENANT, LEAD, json(CALL), json("{}"), ANNA));
    kit.run();
    assertThat(tasks().count(TENANT, TaskQuery.all()).tasks()).isEqualTo(2);
  }

  @Test
  void one_that_has_failed_is_retried_with_its_own_step() {
    TaskId id = create(CALL, "{\"who\": \"bob\"}");
    tasks().fail(TENANT, id, BOB, "nobody answers", "UNREACHABLE");
    kit.run();
    assertInstance(id.instance()).hasFailed();
    kit.engine().instances().retry(TENANT, id.instance(), ANNA);
    kit.run();
    assertThat(instance(id.instance()).step("call").state()).isEqualTo(StepState.READY);
    assertThatThrownBy(() -> kit.engine().instances().restart(TENANT, id.instance(), ANNA))
        .isInstanceOf(RuntimeException.class);
  }
}
