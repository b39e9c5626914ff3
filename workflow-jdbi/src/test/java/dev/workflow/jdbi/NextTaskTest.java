package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ActorDirectory.Membership;
import dev.workflow.task.TaskQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** On PostgreSQL nobody who wants the next task waits for somebody else who does. */
class NextTaskTest {

  private static final TenantId TENANT = TenantId.of("next");

  @AfterAll
  static void closePool() {
    PooledDatabases.closeAll();
  }

  @Test
  void the_next_task_is_another_one_while_the_first_is_being_claimed() {
    ActorDirectory lawyers =
        ActorDirectory.ofMemberships((tenant, actor) -> List.of(Membership.everywhere("LAWYER")));
    try (JdbiWorkflowStore store =
            JdbiWorkflowStore.builder(PooledDatabases.postgres()).tablePrefix("next_").open();
        WorkflowEngine engine = WorkflowEngine.builder().store(store).actors(lawyers).build()) {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.builder("desk")
                  .on("matter.opened")
                  .step(Steps.action("ask", "approval").role("LAWYER"))
                  .build());
      for (int i = 0; i < 2; i++) {
        engine
            .events()
            .publish(
                Event.of(TENANT, "matter.opened", SubjectRef.of("matter", "m" + i), Json.object()));
      }
      engine.runUntilIdle();

      List<Optional<Tasks.Task>> claimed =
          store.transact(
              one ->
                  List.of(
                      next(engine.in(one).tasks(), "anna"),
                      CompletableFuture.supplyAsync(() -> next(engine.tasks(), "bob"))
                          .orTimeout(30, TimeUnit.SECONDS)
                          .join()));

      assertThat(claimed).allSatisfy(task -> assertThat(task).isPresent());
      assertThat(claimed.get(0).map(Tasks.Task::id))
          .isNotEqualTo(claimed.get(1).map(Tasks.Task::id));
      assertThat(next(engine.tasks(), "carl")).isEmpty();
      assertThat(engine.tasks().query(TENANT, TaskQuery.all(), null, 10).items())
          .extracting(task -> String.valueOf(task.claimedBy()))
          .containsExactlyInAnyOrder("anna", "bob");
    }
  }

  private static Optional<Tasks.Task> next(Tasks tasks, String actor) {
    return tasks.next(TENANT, Actor.of(actor), TaskQuery.inbox(Actor.of(actor)));
  }
}
