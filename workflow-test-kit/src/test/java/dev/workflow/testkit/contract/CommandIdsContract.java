package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A command that carries an id is given once. */
public abstract class CommandIdsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final String STEPS =
      "[{\"id\": \"one\", \"action\": \"approval\"}, {\"id\": \"two\", \"action\": \"approval\"}]";

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId one() {
    return TaskId.of(run(STEPS, "{}"), "one");
  }

  private StepState state(TaskId id) {
    return instance(id.instance()).step(id.step()).state();
  }

  @Test
  void a_repeat_does_nothing_and_returns_what_the_first_one_gave() {
    TaskId id = one();
    tasks().once("c1").claim(TENANT, id, ANNA);
    tasks().release(TENANT, id, ANNA);
    tasks().once("c1").claim(TENANT, id, ANNA);
    assertThat(state(id)).isEqualTo(StepState.READY);

    assertThat(tasks().once("c2").save(TENANT, id, ANNA, json("{\"a\": 1}"), 0)).isEqualTo(1);
    assertThat(tasks().once("c2").save(TENANT, id, ANNA, json("{\"a\": 1}"), 0)).isEqualTo(1);
    assertThat(tasks().get(TENANT, id).draftVersion()).isEqualTo(1);
    tasks().once("c3").comment(TENANT, id, ANNA, "so");
    tasks().once("c3").comment(TENANT, id, ANNA, "so");
    assertThat(tasks().get(TENANT, id).comments()).hasSize(1);

    Tasks.Comment said = tasks().get(TENANT, id).comments().get(0);
    assertThat(said.text()).isEqualTo("so");
    tasks().once("c4").complete(TENANT, id, ANNA, json("{\"approved\": true}"));
    kit.run();
    int entries = kit.engine().history().of(TENANT, id.instance()).size();
    tasks().once("c4").complete(TENANT, id, ANNA, json("{\"approved\": true}"));
    assertThat(kit.engine().history().of(TENANT, id.instance())).hasSize(entries);
    assertThatThrownBy(() -> tasks().complete(TENANT, id, ANNA, json("{\"approved\": true}")))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessageStartingWith("step \"one\" is COMPLETED since ")
        .hasMessageContaining(" by anna; it can be answered");

    tasks().once("c5").revoke(TENANT, id, ANNA);
    tasks().once("c5").revoke(TENANT, id, ANNA);
    assertThat(state(TaskId.of(id.instance(), "one#2"))).isEqualTo(StepState.READY);
  }

  @Test
  void an_id_belongs_to_one_command_of_one_actor() {
    TaskId id = one();
    tasks().once("c1").claim(TENANT, id, ANNA);
    String known =
        "the command id \"c1\" is that of the CLAIM by anna at "
            + kit.clock().instant()
            + ": each command has an id of its own";
    assertThatThrownBy(() -> tasks().once("c1").claim(TENANT, id, BOB))
        .isExactlyInstanceOf(ConflictException.class)
        .hasMessage(known);
    assertThatThrownBy(() -> tasks().once("c1").release(TENANT, id, ANNA))
        .isExactlyInstanceOf(ConflictException.class)
        .hasMessage(known);
    TaskId other = one();
    tasks().once("c1").claim(TENANT, other, BOB);
    assertThat(state(other)).isEqualTo(StepState.IN_PROGRESS);
    assertThatThrownBy(() -> tasks().once("a\nb").claim(TENANT, id, ANNA))
        .isExactlyInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> tasks().once("").claim(TENANT, id, ANNA))
        .isExactlyInstanceOf(InvalidInputException.class);
  }

  @Test
  void a_command_that_was_refused_leaves_no_receipt() {
    TaskId id = one();
    TaskId two = TaskId.of(id.instance(), "two");
    assertThatThrownBy(() -> tasks().once("c1").claim(TENANT, two, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class);
    tasks().complete(TENANT, id, ANNA, json("{\"approved\": true}"));
    kit.run();
    tasks().once("c1").claim(TENANT, two, ANNA);
    assertThat(state(two)).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void the_newest_twenty_are_known() {
    TaskId id = one();
    for (int i = 0; i <= Tasks.MOST_RECEIPTS; i++) {
      tasks().once("c" + i).setPriority(TENANT, id, ANNA, i);
    }
    tasks().once("c1").setPriority(TENANT, id, ANNA, 1);
    assertThat(tasks().get(TENANT, id).task().priority()).isEqualTo(20);
    tasks().once("c0").setPriority(TENANT, id, ANNA, 0);
    assertThat(tasks().get(TENANT, id).task().priority()).isZero();
  }

  @Test
  void of_many_at_the_same_moment_one_happens_and_all_return() throws Exception {
    InstanceId instance =
        run("[{\"id\": \"one\", \"action\": \"approval\", \"quorum\": {\"approvals\": 3}}]", "{}");
    TaskId id = TaskId.of(instance, "one");
    CyclicBarrier together = new CyclicBarrier(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(
            threads.submit(
                () -> {
                  together.await();
                  tasks().once("c").complete(TENANT, id, ANNA, json("{\"approved\": true}"));
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(tasks().get(TENANT, id).votes()).hasSize(1);
  }
}
