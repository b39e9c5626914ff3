package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps that hold others run: branches, loops and sub-workflows. */
public abstract class NestedStepsContract extends EngineContract {

  @Test
  void a_branch_takes_the_first_case_that_holds() {
    String steps =
        """
        [{"id": "which", "branch": [
           {"when": {"field": "score", "operator": "gte", "value": 80}, "steps": [{"id": "hot", "action": "work"}]},
           {"when": {"field": "score", "operator": "gte", "value": 50}, "steps": [{"id": "warm", "action": "work"}]},
           {"otherwise": true, "steps": [{"id": "cold", "action": "work"}]}]},
         {"id": "after", "action": "work"}]
        """;
    publish("w", "", steps);
    kit.event("lead.created", LEAD, "{\"score\": 60}");
    assertThat(calls).containsExactly("warm/1", "after/1");
    kit.event("lead.created", LEAD, "{\"score\": 10}");
    assertThat(calls).endsWith("cold/1", "after/1");
  }

  @Test
  void parallel_waits_for_all_branches() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
               {"steps": [{"id": "x", "wait": {"event": "x.done"}}, {"id": "x2", "action": "work"}]},
               {"steps": [{"id": "y", "wait": {"event": "y.done"}}, {"id": "y2", "action": "work"}]}]},
             {"id": "after", "action": "work"}]
            """,
            "{}");
    kit.event("y.done", LEAD, "{}");
    assertThat(calls).containsExactly("y2/1");
    kit.event("x.done", LEAD, "{}");
    assertThat(calls).containsExactly("y2/1", "x2/1", "after/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void parallel_with_any_cuts_the_other_branches_off() {
    InstanceId id =
        run(
            """
            [{"id": "race", "join": "any", "parallel": [
               {"steps": [{"id": "x", "wait": {"event": "x.done"}}]},
               {"steps": [{"id": "y", "wait": {"event": "y.done"}}, {"id": "y2", "action": "work"}]}]}]
            """,
            "{}");
    kit.event("x.done", LEAD, "{}");
    assertInstance(id).isCompleted().step("y", StepState.SKIPPED).step("y2", StepState.PENDING);
    assertThat(kit.event("y.done", LEAD, "{}").answered()).isEmpty();
  }

  @Test
  void a_split_gives_the_same_subject_the_same_arm_and_keeps_to_the_weights() {
    publish(
        "w",
        "",
        """
        [{"id": "ab", "split": [
           {"name": "a", "weight": 3, "steps": [{"id": "in_a", "action": "work"}]},
           {"name": "b", "weight": 1, "steps": [{"id": "in_b", "action": "work"}]}]}]
        """);
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      SubjectRef subject = SubjectRef.of("lead", "split-" + i);
      InstanceId first = kit.event("lead.created", subject, "{}").started().get(0).instance();
      taken.merge(instance(first).step("ab").output().path("arm").textValue(), 1, Integer::sum);
    }
    assertThat(taken.get("a")).isBetween(260, 340);
    SubjectRef again = SubjectRef.of("lead", "split-0");
    InstanceId one = kit.event("lead.created", again, "{}").started().get(0).instance();
    InstanceId two = kit.event("lead.created", again, "{}").started().get(0).instance();
    assertThat(instance(one).step("ab").output()).isEqualTo(instance(two).step("ab").output());
  }

  @Test
  void each_runs_its_steps_for_every_element() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{items}}", "as": "thing", "steps": [
               {"id": "mail", "action": "send_email",
                "config": {"to": "{{thing.to}}", "subject": "{{index}}", "text": "x"}}]}}]
            """,
            "{\"items\": [{\"to\": \"a@x.nl\"}, {\"to\": \"b@x.nl\"}]}");
    assertInstance(id)
        .isCompleted()
        .step("mail[0]", StepState.COMPLETED)
        .step("mail[1]", StepState.COMPLETED);
    assertThat(
            kit.messages().stream().map(message -> message.recipient() + message.text("subject")))
        .containsExactly("a@x.nl0", "b@x.nl1");
  }

  @Test
  void each_over_something_that_is_no_list_fails_and_says_so() {
    InstanceId id =
        run(
            "[{\"id\": \"all\", \"each\": {\"items\": \"{{items}}\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}}]",
            "{\"items\": \"x\"}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("all").reason())
        .isEqualTo("\"items\" must give a list of at most 10000 elements; it gives a text");
  }

  @Test
  void each_runs_no_more_elements_at_once_than_it_may() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": [1, 2, 3], "maxConcurrent": 2, "steps": [
               {"id": "pause", "delay": "PT1H"}, {"id": "a", "action": "work"}]}}]
            """,
            "{}");
    assertThat(instance(id).steps().stream().filter(step -> step.id().startsWith("pause[")))
        .hasSize(2);
    kit.advance(Duration.ofHours(1));
    assertThat(calls).containsExactly("a[0]/1", "a[1]/1");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted();
    assertThat(calls).hasSize(3);
  }

  @Test
  void repeat_until_goes_round_until_the_condition_holds() {
    answer =
        context ->
            ActionResult.completed(
                Json.object().put("done", context.data().path("iteration").intValue() == 2));
    InstanceId id =
        run(
            """
            [{"id": "loop", "repeat": {"until": {"field": "steps.poll.output.done", "operator": "eq", "value": true},
                                       "max": 10, "steps": [{"id": "poll", "action": "work"}]}}]
            """,
            "{}");
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("poll[0]/1", "poll[1]/1", "poll[2]/1");
    assertThat(instance(id).step("loop").output().toString())
        .isEqualTo("{\"rounds\":3,\"limited\":false}");
  }

  @Test
  void repeat_stops_at_its_limit() {
    InstanceId id =
        run(
            "[{\"id\": \"loop\", \"repeat\": {\"while\": {}, \"max\": 3, \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}}]",
            "{}");
    assertInstance(id).isCompleted();
    assertThat(calls).hasSize(3);
    assertThat(instance(id).step("loop").output().path("limited").booleanValue()).isTrue();
  }

  @Test
  void a_sub_workflow_is_waited_for() {
    kit.publish(
        "{\"key\": \"child\", \"name\": \"Child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"PT1H\"}, {\"id\": \"c\", \"action\": \"work\"}]}");
    InstanceId id =
        run(
            "[{\"id\": \"sub\", \"workflow\": {\"key\": \"child\", \"input\": {\"x\": \"{{score}}\"}}}, {\"id\": \"after\", \"action\": \"work\"}]",
            "{\"score\": 5}");
    assertInstance(id).isActive().step("sub", StepState.IN_PROGRESS);
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("c/1", "after/1");
    assertThat(instance(id).step("sub").output().path("outcome").textValue())
        .isEqualTo("completed");
  }

  @Test
  void a_sub_workflow_that_is_not_waited_for_goes_its_own_way() {
    kit.publish(
        "{\"key\": \"child\", \"name\": \"Child\", \"steps\": [{\"id\": \"pause\", \"delay\": \"PT1H\"}]}");
    InstanceId id =
        run("[{\"id\": \"sub\", \"workflow\": {\"key\": \"child\", \"wait\": false}}]", "{}");
    assertInstance(id).isCompleted();
    InstanceId child =
        InstanceId.parse(instance(id).step("sub").output().path("instance").textValue());
    assertInstance(child).isActive();
  }

  @Test
  void a_sub_workflow_that_is_missing_fails_the_step() {
    InstanceId id = run("[{\"id\": \"sub\", \"workflow\": \"nowhere\"}]", "{}");
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("sub").reason())
        .isEqualTo("there is no published and enabled workflow \"nowhere\"");
  }
}
