package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Steps that wait for steps of other branches, withdraw others, and are offered while they may. */
public abstract class CoordinationContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final Actor ANNA = Actor.of("anna");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) -> actor.equals(BOSS) ? Set.of("ADMIN") : Set.of("LAWYER"));
  }

  private void done(String step) {
    kit.event(step + ".done", LEAD, "{}");
  }

  private void answer(InstanceId id, String step) {
    kit.engine().tasks().complete(TENANT, id, step, BOSS, json("{\"approved\": true}"));
    kit.run();
  }

  private List<String> offered() {
    return kit.engine().tasks().list(TENANT, null, 20).items().stream()
        .map(Tasks.Task::step)
        .toList();
  }

  private static String work(String id, String more) {
    return "{\"id\": \""
        + id
        + "\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}"
        + more
        + "}";
  }

  private static String wait(String id) {
    return "{\"id\": \"" + id + "\", \"wait\": {\"event\": \"" + id + ".done\"}}";
  }

  private static String branches(String... branches) {
    return "[{\"id\": \"all\", \"parallel\": [{\"steps\": ["
        + String.join("]}, {\"steps\": [", branches)
        + "]}]}]";
  }

  @Test
  void a_step_begins_when_those_it_waits_for_have_ended_whatever_branch_is_walked_first() {
    InstanceId id =
        run(
            branches(
                work("c", ", \"after\": \"b\""),
                work("b", ", \"after\": \"a\""),
                wait("x") + "," + work("a", "")),
            "{}");
    assertThat(calls).isEmpty();
    done("x");
    assertThat(calls).containsExactly("a/1", "b/1", "c/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_says_for_which_others_it_waits_until_they_have_ended() {
    InstanceId id =
        run(
            branches(
                "{\"id\": \"check\", \"action\": \"approval\", \"after\": [\"x\", \"y\"]}",
                wait("x"),
                wait("y")),
            "{}");
    assertThat(kit.instance(id).step("check").reason())
        .isEqualTo(
            "waits for step \"x\", which is IN_PROGRESS, and for \"y\", which is IN_PROGRESS");
    assertThat(kit.engine().tasks().whyNot(TENANT, id, "check", BOSS).orElseThrow().message())
        .isEqualTo(
            "step \"check\" is PENDING: it waits for step \"x\", which is IN_PROGRESS, and for"
                + " \"y\", which is IN_PROGRESS; it can be answered while it is READY or"
                + " IN_PROGRESS");
    done("x");
    assertThat(kit.instance(id).step("check").reason())
        .isEqualTo("waits for step \"y\", which is IN_PROGRESS");
    done("y");
    assertThat(kit.instance(id).step("check").reason()).isNull();
    answer(id, "check");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_whose_turn_does_not_come_says_nothing_of_others() {
    String which =
        "{\"id\": \"which\", \"branch\": [{\"when\": {\"field\": \"n\", \"operator\": \"eq\","
            + " \"value\": 1}, \"steps\": ["
            + work("c", ", \"after\": \"x\"")
            + "]}]}";
    InstanceId id = run(branches(which, wait("x")), "{\"n\": 2}");
    assertThat(kit.instance(id).step("c").reason()).isNull();
    id = run(branches(which, wait("x")), "{\"n\": 1}");
    assertThat(kit.instance(id).step("c").reason())
        .isEqualTo("waits for step \"x\", which is IN_PROGRESS");
    kit.engine().instances().cancel(TENANT, id, BOSS, null);
    assertThat(kit.instance(id).step("c").reason()).isNull();
  }

  @Test
  void a_step_that_can_no_longer_begin_is_not_waited_for() {
    String which =
        "{\"id\": \"which\", \"branch\": [{\"when\": {\"field\": \"n\", \"operator\": \"eq\","
            + " \"value\": 1}, \"steps\": ["
            + wait("a")
            + "]}, {\"otherwise\": true, \"steps\": ["
            + wait("b")
            + "]}]}";
    InstanceId id = run(branches(which, work("c", ", \"after\": \"a\"")), "{\"n\": 2}");
    assertThat(calls).containsExactly("c/1");
    assertInstance(id).isActive();
    run(branches(which, work("c", ", \"after\": \"a\"")), "{\"n\": 1}");
    assertThat(calls).containsExactly("c/1");
  }

  @Test
  void a_step_that_has_failed_is_waited_for_until_it_is_retried() {
    answer = context -> ActionResult.failed("broken", false);
    InstanceId id =
        run(branches(work("a", "") + "," + wait("x"), work("c", ", \"after\": \"x\"")), "{}");
    assertInstance(id).hasFailed().step("c", StepState.PENDING);
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isActive();
    done("x");
    assertThat(calls).containsExactly("a/1", "a/1", "c/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void rounds_of_a_loop_wait_for_steps_of_their_own_round() {
    String rounds =
        """
        [{"id": "each", "each": {"items": ["a", "b"], "maxConcurrent": 2, "steps": [
           {"id": "all", "parallel": [
             {"steps": [{"id": "x", "wait": {"event": "x.done", "correlation": "{{item}}"}}]},
             {"steps": [{"id": "c", "action": "work", "after": "x"}]}]}]}}]
        """;
    run(rounds, "{}");
    kit.event(dev.workflow.Event.of(TENANT, "x.done", LEAD, json("{}")).withCorrelation("b"));
    assertThat(calls).containsExactly("c[1]/1");
  }

  @Test
  void what_is_canceled_is_withdrawn_with_its_delays_tasks_and_sub_workflows() {
    kit.publish(
        """
        {"key": "below", "steps": [{"id": "s", "wait": {"event": "s.done"}}]}
        """);
    InstanceId id =
        run(
            branches(
                    "{\"id\": \"x\", \"wait\": {\"event\": \"x.done\"}, \"cancels\": [\"later\","
                        + " \"sub\", \"ask\", \"toCome\"]}",
                    "{\"id\": \"later\", \"delay\": \"P3D\"}",
                    "{\"id\": \"sub\", \"workflow\": \"below\"}",
                    "{\"id\": \"ask\", \"action\": \"approval\"}",
                    wait("y") + "," + work("toCome", ""))
                .replace("toCome", "to_come"),
            "{}");
    assertThat(offered()).containsExactly("ask");
    done("x");
    assertThat(offered()).isEmpty();
    assertThat(states("below")).containsExactly(InstanceState.CANCELED);
    assertInstance(id)
        .step("later", StepState.SKIPPED)
        .step("sub", StepState.SKIPPED)
        .step("ask", StepState.SKIPPED)
        .step("to_come", StepState.SKIPPED);
    assertThat(instance(id).step("ask").reason()).isEqualTo("canceled by step \"x\"");
    done("y");
    assertThat(calls).isEmpty();
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_that_is_skipped_or_fails_cancels_nothing() {
    InstanceId id =
        run(
            branches(
                "{\"id\": \"x\", \"wait\": {\"event\": \"x.done\"}, \"cancels\": \"y\"}",
                wait("y")),
            "{}");
    kit.engine().tasks().skip(TENANT, id, "x", BOSS, null);
    assertInstance(id).isActive().step("y", StepState.IN_PROGRESS);
  }

  private static final String MILESTONE =
      """
      [{"id": "all", "parallel": [
         {"steps": [{"id": "closed", "wait": {"event": "closed.done"}},
                    {"id": "again", "wait": {"event": "again.done"}}]},
         {"steps": [{"id": "change", "action": "approval", "role": "LAWYER", "timeout": "P2D", "onTimeout": "skip",
                     "while": {"or": [
            {"field": "steps.closed.state", "operator": "ne", "value": "COMPLETED"},
            {"field": "steps.again.state", "operator": "eq", "value": "COMPLETED"}]}}]}]}]
      """;

  @Test
  void a_task_is_withdrawn_while_it_may_not_be_open_and_whoever_has_it_gets_it_back() {
    InstanceId id = run(MILESTONE, "{}");
    kit.engine().tasks().claim(TENANT, id, "change", ANNA);
    done("closed");
    assertThat(offered()).isEmpty();
    assertInstance(id).step("change", StepState.BLOCKED);
    assertThatThrownBy(
            () ->
                kit.engine()
                    .tasks()
                    .complete(TENANT, id, "change", ANNA, json("{\"approved\": true}")))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageStartingWith("step \"change\" is BLOCKED: withdrawn, its condition is false: ");
    kit.advance(Duration.ofDays(3));
    done("again");
    assertInstance(id).step("change", StepState.IN_PROGRESS);
    assertThat(instance(id).step("change").claimedBy()).isEqualTo(ANNA);
    kit.engine().tasks().complete(TENANT, id, "change", ANNA, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id).isCompleted().step("change", StepState.COMPLETED);
  }

  @Test
  void a_task_whose_turn_comes_while_it_may_not_be_open_is_not_offered() {
    InstanceId id = run(MILESTONE.replace("\"ne\"", "\"eq\""), "{}");
    assertThat(offered()).isEmpty();
    done("closed");
    assertThat(offered()).containsExactly("change");
    answer(id, "change");
    assertInstance(id).step("change", StepState.COMPLETED);
  }

  @Test
  void nobody_resumes_what_is_withheld_and_an_admin_may_leave_it_out() {
    InstanceId id = run(MILESTONE, "{}");
    done("closed");
    assertThatThrownBy(() -> kit.engine().tasks().claim(TENANT, id, "change", ANNA))
        .isInstanceOf(IllegalTransitionException.class);
    kit.engine().tasks().skip(TENANT, id, "change", BOSS, "no more");
    assertInstance(id).step("change", StepState.SKIPPED);
  }

  @Test
  void nothing_begins_inside_a_step_that_may_not_be_open_and_its_tasks_are_withdrawn() {
    String container =
        """
        [{"id": "all", "parallel": [
           {"steps": [{"id": "closed", "wait": {"event": "closed.done"}},
                      {"id": "again", "wait": {"event": "again.done"}}]},
           {"steps": [{"id": "phase", "while": {"or": [
              {"field": "steps.closed.state", "operator": "ne", "value": "COMPLETED"},
              {"field": "steps.again.state", "operator": "eq", "value": "COMPLETED"}]},
             "parallel": [
               {"steps": [{"id": "ask", "action": "approval"}]},
               {"steps": [{"id": "x", "wait": {"event": "x.done"}}, {"id": "next", "action": "work"}]}]}]}]}]
        """;
    InstanceId id = run(container, "{}");
    assertThat(offered()).containsExactly("ask");
    done("closed");
    assertThat(offered()).isEmpty();
    done("x");
    assertThat(calls).isEmpty();
    done("again");
    assertThat(calls).containsExactly("next/1");
    assertThat(offered()).containsExactly("ask");
    answer(id, "ask");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_that_may_not_be_open_when_its_turn_comes_begins_when_it_may() {
    String container =
        """
        [{"id": "all", "parallel": [
           {"steps": [{"id": "closed", "wait": {"event": "closed.done"}}]},
           {"steps": [{"id": "phase", "while": {"field": "steps.closed.state", "operator": "eq", "value": "COMPLETED"},
             "repeat": {"max": 1, "while": {}, "steps": [{"id": "next", "action": "work"}]}}]}]}]
        """;
    InstanceId id = run(container, "{}");
    assertInstance(id).step("phase", StepState.BLOCKED);
    done("closed");
    assertThat(calls).containsExactly("next[0]/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void an_instance_on_a_newer_version_goes_by_the_links_of_that_version() {
    InstanceId id = run(branches(wait("x"), wait("y") + "," + work("c", "")), "{}");
    publish("w", "", branches(wait("x"), wait("y") + "," + work("c", ", \"after\": \"x\"")));
    done("y");
    assertThat(calls).containsExactly("c/1");
    assertInstance(id).isActive();
    InstanceId other = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId old = other;
    kit.engine().instances().checkMigration(TENANT, id, Migration.to(2));
    done("y");
    assertThat(calls).containsExactly("c/1");
    done("x");
    assertThat(calls).containsExactly("c/1", "c/1");
    assertInstance(old).isCompleted();
  }
}
