package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The workflow control-flow patterns that work here, each as a test of its name: N. Russell, A.H.M.
 * ter Hofstede, W.M.P. van der Aalst, N. Mulyar, <i>Workflow Control-Flow Patterns: A Revised
 * View</i>, BPM Center Report BPM-06-22, 2006.
 *
 * <p>In the documents here, {@code a:x} stands for a step {@code x} of the engine, {@code w:x} for
 * one that waits for the event {@code x.done}, {@code p:x} for one that people do.
 */
public abstract class ControlFlowPatternsContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors((tenant, actor, subject) -> Set.of("ADMIN"));
  }

  private static String steps(String text) {
    return text.replaceAll("\\ba:([a-z0-9_]+)", "{\"id\": \"$1\", \"action\": \"work\"}")
        .replaceAll("\\bw:([a-z0-9_]+)", "{\"id\": \"$1\", \"wait\": {\"event\": \"$1.done\"}}")
        .replaceAll("\\bp:([a-z0-9_]+)", "{\"id\": \"$1\", \"action\": \"approval\"}");
  }

  private InstanceId given(String steps) {
    return given(steps, "{}");
  }

  private InstanceId given(String steps, String payload) {
    return run(steps(steps), payload);
  }

  private void done(String step) {
    done(step, "{}");
  }

  private void done(String step, String payload) {
    kit.event(step + ".done", LEAD, payload);
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

  private void did(String... steps) {
    assertThat(calls).containsExactly(steps);
  }

  @Test
  void p1_sequence() {
    InstanceId id = given("[a:x, a:y]");
    did("x/1", "y/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void p2_parallel_split() {
    InstanceId id =
        given(
            "[{'id': 'all', 'parallel': [{'steps': [w:x]}, {'steps': [w:y]}]}]".replace('\'', '"'));
    assertInstance(id).step("x", StepState.IN_PROGRESS).step("y", StepState.IN_PROGRESS);
  }

  @Test
  void p3_synchronization() {
    given(
        """
        [{"id": "all", "parallel": [{"steps": [w:x]}, {"steps": [w:y]}]}, a:z]
        """);
    done("y");
    did();
    done("x");
    did("z/1");
  }

  private static final String CHOICE =
      """
      [{"id": "which", "branch": [
         {"when": {"field": "n", "operator": "eq", "value": 1}, "steps": [a:one]},
         {"otherwise": true, "steps": [a:other]}]}, a:z]
      """;

  @Test
  void p4_exclusive_choice() {
    given(CHOICE, "{\"n\": 1}");
    did("one/1", "z/1");
  }

  @Test
  void p5_simple_merge() {
    given(CHOICE, "{\"n\": 2}");
    did("other/1", "z/1");
  }

  private static final String SOME =
      """
      [{"id": "some", "parallel": [
         {"steps": [{"id": "x", "wait": {"event": "x.done"},
                     "when": {"field": "n", "operator": "gte", "value": 1}}]},
         {"steps": [{"id": "y", "wait": {"event": "y.done"},
                     "when": {"field": "n", "operator": "gte", "value": 2}}]},
         {"steps": [{"id": "v", "wait": {"event": "v.done"},
                     "when": {"field": "n", "operator": "gte", "value": 3}}]}]}, a:z]
      """;

  @Test
  void p6_multi_choice() {
    InstanceId id = given(SOME, "{\"n\": 2}");
    assertInstance(id)
        .step("x", StepState.IN_PROGRESS)
        .step("y", StepState.IN_PROGRESS)
        .step("v", StepState.SKIPPED);
  }

  @Test
  void p7_structured_synchronizing_merge() {
    given(SOME, "{\"n\": 2}");
    done("x");
    did();
    done("y");
    did("z/1");
  }

  @Test
  void p8_multi_merge() {
    kit.publish(
        """
        {"key": "after", "steps": [{"id": "z", "action": "work"}]}
        """);
    given(
        """
        [{"id": "all", "parallel": [
           {"steps": [w:x, {"id": "x_z", "workflow": "after"}]},
           {"steps": [w:y, {"id": "y_z", "workflow": "after"}]}]}]
        """);
    done("x");
    did("z/1");
    done("y");
    did("z/1", "z/1");
  }

  private static final String DISCRIMINATOR =
      """
      [{"id": "first", "join": "any", "rest": "finish", "parallel": [
         {"steps": [w:x, a:x2]}, {"steps": [w:y, a:y2]}]}, a:z]
      """;

  @Test
  void p9_structured_discriminator() {
    InstanceId id = given(DISCRIMINATOR);
    done("x");
    did("x2/1", "z/1");
    assertInstance(id).isActive();
    done("y");
    did("x2/1", "z/1", "y2/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void p11_implicit_termination() {
    InstanceId id = given("[w:x]");
    done("x");
    assertInstance(id).isCompleted();
  }

  @Test
  void p12_multiple_instances_without_synchronization() {
    kit.publish(
        """
        {"key": "each", "steps": [{"id": "x", "wait": {"event": "x.done"}}]}
        """);
    InstanceId id =
        given(
            """
            [{"id": "all", "each": {"items": [1, 2], "steps": [
                {"id": "one", "workflow": {"key": "each", "wait": false}}]}}, a:z]
            """);
    did("z/1");
    assertInstance(id).isCompleted();
    assertThat(states("each")).containsExactly(InstanceState.ACTIVE, InstanceState.ACTIVE);
  }

  private static String all(String items, String more) {
    return """
        [{"id": "all", "each": {"items": %s, "maxConcurrent": 10, %s "steps": [
            {"id": "one", "wait": {"event": "one.done", "correlation": "{{item}}"}}, a:one2]}}, a:z]
        """
        .formatted(items, more);
  }

  private void one(String item) {
    kit.event(
        dev.workflow.Event.of(TENANT, "one.done", LEAD, json("{\"of\": \"" + item + "\"}"))
            .withCorrelation(item));
  }

  @Test
  void p13_multiple_instances_with_a_priori_design_time_knowledge() {
    given(all("[\"a\", \"b\", \"c\"]", ""));
    one("a");
    one("b");
    did("one2[0]/1", "one2[1]/1");
    one("c");
    did("one2[0]/1", "one2[1]/1", "one2[2]/1", "z/1");
  }

  @Test
  void p14_multiple_instances_with_a_priori_run_time_knowledge() {
    given(all("\"{{names}}\"", ""), "{\"names\": [\"a\", \"b\"]}");
    one("b");
    one("a");
    did("one2[1]/1", "one2[0]/1", "z/1");
  }

  @Test
  void p15_multiple_instances_without_a_priori_run_time_knowledge() {
    given(
        all(
            "[\"a\"]",
            "\"add\": {\"event\": \"name.added\", \"item\": \"{{event.payload.name}}\"},"));
    kit.event("name.added", LEAD, "{\"name\": \"b\"}");
    one("a");
    did("one2[0]/1");
    one("b");
    did("one2[0]/1", "one2[1]/1", "z/1");
  }

  @Test
  void p16_deferred_choice() {
    InstanceId id =
        given(
            """
            [{"id": "first", "join": "any", "parallel": [
               {"steps": [w:x]}, {"steps": [{"id": "late", "delay": "P3D"}]}]},
             {"id": "which", "branch": [
               {"when": {"field": "steps.x.state", "operator": "eq", "value": "COMPLETED"}, "steps": [a:came]},
               {"otherwise": true, "steps": [a:waited]}]}]
            """);
    kit.advance(Duration.ofDays(3));
    did("waited/1");
    assertInstance(id).isCompleted().step("x", StepState.SKIPPED);
  }

  private static final String PARTLY_ORDERED =
      """
      [{"id": "all", "parallel": [
         {"steps": [{"id": "x", "action": "approval", "lock": "{{subject.id}}"}]},
         {"steps": [{"id": "y", "action": "approval", "lock": "{{subject.id}}", "after": "x"}]},
         {"steps": [{"id": "v", "action": "approval", "lock": "{{subject.id}}"}]}]}]
      """;

  @Test
  void p17_interleaved_parallel_routing() {
    InstanceId id = given(PARTLY_ORDERED);
    assertThat(offered()).containsExactly("x");
    answer(id, "x");
    assertThat(offered()).containsExactly("v");
    answer(id, "v");
    assertThat(offered()).containsExactly("y");
    answer(id, "y");
    assertInstance(id).isCompleted();
  }

  @Test
  void p18_milestone() {
    InstanceId id =
        given(
            """
            [{"id": "all", "parallel": [
               {"steps": [w:opened, w:closed]},
               {"steps": [{"id": "change", "action": "approval", "while": {"and": [
                  {"field": "steps.opened.state", "operator": "eq", "value": "COMPLETED"},
                  {"field": "steps.closed.state", "operator": "ne", "value": "COMPLETED"}]}}]}]}]
            """);
    assertThat(offered()).isEmpty();
    done("opened");
    assertThat(offered()).containsExactly("change");
    done("closed");
    assertThat(offered()).isEmpty();
    assertInstance(id).step("change", StepState.BLOCKED);
  }

  @Test
  void p19_cancel_task() {
    InstanceId id =
        given(
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "x", "wait": {"event": "x.done"}, "cancels": "y"}]},
               {"steps": [w:y, a:y2]}]}]
            """);
    done("x");
    did("y2/1");
    assertInstance(id).isCompleted().step("y", StepState.SKIPPED);
  }

  @Test
  void p20_cancel_case() {
    InstanceId id = given("[w:x]");
    kit.engine().instances().cancel(TENANT, id, BOSS, "not wanted");
    assertInstance(id).is(InstanceState.CANCELED).step("x", StepState.SKIPPED);
  }

  @Test
  void p21_structured_loop() {
    given(
        """
        [{"id": "again", "repeat": {"max": 5,
            "until": {"field": "iteration", "operator": "eq", "value": 1}, "steps": [a:x]}}]
        """);
    did("x[0]/1", "x[1]/1");
  }

  @Test
  void p22_recursion() {
    given(
        """
        [{"id": "deeper", "when": {"field": "input.n", "operator": "ne", "value": 2},
          "workflow": {"key": "w", "input": {"n": "{{input.next | default: 1}}", "next": 2}}}, a:x]
        """);
    did("x/1", "x/1", "x/1");
  }

  @Test
  void p23_transient_trigger() {
    InstanceId id = given("[w:first, w:x]");
    done("x");
    done("first");
    assertInstance(id).step("x", StepState.IN_PROGRESS);
    done("x");
    assertInstance(id).isCompleted();
  }

  @Test
  void p24_persistent_trigger() {
    InstanceId id =
        given("[w:first, {\"id\": \"x\", \"wait\": {\"event\": \"x.done\", \"earlier\": true}}]");
    done("x");
    done("first");
    assertInstance(id).isCompleted();
  }

  @Test
  void p25_cancel_region() {
    InstanceId id =
        given(
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "x", "wait": {"event": "x.done"}, "cancels": ["region", "other"]}]},
               {"steps": [{"id": "region", "parallel": [{"steps": [w:y, a:y2]}, {"steps": [w:v, a:v2]}]}]},
               {"steps": [w:other]}]}, a:z]
            """);
    done("v");
    done("x");
    did("v2/1", "z/1");
    assertInstance(id)
        .isCompleted()
        .step("region", StepState.SKIPPED)
        .step("y", StepState.SKIPPED)
        .step("v2", StepState.COMPLETED)
        .step("other", StepState.SKIPPED);
  }

  private InstanceId besides(String inEach) {
    return given(
        """
        [{"id": "both", "parallel": [
           {"steps": [{"id": "x", "wait": {"event": "x.done"}, "cancels": "all"}]},
           {"steps": [{"id": "all", "each": {"items": ["a", "b"], "maxConcurrent": 2, "steps": [
               {"id": "one", "wait": {"event": "one.done", "correlation": "{{item}}"}}]}}, %s]}]}]
        """
            .formatted(inEach));
  }

  @Test
  void p26_cancel_multiple_instance_task() {
    InstanceId id = besides("a:z");
    one("a");
    done("x");
    assertInstance(id)
        .isCompleted()
        .step("all", StepState.SKIPPED)
        .step("one[0]", StepState.COMPLETED)
        .step("one[1]", StepState.SKIPPED);
  }

  @Test
  void p27_complete_multiple_instance_task() {
    InstanceId id =
        given(
            all(
                "[\"a\", \"b\", \"c\"]",
                """
                "join": {"when": {"field": "steps.one.output.event.payload.of", "operator": "eq", "value": "b"}},
                """));
    one("a");
    did("one2[0]/1");
    one("b");
    did("one2[0]/1", "one2[1]/1", "z/1");
    assertInstance(id).isCompleted().step("one[2]", StepState.SKIPPED);
  }

  @Test
  void p29_cancelling_discriminator() {
    InstanceId id = given(DISCRIMINATOR.replace("\"rest\": \"finish\",", ""));
    done("x");
    did("x2/1", "z/1");
    assertInstance(id).isCompleted().step("y", StepState.SKIPPED);
  }

  private static final String PARTIAL =
      """
      [{"id": "some", "join": 2, "rest": "finish", "parallel": [
         {"steps": [w:x]}, {"steps": [w:y]}, {"steps": [w:v, a:v2]}]}, a:z]
      """;

  @Test
  void p30_structured_partial_join() {
    InstanceId id = given(PARTIAL);
    done("x");
    did();
    done("y");
    did("z/1");
    done("v");
    did("z/1", "v2/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void p32_cancelling_partial_join() {
    InstanceId id = given(PARTIAL.replace("\"rest\": \"finish\",", ""));
    done("x");
    done("v");
    did("v2/1", "z/1");
    assertInstance(id).isCompleted().step("y", StepState.SKIPPED);
  }

  @Test
  void p34_static_partial_join_for_multiple_instances() {
    InstanceId id = given(all("[\"a\", \"b\", \"c\"]", "\"join\": 2, \"rest\": \"finish\","));
    one("c");
    one("a");
    did("one2[2]/1", "one2[0]/1", "z/1");
    assertInstance(id).isActive();
    one("b");
    assertInstance(id).isCompleted().step("one2[1]", StepState.COMPLETED);
  }

  @Test
  void p35_cancelling_partial_join_for_multiple_instances() {
    InstanceId id = given(all("[\"a\", \"b\", \"c\"]", "\"join\": 2,"));
    one("c");
    one("a");
    did("one2[2]/1", "one2[0]/1", "z/1");
    assertInstance(id).isCompleted().step("one[1]", StepState.SKIPPED);
  }

  @Test
  void p36_dynamic_partial_join_for_multiple_instances() {
    InstanceId id =
        given(
            all(
                "[\"a\"]",
                """
                "join": {"when": {"field": "rounds.completed", "operator": "gte", "value": 2}},
                "add": {"event": "name.added", "item": "{{event.payload.name}}"},
                """));
    one("a");
    assertInstance(id).step("all", StepState.IN_PROGRESS);
    kit.event("name.added", LEAD, "{\"name\": \"b\"}");
    kit.event("name.added", LEAD, "{\"name\": \"c\"}");
    one("c");
    did("one2[0]/1", "one2[2]/1", "z/1");
    assertInstance(id).isCompleted().step("one[1]", StepState.SKIPPED);
  }

  @Test
  void p37_local_synchronizing_merge() {
    InstanceId id =
        given(
            """
            [{"id": "all", "parallel": [
               {"steps": [w:x]},
               {"steps": [{"id": "y", "wait": {"event": "y.done"},
                           "when": {"field": "n", "operator": "eq", "value": 2}}]},
               {"steps": [w:v]},
               {"steps": [{"id": "merge", "action": "work", "after": ["x", "y"]}]}]}]
            """,
            "{\"n\": 1}");
    did();
    done("x");
    did("merge/1");
    assertInstance(id).isActive();
  }

  @Test
  void p39_critical_section() {
    InstanceId id =
        given(
            """
            [{"id": "all", "parallel": [
               {"steps": [{"id": "one", "lock": "machine", "parallel": [{"steps": [w:x, w:x2]}]}]},
               {"steps": [{"id": "two", "lock": "machine", "parallel": [{"steps": [w:y]}]}]}]}]
            """);
    done("x");
    assertInstance(id).step("two", StepState.BLOCKED).step("x2", StepState.IN_PROGRESS);
    done("x2");
    assertInstance(id).step("two", StepState.IN_PROGRESS);
    done("y");
    assertInstance(id).isCompleted();
  }

  @Test
  void p40_interleaved_routing() {
    InstanceId id = given(PARTLY_ORDERED.replace(", \"after\": \"x\"", ""));
    for (String step : List.of("x", "y", "v")) {
      assertThat(offered()).containsExactly(step);
      answer(id, step);
    }
    assertInstance(id).isCompleted();
  }

  @Test
  void p41_thread_merge() {
    given(all("[\"a\", \"b\"]", ""));
    one("a");
    one("b");
    assertThat(calls).filteredOn("z/1"::equals).hasSize(1);
  }

  @Test
  void p42_thread_split() {
    InstanceId id = given(all("\"{{names}}\"", ""), "{\"names\": [\"a\", \"b\"]}");
    assertInstance(id).step("one[0]", StepState.IN_PROGRESS).step("one[1]", StepState.IN_PROGRESS);
  }

  @Test
  void p43_explicit_termination() {
    InstanceId id =
        given(
            """
            [{"id": "all", "parallel": [
               {"steps": [w:x, {"id": "end", "stop": "completed"}]}, {"steps": [w:y]}]}]
            """);
    done("x");
    assertInstance(id).isCompleted().step("y", StepState.SKIPPED);
  }
}
