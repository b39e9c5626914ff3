package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An operator moves an instance to a step, and starts an ended one again. */
public abstract class MovingContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final Actor ANNA = Actor.of("anna");

  private static final String FOUR =
      """
      [{"id": "a", "action": "work"}, {"id": "b", "action": "approval"},
       {"id": "c", "action": "work"}, {"id": "d", "action": "approval"}]
      """;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) -> actor.equals(BOSS) ? Set.of("ADMIN") : Set.of("LAWYER"));
  }

  private Instances instances() {
    return kit.engine().instances();
  }

  private void move(InstanceId id, String step) {
    instances().moveTo(TENANT, id, step, BOSS, null);
    kit.run();
  }

  private void refused(InstanceId id, String step, String reason) {
    assertThatThrownBy(() -> instances().moveTo(TENANT, id, step, BOSS, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("instance " + id + " cannot be moved to \"" + step + "\": " + reason);
  }

  private void answer(InstanceId id, String step) {
    kit.engine().tasks().complete(TENANT, id, step, BOSS, json("{\"approved\": true}"));
    kit.run();
  }

  private List<String> open() {
    return kit.engine().tasks().list(TENANT, null, 20).items().stream()
        .map(Tasks.Task::step)
        .toList();
  }

  @Test
  void what_stands_before_is_skipped_and_what_was_done_stays_done() {
    InstanceId id = run(FOUR, "{}");
    instances().moveTo(TENANT, id, "d", BOSS, "the client has signed already");
    kit.run();
    assertInstance(id)
        .step("a", StepState.COMPLETED)
        .step("b", StepState.SKIPPED)
        .step("c", StepState.SKIPPED)
        .step("d", StepState.READY);
    assertThat(open()).containsExactly("d");
    assertThat(kit.story(id))
        .contains("d: boss moves the instance to it: the client has signed already");
    refused(id, "d", "it is READY already");
    answer(id, "d");
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void going_back_opens_new_visits_of_the_step_and_of_what_comes_after() {
    InstanceId id = run(FOUR, "{}");
    answer(id, "b");
    assertThat(open()).containsExactly("d");
    move(id, "b");
    assertThat(open()).containsExactly("b#2");
    assertInstance(id).step("d", StepState.SKIPPED).step("b", StepState.COMPLETED);
    answer(id, "b#2");
    assertThat(open()).containsExactly("d#2");
    answer(id, "d#2");
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "c/1", "c#2/1");
  }

  @Test
  void steps_around_it_are_entered_and_another_way_is_taken() {
    InstanceId id =
        run(
            """
            [{"id": "b", "action": "approval"},
             {"id": "way", "branch": [
               {"when": {"field": "x", "operator": "eq", "value": 1}, "steps": [
                  {"id": "yes", "action": "approval"}]},
               {"otherwise": true, "steps": [
                  {"id": "pre", "action": "work"}, {"id": "no", "action": "approval"}]}]},
             {"id": "z", "action": "work"}]
            """,
            "{\"x\": 1}");
    move(id, "no");
    assertThat(open()).containsExactly("no");
    assertInstance(id)
        .step("b", StepState.SKIPPED)
        .step("pre", StepState.SKIPPED)
        .step("way", StepState.IN_PROGRESS);
    move(id, "yes");
    assertThat(open()).containsExactly("yes");
    answer(id, "yes");
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("z/1");
  }

  @Test
  void into_a_loop_the_round_is_named() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": ["a", "b", "c"], "maxConcurrent": 3, "steps": [
               {"id": "one", "action": "approval"}, {"id": "two", "action": "approval"}]}},
             {"id": "end", "action": "approval"}]
            """,
            "{}");
    refused(id, "two", "name the round, such as two[0]");
    refused(id, "two[3]", "step \"all\" around it has 3 rounds, from 0");
    refused(id, "end[0]", "it stands in no loop");
    move(id, "two[1]");
    assertThat(open()).containsExactlyInAnyOrder("one[0]", "two[1]", "one[2]");
    answer(id, "two[1]");
    move(id, "end");
    assertThat(open()).containsExactly("end");
    refused(id, "one[0]", "step \"all\" around it goes through no list now");
    move(id, "all");
    assertThat(open()).containsExactlyInAnyOrder("one[0]#2", "one[1]#2", "one[2]#2");
  }

  @Test
  void other_branches_go_on() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "l1", "action": "approval"}, {"id": "l2", "action": "approval"}]},
               {"steps": [{"id": "r1", "action": "approval"}]}]}]
            """,
            "{}");
    move(id, "l2");
    assertThat(open()).containsExactlyInAnyOrder("l2", "r1");
    answer(id, "l2");
    answer(id, "r1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_paused_one_is_moved_and_goes_on_there_and_an_ended_one_is_not() {
    InstanceId id = run(FOUR, "{}");
    instances().pause(TENANT, id, BOSS, null);
    move(id, "c");
    assertThat(calls).containsExactly("a/1");
    assertInstance(id).step("b", StepState.SKIPPED).step("c", StepState.PENDING);
    instances().resume(TENANT, id, BOSS);
    kit.run();
    assertThat(calls).containsExactly("a/1", "c/1");
    instances().cancel(TENANT, id, BOSS, null);
    assertThatThrownBy(() -> instances().moveTo(TENANT, id, "a", BOSS, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance " + id + " is CANCELED; it can be moved while it is ACTIVE or PAUSED");
  }

  @Test
  void it_is_for_admins_and_to_a_step_that_there_is() {
    InstanceId id = run(FOUR, "{}");
    assertThatThrownBy(() -> instances().moveTo(TENANT, id, "d", ANNA, null))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("instance " + id + " can be moved with the role ADMIN; anna has [LAWYER]");
    assertThatThrownBy(() -> instances().moveTo(TENANT, id, "x", BOSS, null))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("w v1 has no step \"x\"; it has a, b, c, d");
  }

  @Test
  void an_ended_one_is_started_again_with_its_subject_event_and_input() {
    answer = context -> ActionResult.failed("no", false);
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{\"name\": \"Doe\"}");
    assertInstance(id).hasFailed();
    answer = context -> ActionResult.completed(context.data().get("name"));
    publish(
        "w",
        "",
        "[{\"id\": \"a\", \"action\": \"work\"}]"
            .replace("]", ",{\"id\": \"z\", \"delay\": \"PT1H\"}]"));
    InstanceId again = instances().restart(TENANT, id, BOSS).orElseThrow();
    kit.advance(Duration.ofHours(1));
    assertInstance(again).isCompleted();
    assertInstance(id).hasFailed();
    assertThat(instance(again).subject()).isEqualTo(LEAD);
    assertThat(instance(again).workflow().version()).isEqualTo(2);
    assertThat(instance(again).step("a").output().asText()).isEqualTo("Doe");
    assertThat(instance(again).restarts()).isEqualTo(id);
    assertThat(instance(id).restarts()).isNull();
    assertThat(kit.story(again)).contains("a restart of " + id);

    InstanceId byHand =
        instances().start(TENANT, "w", LEAD, json("{\"name\": \"Roe\"}"), BOSS).orElseThrow();
    kit.advance(Duration.ofHours(1));
    InstanceId second = instances().restart(TENANT, byHand, BOSS).orElseThrow();
    kit.advance(Duration.ofHours(1));
    assertThat(instance(second).step("a").output().asText()).isEqualTo("Roe");
  }

  @Test
  void a_restart_respects_the_concurrency_of_the_workflow() {
    String steps = "[{\"id\": \"a\", \"action\": \"approval\"}]";
    InstanceId id =
        run("\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"skip\"},", steps, "{}");
    assertThatThrownBy(() -> instances().restart(TENANT, id, BOSS))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("instance " + id + " is ACTIVE; it can be restarted when it has ended");
    answer(id, "a");
    InstanceId again = instances().restart(TENANT, id, BOSS).orElseThrow();
    kit.run();
    assertThat(instances().restart(TENANT, id, BOSS)).isEmpty();
    answer(again, "a");
    publish("w", "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"queue\"},", steps);
    InstanceId head = instances().restart(TENANT, id, BOSS).orElseThrow();
    InstanceId queued = instances().restart(TENANT, id, BOSS).orElseThrow();
    assertInstance(queued).is(InstanceState.DRAFT);
    answer(head, "a");
    assertInstance(queued).is(InstanceState.ACTIVE);
  }

  @Test
  void a_round_that_somebody_moves_to_is_gone_through_whatever_the_loop_says() {
    InstanceId id =
        run(
            """
            [{"id": "loop", "repeat": {"while": {"field": "iteration", "operator": "lt", "value": 1},
               "max": 5, "steps": [{"id": "one", "action": "approval"}]}},
             {"id": "end", "action": "approval"}]
            """,
            "{}");
    move(id, "one[3]");
    assertThat(open()).containsExactly("one[3]");
    answer(id, "one[3]");
    assertThat(open()).containsExactly("end");
  }

  @Test
  void a_sub_workflow_that_failed_is_retried_alone_once_its_step_was_passed() {
    answer =
        context -> calls.size() == 1 ? ActionResult.failed("no", false) : ActionResult.completed();
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"inner\", \"action\": \"work\"}]}");
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "sub", "workflow": "child"}, {"id": "after", "action": "approval"}]},
               {"steps": [{"id": "other", "action": "approval"}]}]}]
            """,
            "{}");
    InstanceId child =
        instances().list(Instances.Query.of(TENANT).workflow("child"), null, 1).items().get(0).id();
    assertInstance(child).hasFailed();
    move(id, "after");
    assertThat(open()).containsExactlyInAnyOrder("after", "other");
    instances().retry(TENANT, child, BOSS);
    kit.run();
    assertInstance(child).isCompleted();
    assertThat(calls).containsExactly("inner/1", "inner/1");
    answer(id, "after");
    answer(id, "other");
    assertInstance(id).isCompleted();
  }
}
