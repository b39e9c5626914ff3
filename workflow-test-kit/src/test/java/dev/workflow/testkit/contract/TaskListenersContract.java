package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.instance.StepState;
import dev.workflow.spi.TaskListener;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The host's code around the commands of people: it may refuse, hears, and undoes by throwing. */
public abstract class TaskListenersContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final String YES = "{\"approved\": true}";

  private final List<String> heard = new ArrayList<>();
  private String refusing = "";
  private @Nullable Exception before;
  private @Nullable Exception after;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors((tenant, actor, subject) -> Set.of("LAWYER"))
        .tasks(tasks -> tasks.withListener(new Host()).withListener(new TaskListener() {}));
  }

  private final class Host implements TaskListener {

    @Override
    public Optional<String> before(Act act) throws Exception {
      heard.add("before " + told(act));
      if (before != null) {
        throw before;
      }
      return act.task().step().equals(refusing)
          ? Optional.of("the budget is used up")
          : Optional.empty();
    }

    @Override
    public void after(Act act) throws Exception {
      heard.add("after " + told(act));
      if (after != null) {
        throw after;
      }
    }

    private static String told(Act act) {
      return act.actor()
          + (act.forWhom() == null ? "" : " for " + act.forWhom())
          + " "
          + act.command()
          + " "
          + act.task().step()
          + " "
          + act.state()
          + " "
          + act.answer()
          + " "
          + act.output();
    }
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId task(String id) {
    return TaskId.of(
        run("[{\"id\": \"" + id + "\", \"action\": \"approval\", \"role\": \"LAWYER\"}]", "{}"),
        id);
  }

  private StepState state(TaskId id) {
    return instance(id.instance()).step(id.step()).state();
  }

  @Test
  void it_hears_of_each_command_before_and_after_what_it_changes() {
    TaskId id = task("ask");
    tasks().claim(TENANT, id, ANNA);
    tasks().complete(TENANT, id, ANNA, json(YES));
    assertThat(heard)
        .containsExactly(
            "before anna CLAIM ask READY null null",
            "after anna CLAIM ask IN_PROGRESS null null",
            "before anna COMPLETE ask IN_PROGRESS " + text(YES) + " null",
            "after anna COMPLETE ask COMPLETED " + text(YES) + " " + text(YES));
  }

  private static String text(String text) {
    return json(text).toString();
  }

  @Test
  void it_is_not_asked_of_what_a_rule_refuses_nor_of_what_the_engine_does() {
    TaskId id = task("ask");
    tasks().claim(TENANT, id, ANNA);
    heard.clear();
    assertThatThrownBy(() -> tasks().complete(TENANT, id, BOB, json(YES)))
        .isInstanceOf(AccessDeniedException.class);
    run(
        "[{\"id\": \"late\", \"action\": \"approval\", \"timeout\": \"PT1H\", \"onTimeout\": \"skip\"}]",
        "{}");
    kit.advance(Duration.ofHours(1));
    assertThat(heard).isEmpty();
  }

  @Test
  void it_refuses_with_a_reason_and_nothing_has_changed() {
    TaskId id = task("ask");
    refusing = "ask";
    int written = kit.engine().history().of(TENANT, id.instance()).size();
    assertThatThrownBy(() -> tasks().complete(TENANT, id, ANNA, json(YES)))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"ask\": the budget is used up")
        .satisfies(
            e -> assertThat(((AccessDeniedException) e).refusal()).contains(Tasks.Reason.REFUSED));
    assertThat(state(id)).isEqualTo(StepState.READY);
    assertThat(kit.engine().history().of(TENANT, id.instance())).hasSize(written);
    assertThat(tasks().whyNot(TENANT, id.instance(), "ask", ANNA)).isEmpty();
    refusing = "";
    tasks().complete(TENANT, id, ANNA, json(YES));
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void next_passes_over_what_it_refuses() {
    task("refused");
    TaskId other = task("ask");
    refusing = "refused";
    assertThat(tasks().next(TENANT, ANNA, TaskQuery.all()).orElseThrow().id()).isEqualTo(other);
    assertThat(tasks().next(TENANT, ANNA, TaskQuery.all())).isEmpty();
  }

  @Test
  void what_it_throws_undoes_the_command_and_reaches_the_caller() {
    TaskId id = task("ask");
    String name = Host.class.getName();
    before = new java.io.IOException("no table");
    assertThatThrownBy(() -> tasks().claim(TENANT, id, ANNA))
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(
            "the task listener "
                + name
                + " failed before claim of step \"ask\", and nothing was changed: no table")
        .hasCause(before);
    before = null;
    after = new IllegalStateException("the table is full");
    assertThatThrownBy(() -> tasks().complete(TENANT, id, ANNA, json(YES)))
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(
            "the task listener "
                + name
                + " failed after complete of step \"ask\", and nothing was changed: the table is"
                + " full");
    after = new InvalidInputException("The file", List.of(new Problem("/no", "is taken")));
    assertThatThrownBy(() -> tasks().complete(TENANT, id, ANNA, json(YES))).isSameAs(after);
    assertThat(state(id)).isEqualTo(StepState.READY);
    after = null;
    tasks().complete(TENANT, id, ANNA, json(YES));
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void a_command_that_was_given_before_is_not_heard_again() {
    TaskId id = task("ask");
    tasks().once("c1").claim(TENANT, id, ANNA);
    tasks().once("c1").claim(TENANT, id, ANNA);
    assertThat(heard).hasSize(2);
  }

  @Test
  void it_hears_for_whom_a_substitute_acts() {
    TaskId id =
        TaskId.of(
            run("[{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"anna\"}]", "{}"),
            "ask");
    Instant now = kit.clock().instant();
    kit.engine().actors().absence(TENANT, ANNA, now, now.plusSeconds(60), BOB);
    tasks().claim(TENANT, id, BOB);
    assertThat(heard.get(0)).isEqualTo("before bob for anna CLAIM ask READY null null");
  }

  @Test
  void in_a_transaction_of_the_host_it_is_asked_at_once_and_a_roll_back_undoes_the_command() {
    TaskId id = task("ask");
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine().in(transaction).tasks().claim(TENANT, id, ANNA);
                      assertThat(heard).hasSize(2);
                      throw new IllegalStateException("the host changes its mind");
                    }))
        .hasMessage("the host changes its mind");
    assertThat(state(id)).isEqualTo(StepState.READY);
  }
}
