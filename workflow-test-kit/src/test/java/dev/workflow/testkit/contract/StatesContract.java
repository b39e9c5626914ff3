package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StateMachine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.InstanceAssert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every move of the two tables is made, and stands in the journal. */
public abstract class StatesContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String WAIT =
      "[{\"id\": \"a\", \"wait\": {\"event\": \"message.received\"}}]";

  private final List<InstanceId> driven = new ArrayList<>();

  @Test
  void the_engine_makes_every_move_of_both_tables_and_writes_it_down() {
    completes();
    leavesOut();
    waitsAndIsCancelled();
    failsAndIsRetried();
    isRepeatedAndHindered();
    isCutOffAndRetried();
    isPausedAndResumed();
    isCancelledWhilePaused();
    isNobodysAndLeftOut();
    exitsWhilePaused();
    endsWhileQueued();

    Set<String> made = new LinkedHashSet<>();
    for (InstanceId id : driven) {
      made.addAll(moves(id));
    }
    Set<String> listed = new LinkedHashSet<>();
    StateMachine.INSTANCE.moves().forEach(move -> listed.add(instanceMove(move.from(), move.to())));
    StateMachine.STEP.moves().forEach(move -> listed.add(stepMove(move.from(), move.to())));
    assertThat(made).as("the moves in the journal").containsExactlyInAnyOrderElementsOf(listed);
  }

  private void completes() {
    drive(run(WORK, "{}")).isCompleted();
  }

  private void leavesOut() {
    String never = "{\"field\": \"x\", \"operator\": \"eq\", \"value\": 1}";
    drive(run("[{\"id\": \"a\", \"action\": \"work\", \"when\": %s}]".formatted(never), "{}"))
        .isCompleted()
        .step("a", StepState.SKIPPED);
  }

  private void waitsAndIsCancelled() {
    InstanceId id = run(WAIT, "{}");
    instances().cancel(TENANT, id, OPERATOR, "not wanted");
    drive(id).is(InstanceState.CANCELED).step("a", StepState.SKIPPED);
  }

  private void failsAndIsRetried() {
    answer = context -> ActionResult.failed("no", false);
    InstanceId id = run(WORK, "{}");
    assertInstance(id).hasFailed();
    answer = context -> ActionResult.completed();
    instances().retry(TENANT, id, OPERATOR);
    kit.run();
    drive(id).isCompleted();
  }

  private void isRepeatedAndHindered() {
    answer =
        context ->
            calls.stream().filter("slow/1"::equals).count() == 1
                ? ActionResult.blocked("closed")
                : context.attempt() == 1
                    ? ActionResult.failed("busy", true)
                    : ActionResult.completed();
    InstanceId id = run("[{\"id\": \"slow\", \"action\": \"work\"}]", "{}");
    assertInstance(id).step("slow", StepState.BLOCKED);
    kit.advance(Duration.ofHours(1));
    drive(id).isCompleted();
    answer = context -> ActionResult.completed();
  }

  private void isNobodysAndLeftOut() {
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"approval\", \"assignee\": \"{{nobody}}\"}]", "{}");
    kit.engine().tasks().skip(TENANT, id, "a", OPERATOR, "nobody is left");
    kit.run();
    drive(id).isCompleted().step("a", StepState.SKIPPED);
  }

  private void isCutOffAndRetried() {
    InstanceId id =
        run(
            """
            [{"id": "box", "timeout": "PT1H", "branch": [{"otherwise": true, "steps": [
               {"id": "a", "wait": {"event": "message.received"}}]}]}]
            """,
            "{}");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).hasFailed().step("a", StepState.SKIPPED);
    instances().retry(TENANT, id, OPERATOR);
    drive(id).isActive().step("a", StepState.IN_PROGRESS);
  }

  private void isPausedAndResumed() {
    InstanceId id = run(WAIT, "{}");
    instances().pause(TENANT, id, OPERATOR, null);
    instances().resume(TENANT, id, OPERATOR);
    drive(id).isActive();
  }

  private void isCancelledWhilePaused() {
    InstanceId id = run(WAIT, "{}");
    instances().pause(TENANT, id, OPERATOR, null);
    instances().cancel(TENANT, id, OPERATOR, null);
    drive(id).is(InstanceState.CANCELED);
  }

  private void exitsWhilePaused() {
    InstanceId id = run("\"exit\": [{\"event\": \"lead.converted\"}],", WAIT, "{}");
    instances().pause(TENANT, id, OPERATOR, null);
    kit.event("lead.converted", LEAD, "{}");
    drive(id).isCompleted();
  }

  private void endsWhileQueued() {
    publish(
        "queued",
        "\"concurrency\": {\"key\": \"k\", \"policy\": \"queue\"}, \"exit\": [{\"event\": \"lead.converted\"}],",
        "[{\"id\": \"a\", \"delay\": \"PT1H\"}]");
    startedNow("1");
    InstanceId cancelled = startedNow("2");
    InstanceId exited = startedNow("3");
    instances().cancel(TENANT, cancelled, OPERATOR, null);
    kit.event("lead.converted", SubjectRef.of("lead", "3"), "{}");
    drive(cancelled).is(InstanceState.CANCELED);
    drive(exited).isCompleted();
  }

  private InstanceId startedNow(String lead) {
    return kit.event("lead.created", SubjectRef.of("lead", lead), "{}").started().stream()
        .filter(one -> one.workflow().key().equals("queued"))
        .findFirst()
        .orElseThrow()
        .instance();
  }

  @Test
  void an_exit_ends_a_paused_instance_by_one_move() {
    InstanceId id = run("\"exit\": [{\"event\": \"lead.converted\"}],", WAIT, "{}");
    instances().pause(TENANT, id, OPERATOR, null);
    kit.event("lead.converted", LEAD, "{}");
    assertInstance(id).isCompleted().hasOutcome(InstanceOutcome.EXITED);
    assertThat(moves(id))
        .containsExactly(
            "instance DRAFT to ACTIVE",
            "step PENDING to READY",
            "step READY to IN_PROGRESS",
            "instance ACTIVE to PAUSED",
            "step IN_PROGRESS to SKIPPED",
            "instance PAUSED to COMPLETED");
  }

  @Test
  void only_a_paused_instance_is_resumed_and_only_a_failed_one_retried() {
    InstanceId paused = run(WAIT, "{}");
    instances().pause(TENANT, paused, OPERATOR, null);
    assertThatThrownBy(() -> instances().retry(TENANT, paused, OPERATOR))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot go from PAUSED to ACTIVE by retry; from PAUSED it can go to ACTIVE by resume",
            paused);
    assertInstance(paused).is(InstanceState.PAUSED);
    answer = context -> ActionResult.failed("no", false);
    InstanceId failed = run(WORK, "{}");
    assertThatThrownBy(() -> instances().resume(TENANT, failed, OPERATOR))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot go from FAILED to ACTIVE by resume; from FAILED it can go to ACTIVE by retry",
            failed);
    assertInstance(failed).hasFailed();
  }

  @Test
  void a_queued_instance_can_be_cancelled_and_does_nothing() {
    publish(
        "w",
        "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"queue\"},",
        "[{\"id\": \"a\", \"action\": \"work\", \"delay\": \"PT1H\"}]");
    InstanceId first = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId queued = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    assertInstance(queued).is(InstanceState.DRAFT);
    assertThatThrownBy(() -> instances().resume(TENANT, queued, OPERATOR))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance %s cannot go from DRAFT to ACTIVE by resume; from DRAFT it can go to ACTIVE by start",
            queued);
    instances().cancel(TENANT, queued, OPERATOR, "not wanted");
    kit.advance(Duration.ofDays(1));
    assertInstance(first).isCompleted();
    assertInstance(queued).is(InstanceState.CANCELED).step("a", StepState.PENDING);
    assertThat(moves(queued)).containsExactly("instance DRAFT to CANCELED");
    assertThat(calls).containsExactly("a/1");
  }

  private Instances instances() {
    return kit.engine().instances();
  }

  private InstanceAssert drive(InstanceId id) {
    driven.add(id);
    return assertInstance(id);
  }

  /** The moves in an instance's journal, in order. */
  private List<String> moves(InstanceId id) {
    List<String> moves = new ArrayList<>();
    for (HistoryEntry entry : kit.engine().history().of(TENANT, id)) {
      if (entry instanceof HistoryEntry.InstanceMove move) {
        moves.add(instanceMove(move.from(), move.to()));
      } else if (entry instanceof HistoryEntry.StepMove move && move.from() != move.to()) {
        moves.add(stepMove(move.from(), move.to()));
      }
    }
    return moves;
  }

  private static String instanceMove(InstanceState from, InstanceState to) {
    return "instance " + from + " to " + to;
  }

  private static String stepMove(StepState from, StepState to) {
    return "step " + from + " to " + to;
  }
}
