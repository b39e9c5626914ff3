package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.InvalidDefinitionException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused of links between steps, of joins and of waits for earlier events. */
class CoordinationTest {

  private static List<String> problems(String step) {
    InvalidDefinitionException e =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> WorkflowDefinition.parse(Documents.withStep(step)));
    assertThat(e).isNotNull();
    return e.problems().stream().map(Object::toString).toList();
  }

  private static List<String> inBranches(String... branches) {
    return problems(
        "{\"id\": \"all\", \"parallel\": [{\"steps\": ["
            + String.join("]}, {\"steps\": [", branches)
            + "]}]}");
  }

  private static String pause(String id, String more) {
    return "{\"id\": \"" + id + "\", \"delay\": \"P1D\"" + more + "}";
  }

  @Test
  void a_step_that_there_is_not_is_named_with_what_may_be_meant() {
    assertThat(
            inBranches(pause("draft", ""), pause("b", ", \"after\": \"draf\", \"cancels\": \"x\"")))
        .containsExactly(
            "/steps/0/parallel/1/steps/0/after: there is no step \"draf\"; did you mean \"draft\"?",
            "/steps/0/parallel/1/steps/0/cancels: there is no step \"x\"");
  }

  @Test
  void a_step_waits_only_for_steps_of_other_branches() {
    String elsewhere =
        " does not stand in another branch of a \"parallel\" around this step; the steps of one"
            + " list come in their order anyway";
    assertThat(
            inBranches(
                pause("a", "") + "," + pause("b", ", \"after\": [\"a\", \"b\", \"all\"]"),
                pause("c", "")))
        .containsExactly(
            "/steps/0/parallel/0/steps/1/after: \"a\"" + elsewhere,
            "/steps/0/parallel/0/steps/1/after: \"b\"" + elsewhere,
            "/steps/0/parallel/0/steps/1/after: \"all\"" + elsewhere);
  }

  @Test
  void a_step_in_a_loop_of_its_own_or_one_that_answers_a_failure_is_not_waited_for() {
    assertThat(
            inBranches(
                pause("a", ", \"after\": [\"inner\", \"answer\"]"),
                "{\"id\": \"loop\", \"each\": {\"items\": [], \"steps\": ["
                    + pause("inner", "")
                    + "]}}",
                pause("c", ", \"onFailure\": [" + pause("answer", "") + "]")))
        .containsExactly(
            "/steps/0/parallel/0/steps/0/after: \"inner\" stands in the loop \"loop\": wait for the"
                + " loop",
            "/steps/0/parallel/0/steps/0/after: \"answer\" answers a failure, and may never begin");
  }

  @Test
  void circles_are_refused_once_also_where_they_go_through_the_order_of_lists() {
    assertThat(inBranches(pause("a", ", \"after\": \"b\""), pause("b", ", \"after\": \"a\"")))
        .containsExactly(
            "/steps/0/parallel/0/steps/0/after: these steps wait for each other in a circle: a, b,"
                + " a");
    assertThat(
            inBranches(
                pause("a", ", \"after\": \"d\"") + "," + pause("b", ""),
                pause("c", ", \"after\": \"b\"") + "," + pause("d", "")))
        .containsExactly(
            "/steps/0/parallel/0/steps/0/after: these steps wait for each other in a circle: a, c,"
                + " a");
  }

  @Test
  void a_step_does_not_withdraw_itself_or_what_is_around_or_inside_it() {
    assertThat(
            inBranches(
                "{\"id\": \"a\", \"cancels\": [\"a\", \"all\", \"inner\"], \"branch\":"
                    + " [{\"otherwise\": true, \"steps\": ["
                    + pause("inner", "")
                    + "]}]}"))
        .containsExactly(
            "/steps/0/parallel/0/steps/0/cancels: a step does not withdraw itself",
            "/steps/0/parallel/0/steps/0/cancels: \"all\" stands around this step, which it would"
                + " end before it has completed",
            "/steps/0/parallel/0/steps/0/cancels: \"inner\" stands inside this step, and ends before"
                + " it");
  }

  @Test
  void a_join_is_a_number_a_word_or_a_condition() {
    String right = "expected \"all\", \"any\", a number from 1 to 10000 or {\"when\": {…}}, found ";
    for (String join : List.of("0", "2.5", "\"some\"", "true")) {
      assertThat(
              problems(
                  "{\"id\": \"e\", \"each\": {\"items\": [], \"join\": "
                      + join
                      + ", \"steps\": []}}"))
          .containsExactly("/steps/0/each/join: " + right + join);
    }
    assertThat(problems("{\"id\": \"e\", \"each\": {\"items\": [], \"join\": {}, \"steps\": []}}"))
        .containsExactly(
            "/steps/0/each/join: \"when\" is missing: what must hold of a round that has"
                + " completed");
  }

  @Test
  void rest_stands_beside_parallel_or_in_each_and_is_one_of_two_words() {
    assertThat(problems("{\"id\": \"a\", \"action\": \"x\", \"rest\": \"finish\"}"))
        .containsExactly("/steps/0/rest: \"rest\" cannot be combined with \"action\"");
  }

  @Test
  void the_correlation_of_a_wait_for_earlier_events_is_known_at_the_start() {
    assertThat(
            problems(
                """
                {"id": "e", "each": {"items": [], "as": "line", "steps": [
                  {"id": "a", "wait": {"event": "x", "earlier": true, "correlation": "{{line.id}}"}},
                  {"id": "b", "wait": {"event": "x", "earlier": true, "correlation": "{{steps.a.output}}"}},
                  {"id": "c", "wait": {"event": "x", "earlier": true, "correlation": "{{order.id}}"}},
                  {"id": "d", "wait": {"event": "x", "correlation": "{{line.id}}"}}]}}
                """))
        .containsExactly(
            "/steps/0/each/steps/0/wait/correlation: is to be known when the instance begins,"
                + " because earlier events count; it names line.id",
            "/steps/0/each/steps/1/wait/correlation: is to be known when the instance begins,"
                + " because earlier events count; it names steps.a.output");
  }

  @Test
  void an_empty_lock_is_refused() {
    assertThat(problems("{\"id\": \"a\", \"action\": \"x\", \"lock\": \" \"}"))
        .containsExactly(
            "/steps/0/lock: must not be empty: what only one step at a time may have, such as"
                + " \"room-{{room.id}}\"");
  }
}
