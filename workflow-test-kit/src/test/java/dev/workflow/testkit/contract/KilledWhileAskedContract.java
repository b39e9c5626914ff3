package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.StoreException;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers of people and of providers whose node dies before they are stored, wherever it is. */
public abstract class KilledWhileAskedContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final String TWO =
      """
      [{"id": "one", "action": "approval", "role": "LAWYER"},
       {"id": "two", "action": "approval", "role": "LAWYER"}]
      """;

  /** Called while the directory is asked about somebody. */
  private @Nullable Consumer<Actor> meanwhile;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) -> {
              Consumer<Actor> once = meanwhile;
              if (once != null) {
                meanwhile = null;
                once.accept(actor);
              }
              return actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of();
            });
  }

  /** Does it again and again on nodes of which each dies a statement later, until one does not. */
  private int untilOneLives(Consumer<WorkflowEngine> command) {
    BrittleStore brittle = new BrittleStore(store);
    for (int statements = 0; true; statements++) {
      try (WorkflowEngine engine =
          customize(WorkflowEngine.builder()).store(brittle).clock(kit.clock()).build()) {
        brittle.breaksAfter(statements);
        command.accept(engine);
        return statements;
      } catch (StoreException e) {
        assertThat(e).hasMessage("the connection broke");
      } finally {
        brittle.breaksAfter(Long.MAX_VALUE);
      }
    }
  }

  private long completions(InstanceId id, String step) {
    return kit.engine().history().of(TENANT, id).stream()
        .filter(
            entry ->
                entry instanceof HistoryEntry.StepMove move
                    && move.step().equals(step)
                    && move.to() == StepState.COMPLETED)
        .count();
  }

  @Test
  void an_answer_whose_node_dies_at_any_statement_counts_once_when_it_is_given_again() {
    InstanceId id = run(TWO, "{}");
    int statements =
        untilOneLives(
            engine ->
                engine
                    .tasks()
                    .complete(TENANT, TaskId.of(id, "one"), ANNA, json("{\"approved\": true}")));
    assertThat(statements).isGreaterThan(3);
    assertThat(completions(id, "one")).isEqualTo(1);
    assertInstance(id).isActive().step("two", StepState.READY);
  }

  @Test
  void a_callback_whose_node_dies_at_any_statement_counts_once_when_it_is_posted_again() {
    answer = context -> ActionResult.waiting("order-1");
    InstanceId id = run("[{\"id\": \"pay\", \"action\": \"work\"}]", "{}");
    assertInstance(id).isActive();
    int statements =
        untilOneLives(
            engine -> engine.tasks().callback(TENANT, "order-1", json("{\"paid\": true}")));
    kit.run();
    assertThat(statements).isGreaterThan(2);
    assertThat(completions(id, "pay")).isEqualTo(1);
    assertInstance(id).isCompleted();
  }

  @Test
  void a_command_whose_node_dies_while_the_directory_is_asked_has_done_nothing() {
    InstanceId id = run(TWO, "{}");
    TaskId one = TaskId.of(id, "one");
    int before = kit.engine().history().of(TENANT, id).size();
    meanwhile =
        actor -> {
          throw new OutOfMemoryError("the process is gone");
        };
    assertThatThrownBy(
            () -> kit.engine().tasks().complete(TENANT, one, ANNA, json("{\"approved\": true}")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "the host's actor directory could not say what lawyer-anna may do:"
                + " java.lang.OutOfMemoryError: the process is gone");
    assertThat(kit.engine().history().of(TENANT, id)).hasSize(before);
    kit.engine().tasks().complete(TENANT, one, ANNA, json("{\"approved\": true}"));
    assertThat(completions(id, "one")).isEqualTo(1);
  }

  @Test
  void nothing_is_locked_while_the_directory_is_asked() {
    InstanceId id = run(TWO, "{}");
    TaskId one = TaskId.of(id, "one");
    try (WorkflowEngine other =
        customize(WorkflowEngine.builder()).store(store).clock(kit.clock()).build()) {
      meanwhile = actor -> other.tasks().complete(TENANT, one, BOB, json("{\"approved\": false}"));
      assertThatThrownBy(
              () -> kit.engine().tasks().complete(TENANT, one, ANNA, json("{\"approved\": true}")))
          .isInstanceOf(IllegalTransitionException.class)
          .hasMessageContaining("step \"one\" is COMPLETED since")
          .hasMessageContaining("by lawyer-bob");
    }
    assertThat(completions(id, "one")).isEqualTo(1);
    assertThat(instance(id).step("one").output().path("approved").booleanValue()).isFalse();
  }
}
