package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskCommand;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What each command does in each state, for each kind of actor: the whole table. {@code whyNot}
 * says the same as the command, and a command that is refused changes nothing.
 */
public abstract class TaskStatesContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOSS = Actor.of("boss");

  /** The holder, where there is one; somebody who may; somebody who may not; an ADMIN. */
  private static final List<Actor> ACTORS =
      List.of(ANNA, Actor.of("lawyer-bob"), Actor.of("carl"), BOSS);

  /** What becomes of the task in the hands of each of {@link #ACTORS}. */
  private static final String NOT_YET = "NOT_YET NOT_YET NOT_YET NOT_YET";

  private static final String NOT_HELD = "NOT_HELD NOT_HELD NOT_HELD NOT_HELD";
  private static final String BLOCKED = NOT_HELD.replace("NOT_HELD", "!BLOCKED");
  private static final String ENDED = NOT_HELD.replace("NOT_HELD", "ENDED");

  private enum Given {
    PENDING,
    FREE,
    HELD,
    BEGUN,
    ASIDE,
    ENDED
  }

  private static final Map<TaskCommand, List<String>> TABLE = new EnumMap<>(TaskCommand.class);

  private static void row(TaskCommand command, String... cells) {
    TABLE.put(command, List.of(cells));
  }

  private static String may(String state) {
    return state + " " + state + " NOT_ELIGIBLE " + state;
  }

  private static String holder(String state) {
    return state + " HELD NOT_ELIGIBLE " + state;
  }

  private static String holderAlone(String state) {
    return state + " HELD NOT_ELIGIBLE HELD";
  }

  private static String admin(String state) {
    return "NOT_ELIGIBLE NOT_ELIGIBLE NOT_ELIGIBLE " + state;
  }

  static {
    String begins = "IN_PROGRESS";
    for (TaskCommand command : List.of(TaskCommand.CLAIM, TaskCommand.START)) {
      row(command, NOT_YET, may(begins), holderAlone(begins), holderAlone(begins), BLOCKED, ENDED);
    }
    row(
        TaskCommand.RELEASE,
        NOT_YET,
        NOT_HELD,
        holder("READY"),
        holder("READY"),
        holder("BLOCKED"),
        ENDED);
    row(
        TaskCommand.COMPLETE,
        NOT_YET,
        may("COMPLETED"),
        holder("COMPLETED"),
        holder("COMPLETED"),
        BLOCKED,
        ENDED);
    row(
        TaskCommand.FAIL,
        NOT_YET,
        may("FAILED"),
        holder("FAILED"),
        holder("FAILED"),
        BLOCKED,
        ENDED);
    row(
        TaskCommand.SKIP,
        NOT_YET,
        admin("SKIPPED"),
        admin("SKIPPED"),
        admin("SKIPPED"),
        admin("SKIPPED"),
        ENDED);
    row(
        TaskCommand.ASSIGN,
        NOT_YET,
        admin("READY"),
        holder("READY"),
        holder("READY"),
        holder("BLOCKED"),
        ENDED);
    row(
        TaskCommand.DELEGATE,
        NOT_YET,
        may("READY"),
        holderAlone("READY"),
        holderAlone("READY"),
        BLOCKED,
        ENDED);
    row(
        TaskCommand.DECLINE,
        NOT_YET,
        may("READY"),
        holderAlone("READY"),
        holderAlone("READY"),
        holderAlone("BLOCKED"),
        ENDED);
    row(
        TaskCommand.HELPERS,
        NOT_YET,
        may("READY"),
        holder("READY"),
        holder(begins),
        holder("BLOCKED"),
        ENDED);
    row(TaskCommand.RESOLVE, NOT_YET, NOT_HELD, NOT_HELD, NOT_HELD, BLOCKED, ENDED);
    row(
        TaskCommand.SUSPEND,
        NOT_YET,
        may("BLOCKED"),
        holder("BLOCKED"),
        holder("BLOCKED"),
        holder("BLOCKED"),
        ENDED);
    row(TaskCommand.RESUME, NOT_YET, NOT_HELD, NOT_HELD, NOT_HELD, holder(begins), ENDED);
    for (TaskCommand command : List.of(TaskCommand.PLAN, TaskCommand.SAVE)) {
      row(
          command,
          NOT_YET,
          may("READY"),
          holder("READY"),
          holder(begins),
          holder("BLOCKED"),
          ENDED);
    }
    row(
        TaskCommand.COMMENT,
        NOT_YET,
        may("READY"),
        may("READY"),
        may(begins),
        may("BLOCKED"),
        may("COMPLETED"));
    row(
        TaskCommand.SEND_BACK,
        NOT_YET,
        may("SKIPPED"),
        holder("SKIPPED"),
        holder("SKIPPED"),
        BLOCKED,
        ENDED);
    row(
        TaskCommand.REVOKE,
        NOT_YET,
        NOT_YET,
        NOT_YET,
        NOT_YET,
        BLOCKED,
        "COMPLETED NOT_ELIGIBLE NOT_ELIGIBLE NOT_ELIGIBLE");
    row(TaskCommand.REOPEN, NOT_YET, NOT_YET, NOT_YET, NOT_YET, BLOCKED, admin("COMPLETED"));
  }

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

  private TaskId given(Given state) {
    InstanceId instance = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    TaskId ask = TaskId.of(instance, "ask");
    if (state == Given.PENDING) {
      return ask;
    }
    tasks().complete(TENANT, instance, "gate", BOSS, json("{\"approved\": true}"));
    kit.run();
    switch (state) {
      case HELD -> tasks().assign(TENANT, ask, BOSS, ANNA.id());
      case BEGUN -> tasks().claim(TENANT, ask, ANNA);
      case ASIDE -> {
        tasks().claim(TENANT, ask, ANNA);
        tasks().suspend(TENANT, ask, ANNA, null, "later");
      }
      case ENDED -> tasks().complete(TENANT, ask, ANNA, json("{\"approved\": true}"));
      default -> {}
    }
    kit.run();
    return ask;
  }

  private void give(TaskCommand command, TaskId id, Actor actor) {
    switch (command) {
      case CLAIM -> tasks().claim(TENANT, id, actor);
      case START -> tasks().start(TENANT, id, actor);
      case RELEASE -> tasks().release(TENANT, id, actor);
      case COMPLETE -> tasks().complete(TENANT, id, actor, json("{\"approved\": true}"));
      case FAIL -> tasks().fail(TENANT, id, actor, "no");
      case SKIP -> tasks().skip(TENANT, id, actor, "no");
      case ASSIGN -> tasks().assign(TENANT, id, actor, "zoe");
      case DELEGATE -> tasks().delegate(TENANT, id, actor, "zoe");
      case RESOLVE -> tasks().resolve(TENANT, id, actor, null);
      case DECLINE -> tasks().decline(TENANT, id, actor, "no");
      case HELPERS -> tasks().helpers(TENANT, id, actor, List.of("zoe"), List.of());
      case SUSPEND -> tasks().suspend(TENANT, id, actor, null, "no");
      case RESUME -> tasks().resume(TENANT, id, actor);
      case PLAN -> tasks().setPriority(TENANT, id, actor, 70);
      case SAVE -> tasks().save(TENANT, id, actor, json("{}"), 0);
      case COMMENT -> tasks().comment(TENANT, id, actor, "so");
      case SEND_BACK -> tasks().sendBack(TENANT, id, actor, "gate", null);
      case REVOKE -> tasks().revoke(TENANT, id, actor);
      case REOPEN -> tasks().reopen(TENANT, id, actor);
    }
    kit.run();
  }

  private StepState state(TaskId id) {
    return instance(id.instance()).step(id.step()).state();
  }

  private void publish() {
    publish(
        "w",
        "",
        """
        [{"id": "gate", "action": "approval"},
         {"id": "ask", "action": "approval", "role": "LAWYER", "allowFailure": true,
          "sendBack": "gate"},
         {"id": "end", "action": "approval"}]
        """);
  }

  private void cells(Given state) {
    publish();
    TaskId refused = given(state);
    for (TaskCommand command : TaskCommand.values()) {
      List<String> cell = Arrays.asList(TABLE.get(command).get(state.ordinal()).split(" "));
      for (int i = 0; i < ACTORS.size(); i++) {
        String what = command + " by " + ACTORS.get(i) + " while " + state;
        boolean allowed = isState(cell.get(i));
        TaskId id = allowed ? given(state) : refused;
        if (allowed) {
          assertThat(tasks().whyNot(TENANT, id, ACTORS.get(i), command)).as(what).isEmpty();
          give(command, id, ACTORS.get(i));
          assertThat(state(id)).as(what).isEqualTo(StepState.valueOf(cell.get(i)));
        } else {
          assertRefused(command, id, ACTORS.get(i), Reason.valueOf(cell.get(i).replace("!", "")));
        }
      }
    }
  }

  private static boolean isState(String cell) {
    return Arrays.stream(StepState.values()).anyMatch(state -> state.name().equals(cell));
  }

  private void assertRefused(TaskCommand command, TaskId id, Actor actor, Reason reason) {
    String what = command + " by " + actor + " while " + state(id);
    StepState before = state(id);
    int entries = kit.engine().history().of(TENANT, id.instance()).size();
    Optional<Tasks.Refusal> why = tasks().whyNot(TENANT, id, actor, command);
    assertThat(why.map(Tasks.Refusal::reason)).as(what).contains(reason);
    Throwable thrown = catchThrowable(() -> give(command, id, actor));
    assertThat(thrown).as(what).hasMessage(why.orElseThrow().message());
    assertThat(state(id)).as(what).isEqualTo(before);
    assertThat(kit.engine().history().of(TENANT, id.instance())).as(what).hasSize(entries);
  }

  @Test
  void before_its_turn() {
    cells(Given.PENDING);
  }

  @Test
  void ready_and_free() {
    cells(Given.FREE);
  }

  @Test
  void ready_and_held() {
    cells(Given.HELD);
  }

  @Test
  void begun() {
    cells(Given.BEGUN);
  }

  @Test
  void put_aside() {
    cells(Given.ASIDE);
  }

  @Test
  void ended() {
    cells(Given.ENDED);
  }

  @Test
  void while_its_instance_is_paused() {
    publish();
    TaskId id = given(Given.BEGUN);
    kit.engine().instances().pause(TENANT, id.instance(), BOSS, null);
    Set<TaskCommand> possible =
        EnumSet.of(TaskCommand.RELEASE, TaskCommand.SAVE, TaskCommand.COMMENT);
    for (TaskCommand command : TaskCommand.values()) {
      if (!possible.contains(command)) {
        ACTORS.forEach(actor -> assertRefused(command, id, actor, Reason.INSTANCE_PAUSED));
      }
    }
    for (TaskCommand command : possible) {
      assertThat(tasks().whyNot(TENANT, id, ANNA, command)).isEmpty();
    }
    tasks().comment(TENANT, id, ANNA, "so");
    tasks().save(TENANT, id, ANNA, json("{}"), 0);
    tasks().release(TENANT, id, ANNA);
    assertThat(state(id)).isEqualTo(StepState.READY);
  }

  @Test
  void when_its_instance_has_ended() {
    publish();
    TaskId id = given(Given.ENDED);
    kit.engine().instances().cancel(TENANT, id.instance(), BOSS, null);
    for (TaskCommand command : TaskCommand.values()) {
      ACTORS.forEach(actor -> assertRefused(command, id, actor, Reason.INSTANCE_ENDED));
    }
  }
}
