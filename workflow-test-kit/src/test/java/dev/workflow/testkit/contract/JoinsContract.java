package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many of what runs at once must complete, what becomes of the rest, what is added to it. */
public abstract class JoinsContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");

  /** The first of two branches goes on with the instance; the other one is unheeded. */
  private static final String FIRST =
      """
      [{"id": "first", "join": "any", "rest": "finish", "parallel": [
         {"steps": [{"id": "x", "wait": {"event": "x.done"}}]},
         {"steps": [{"id": "y", "wait": {"event": "y.done"}}, {"id": "y2", "action": "work", "retry": {"maxAttempts": 1}}]}]},
       {"id": "z", "action": "approval"}]
      """;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors((tenant, actor, subject) -> Set.of("ADMIN"));
  }

  private void done(String step) {
    kit.event(step + ".done", LEAD, "{}");
  }

  private void answer(InstanceId id, String step) {
    kit.engine().tasks().complete(TENANT, id, step, BOSS, json("{\"approved\": true}"));
    kit.run();
  }

  private String each(String keys, String steps) {
    return """
        [{"id": "all", "each": {"items": "{{names}}", "maxConcurrent": 10, %s "steps": %s}},
         {"id": "z", "action": "work"}]
        """
        .formatted(keys, steps);
  }

  private static final String ONE =
      "[{\"id\": \"one\", \"wait\": {\"event\": \"one.done\", \"correlation\": \"{{item}}\"}}]";

  private void one(String item) {
    kit.event(Event.of(TENANT, "one.done", LEAD, json("{}")).withCorrelation(item));
  }

  @Test
  void the_instance_ends_when_its_steps_and_what_goes_on_unheeded_have_ended() {
    InstanceId id = run(FIRST, "{}");
    done("x");
    answer(id, "z");
    assertInstance(id)
        .isActive()
        .step("first", StepState.COMPLETED)
        .step("y", StepState.IN_PROGRESS);
    done("y");
    assertThat(calls).containsExactly("y2/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_failure_of_what_goes_on_unheeded_fails_nothing() {
    answer = context -> ActionResult.failed("broken", false);
    InstanceId id = run(FIRST, "{}");
    done("x");
    done("y");
    assertInstance(id).isActive().step("y2", StepState.FAILED).step("z", StepState.READY);
    answer(id, "z");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_failure_cuts_what_goes_on_unheeded_off_and_a_retry_continues_it() {
    InstanceId id =
        run(FIRST.replace("\"approval\"", "\"work\", \"retry\": {\"maxAttempts\": 1}"), "{}");
    answer = context -> ActionResult.failed("broken", false);
    done("x");
    assertInstance(id).hasFailed().step("y", StepState.SKIPPED);
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isActive().step("y", StepState.IN_PROGRESS).step("z", StepState.COMPLETED);
    done("y");
    assertInstance(id).isCompleted();
  }

  /** What goes on unheeded is inside one of two branches. */
  private InstanceId around(String keys, String after, String more) {
    return run(
        """
        [{"id": "both", %s "parallel": [
           {"steps": [
             {"id": "first", "join": "any", "rest": "finish", "parallel": [
               {"steps": [{"id": "x", "wait": {"event": "x.done"}}]},
               {"steps": [{"id": "y", "wait": {"event": "y.done"}}, {"id": "y2", "action": "work"}]}]}
             %s]},
           {"steps": [{"id": "w", "wait": {"event": "w.done"}}]}]}
         %s]
        """
            .formatted(keys, after, more),
        "{}");
  }

  @Test
  void what_goes_on_unheeded_waits_for_a_retry_when_a_step_around_it_fails() {
    InstanceId id =
        around(
            "\"timeout\": \"PT1H\", \"onFailure\": [{\"id\": \"later\", \"delay\": \"PT1M\"}],",
            "",
            "");
    done("x");
    kit.advance(Duration.ofHours(1));
    assertInstance(id)
        .isActive()
        .step("both", StepState.FAILED)
        .step("y", StepState.SKIPPED)
        .step("y2", StepState.PENDING)
        .step("later", StepState.READY);
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).hasFailed();
    assertThat(calls).isEmpty();

    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id)
        .isActive()
        .step("first", StepState.COMPLETED)
        .step("y", StepState.IN_PROGRESS)
        .step("w", StepState.IN_PROGRESS);
    done("w");
    assertInstance(id).isActive().step("both", StepState.COMPLETED);
    done("y");
    assertThat(calls).containsExactly("y2/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void what_goes_on_unheeded_ends_when_the_step_around_it_is_left() {
    InstanceId id =
        around("\"join\": \"any\",", ", {\"id\": \"v\", \"wait\": {\"event\": \"v.done\"}}", "");
    done("x");
    assertInstance(id).step("y", StepState.IN_PROGRESS).step("v", StepState.IN_PROGRESS);
    done("w");
    assertInstance(id)
        .isCompleted()
        .step("y", StepState.SKIPPED)
        .step("y2", StepState.PENDING)
        .step("v", StepState.SKIPPED);
    assertThat(calls).isEmpty();
  }

  @Test
  void what_goes_on_unheeded_stays_left_out_when_the_failure_around_it_is_allowed() {
    InstanceId id =
        around(
            "\"timeout\": \"PT1H\", \"allowFailure\": true,",
            "",
            ", {\"id\": \"z\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}");
    answer = context -> ActionResult.failed("broken", false);
    done("x");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).hasFailed().step("y", StepState.SKIPPED);
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id)
        .isCompleted()
        .step("both", StepState.FAILED)
        .step("y", StepState.SKIPPED)
        .step("y2", StepState.PENDING);
    assertThat(calls).allMatch(call -> call.startsWith("z/"));
  }

  @Test
  void a_pause_and_a_cancellation_reach_what_goes_on_unheeded() {
    InstanceId id = run(FIRST, "{}");
    done("x");
    kit.engine().instances().pause(TENANT, id, BOSS, null);
    kit.engine().instances().resume(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isActive().step("y", StepState.IN_PROGRESS);
    kit.engine().instances().cancel(TENANT, id, BOSS, null);
    assertInstance(id).is(InstanceState.CANCELED).step("y", StepState.SKIPPED);
  }

  @Test
  void a_join_that_cannot_be_reached_ends_at_once() {
    answer = context -> ActionResult.failed("broken", false);
    InstanceId id =
        run(
            """
            [{"id": "both", "rest": "finish", "allowFailure": true, "parallel": [
               {"steps": [{"id": "x", "action": "work", "retry": {"maxAttempts": 1}}]},
               {"steps": [{"id": "y", "wait": {"event": "y.done"}}]}]}]
            """,
            "{}");
    assertInstance(id).isCompleted().step("both", StepState.FAILED).step("y", StepState.SKIPPED);
  }

  @Test
  void branches_of_a_loop_go_on_unheeded_while_later_rounds_run() {
    InstanceId id =
        run(
            """
            [{"id": "again", "repeat": {"max": 2, "while": {}, "steps": [
               {"id": "first", "join": "any", "rest": "finish", "parallel": [
                  {"steps": [{"id": "pause", "delay": "PT1M"}]},
                  {"steps": [{"id": "y", "wait": {"event": "y.done"}}]}]}]}}]
            """,
            "{}");
    kit.advance(Duration.ofMinutes(2));
    assertInstance(id)
        .isActive()
        .step("again", StepState.COMPLETED)
        .step("y[0]", StepState.IN_PROGRESS)
        .step("y[1]", StepState.IN_PROGRESS);
    done("y");
    assertInstance(id).isCompleted();
  }

  @Test
  void so_many_rounds_are_enough_and_failures_count_only_when_too_few_are_left() {
    answer =
        context ->
            context.step().equals("one[0]")
                ? ActionResult.failed("broken", false)
                : ActionResult.completed();
    String work = "[{\"id\": \"one\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]";
    InstanceId id = run(each("\"join\": 2,", work), "{\"names\": [1, 2, 3]}");
    assertInstance(id).isCompleted().step("one[0]", StepState.FAILED);
    assertThat(instance(id).step("all").output().toString())
        .isEqualTo("{\"count\":3,\"completed\":2}");
    InstanceId tooFew = run(each("\"join\": 3,", work), "{\"names\": [1, 2, 3]}");
    assertInstance(tooFew).hasFailed().step("all", StepState.FAILED);
  }

  @Test
  void more_rounds_than_there_are_elements_cannot_complete() {
    InstanceId id = run(each("\"join\": 3,", ONE), "{\"names\": [1, 2]}");
    assertInstance(id).hasFailed().step("one", StepState.PENDING);
    assertThat(instance(id).step("all").reason())
        .isEqualTo("3 rounds must complete, and there are 2");
  }

  @Test
  void a_condition_that_never_holds_waits_for_all_rounds() {
    String never =
        "\"join\": {\"when\": {\"field\": \"rounds.completed\", \"operator\": \"gt\", \"value\": 5}},";
    InstanceId id = run(each(never, ONE), "{\"names\": [\"a\", \"b\"]}");
    one("a");
    assertInstance(id).step("all", StepState.IN_PROGRESS);
    one("b");
    assertInstance(id).isCompleted();
  }

  @Test
  void elements_are_added_by_events_that_fit_and_only_while_it_runs() {
    String add =
        """
        "join": 2, "add": {"event": "name.added", "item": "{{event.payload.name}}",
          "when": {"field": "event.payload.name", "operator": "ne", "value": "no"}},
        """;
    InstanceId id = run(each(add, ONE), "{\"names\": []}");
    assertInstance(id).step("all", StepState.IN_PROGRESS);
    assertThat(kit.event("name.added", LEAD, "{\"name\": \"no\"}").answered()).isEmpty();
    assertThat(kit.event("name.added", LEAD, "{\"name\": \"a\"}").answered()).hasSize(1);
    kit.event("name.added", LEAD, "{\"name\": \"b\"}");
    one("b");
    one("a");
    assertInstance(id).isCompleted();
    assertThat(kit.event("name.added", LEAD, "{\"name\": \"c\"}").answered()).isEmpty();
    assertThat(kit.story(id)).contains("all IN_PROGRESS: an element was added by name.added");
  }

  @Test
  void an_element_that_makes_the_list_too_large_is_not_added_and_that_is_told() {
    String add = "\"join\": 2, \"add\": {\"event\": \"name.added\"},";
    InstanceId id = run(each(add, ONE), "{\"names\": []}");
    for (int i = 0; i < 2; i++) {
      kit.event("name.added", LEAD, "{\"name\": \"" + "x".repeat(600_000) + "\"}");
    }
    assertThat(instance(id).step("all").reason())
        .isEqualTo(
            "an element could not be added: the list has 1 elements, of at most 10000 and 1048576"
                + " bytes together");
  }

  @Test
  void rounds_that_go_on_unheeded_keep_their_elements() {
    InstanceId id =
        run(
            each(
                "\"join\": \"any\", \"rest\": \"finish\",",
                "[{\"id\": \"pause\", \"wait\": {\"event\": \"one.done\", \"correlation\":"
                    + " \"{{item}}\"}}, {\"id\": \"one\", \"wait\": {\"event\": \"one.done\","
                    + " \"correlation\": \"{{item}}-2\"}}]"),
            "{\"names\": [\"a\", \"b\"]}");
    one("a");
    one("a-2");
    assertInstance(id).isActive().step("all", StepState.COMPLETED).step("z", StepState.COMPLETED);
    one("b");
    one("b-2");
    assertInstance(id).isCompleted().step("one[1]", StepState.COMPLETED);
  }

  @Test
  void a_retry_enters_a_join_that_had_failed_where_it_was() {
    answer = context -> ActionResult.failed("broken", false);
    InstanceId id =
        run(
            each(
                "\"join\": 2,",
                "[{\"id\": \"one\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]"),
            "{\"names\": [1, 2, 3]}");
    assertInstance(id).hasFailed();
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void an_edit_leaves_a_join_that_has_begun_alone() {
    InstanceId id = run(FIRST, "{}");
    done("x");
    kit.engine()
        .instances()
        .edit(TENANT, id, BOSS)
        .add(json("{\"id\": \"last\", \"action\": \"work\"}"), InstanceEdit.Place.end())
        .apply();
    kit.run();
    done("y");
    answer(id, "z");
    assertInstance(id).isCompleted().step("last", StepState.COMPLETED);
  }
}
