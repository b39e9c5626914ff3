package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.definition.DefinitionChange.StepAdded;
import dev.workflow.definition.DefinitionChange.StepMoved;
import dev.workflow.definition.DefinitionChange.StepRemoved;
import dev.workflow.definition.DefinitionChange.ValueChanged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefinitionDiffTest {

  private static WorkflowDefinition with(String keys) {
    return WorkflowDefinition.parse(Documents.with(keys.replace('\'', '"')));
  }

  private static WorkflowDefinition steps(String... steps) {
    return WorkflowDefinition.parse(
        Documents.withStep(String.join(", ", steps).replace('\'', '"')));
  }

  private static List<String> lines(WorkflowDefinition older, WorkflowDefinition newer) {
    return DefinitionDiff.between(older, newer).toString().lines().toList();
  }

  private static String step(String id) {
    return "{'id': '" + id + "', 'action': 'log', 'config': {'message': '" + id + "'}}";
  }

  @Test
  void tellsEveryChangeOnALine() {
    WorkflowDefinition older = WorkflowDefinition.parse(Documents.leadNurture()).withVersion(1);
    String text =
        Documents.leadNurture()
            .replace("\"priority\": 10,", "\"priority\": 20,")
            .replace("\"validityDays\": 30", "\"validityDays\": 30, \"currency\": \"EUR\"")
            .replace("{\"event\": \"lead.converted\"}, ", "")
            .replace("\"value\": 60", "\"value\": 70")
            .replace("{{today+2}}", "{{today+3}}")
            .replace("\"P3D\"", "\"P5D\"")
            .replace("\"approve\"", "\"decide\"");
    WorkflowDefinition newer = WorkflowDefinition.parse(text).withVersion(2);

    assertThat(DefinitionDiff.between(older, newer))
        .hasToString(
            """
            /priority: 10 -> 20
            /triggers/0/when/and/1/value: 60 -> 70
            /exit/0: removed {"event":"lead.converted"}
            /terms/currency: added "EUR"
            step call, /steps/1/branch/0/steps/0/config/due_date: "{{today+2}}" -> "{{today+3}}"
            step reply, /steps/2/wait/timeout: "P3D" -> "P5D"
            step decide: added at /steps/3
            step approve: removed from /steps/3\
            """);
  }

  @Test
  void isJson() {
    WorkflowDefinition older =
        steps(step("a"), step("b"), step("e"), "{'id': 'c', 'stop': 'failed'}").withVersion(3);
    WorkflowDefinition newer =
        steps(
                "{'id': 'c', 'stop': 'failed'}",
                step("a"),
                step("e"),
                "{'id': 'd', 'delay': 'P1D', 'name': 'x'}")
            .withVersion(4);

    assertThat(DefinitionDiff.between(older, newer).toJson())
        .isEqualTo(
            Json.read(
                """
                {"key": "one", "from": 3, "to": 4, "changes": [
                  {"change": "step_moved", "step": "c", "from": "/steps/3", "pointer": "/steps/0"},
                  {"change": "step_added", "step": "d", "pointer": "/steps/3",
                   "after": {"id": "d", "name": "x", "delay": "P1D"}},
                  {"change": "step_removed", "step": "b", "pointer": "/steps/1",
                   "before": {"id": "b", "action": "log", "config": {"message": "b"}}}]}
                """));
    assertThat(
            DefinitionDiff.between(
                    with("'terms': {'a': 1, 'b': 2}"), with("'terms': {'b': 3, 'c': 4}"))
                .toJson()
                .get("changes"))
        .isEqualTo(
            Json.read(
                """
                [{"change": "value_changed", "pointer": "/terms/b", "before": 2, "after": 3},
                 {"change": "value_changed", "pointer": "/terms/c", "after": 4},
                 {"change": "value_changed", "pointer": "/terms/a", "before": 1}]
                """));
  }

  @Test
  void doesNotCountWhatMeansTheSame() {
    WorkflowDefinition plain = steps("{'id': 'a', 'action': 'send_email', 'config': {'x': 1}}");
    WorkflowDefinition verbose =
        steps(
            "{'config': {'x': 1}, 'id': 'a', 'action': 'email_send', 'required': true,"
                + " 'retry': {'maxAttempts': 5}, 'when': {}}");

    assertThat(DefinitionDiff.between(plain, verbose.withVersion(7)).isEmpty()).isTrue();
  }

  @Test
  void distinguishesNullFromNothing() {
    assertThat(
            lines(
                steps("{'id': 'a', 'action': 'x', 'config': {'k': null}}"),
                steps("{'id': 'a', 'action': 'x', 'config': {'l': null}}")))
        .containsExactly(
            "step a, /steps/0/config/l: added null", "step a, /steps/0/config/k: removed null");
  }

  @Test
  void writesPointersOfKeysWithSlashes() {
    assertThat(lines(with("'terms': {'a/b~c': 1}"), with("'terms': {'a/b~c': 2}")))
        .containsExactly("/terms/a~1b~0c: 1 -> 2");
  }

  @Test
  void keepsItsLinesShortAndWhole() {
    assertThat(
            lines(with("'description': 'x'"), with("'description': '" + "y".repeat(5_000) + "'")))
        .containsExactly("/description: \"x\" -> \"" + "y".repeat(59) + "…");
    assertThat(lines(with("'description': 'a'"), with("'description': 'b\\nc\u2028d\u202e'")))
        .hasSize(1)
        .allMatch(line -> line.startsWith("/description: \"a\" -> \"b\\nc"));
  }

  @Nested
  class Lists {

    @Test
    void findTheElementThatIsNew() {
      assertThat(
              lines(
                  with("'exit': [{'event': 'a'}, {'event': 'c'}]"),
                  with("'exit': [{'event': 'a'}, {'event': 'b'}, {'event': 'c'}]")))
          .containsExactly("/exit/1: added {\"event\":\"b\"}");
    }

    @Test
    void findTheElementThatIsGone() {
      assertThat(
              lines(
                  with("'exit': [{'event': 'a'}, {'event': 'b'}, {'event': 'c'}]"),
                  with("'exit': [{'event': 'a'}, {'event': 'c'}]")))
          .containsExactly("/exit/1: removed {\"event\":\"b\"}");
    }

    @Test
    void comparesWhatStandsInTheSamePlace() {
      assertThat(
              lines(
                  with("'exit': [{'event': 'a'}, {'event': 'b'}]"),
                  with("'exit': [{'event': 'z'}, {'event': 'b'}]")))
          .containsExactly("/exit/0/event: \"a\" -> \"z\"");
    }

    @Test
    void areComparedEvenIfTheyAreLong() {
      String many = "'x', ".repeat(20_000);
      String config = "{'id': 'a', 'action': 'x', 'config': {'l': [%s, %s 'end']}}";

      assertThat(
              lines(
                  steps(config.formatted("1, 2", many)), steps(config.formatted("3, 4, 5", many))))
          .containsExactly(
              "step a, /steps/0/config/l/0: 1 -> 3",
              "step a, /steps/0/config/l/1: 2 -> 4",
              "step a, /steps/0/config/l/2: added 5");
    }
  }

  @Nested
  class StepsThatMove {

    @Test
    void areNotThoseThatGaveWay() {
      assertThat(lines(steps(step("a"), step("b")), steps(step("n"), step("a"), step("b"))))
          .containsExactly("step n: added at /steps/0");
      assertThat(lines(steps(step("a"), step("b"), step("c")), steps(step("b"), step("c"))))
          .containsExactly("step a: removed from /steps/0");
    }

    @Test
    void areAsFewAsCanBe() {
      assertThat(
              lines(
                  steps(step("a"), step("b"), step("c"), step("d")),
                  steps(step("d"), step("a"), step("b"), step("c"))))
          .containsExactly("step d: moved from /steps/3 to /steps/0");
    }

    @Test
    void moveIntoABranchAndOut() {
      String branch = "{'id': 'b', 'branch': [{'otherwise': true, 'steps': [%s]}]}";

      assertThat(
              lines(
                  steps(step("a"), branch.formatted(step("x"))),
                  steps(branch.formatted(step("a")), step("x"))))
          .containsExactly(
              "step a: moved from /steps/0 to /steps/0/branch/0/steps/0",
              "step x: moved from /steps/1/branch/0/steps/0 to /steps/1");
    }

    @Test
    void takeTheStepsWithinThemAlong() {
      String each = "{'id': 'e', 'each': {'items': [], 'steps': [" + step("x") + "]}}";

      assertThat(lines(steps(each, step("a"), step("b")), steps(step("a"), step("b"), each)))
          .containsExactly("step e: moved from /steps/0 to /steps/2");
    }

    @Test
    void stayWhereTheyAreInAnArmThatGaveWay() {
      String old = "{'id': 'p', 'parallel': [{'steps': [%s]}, {'steps': [%s]}]}";
      String more = "{'id': 'p', 'parallel': [{'steps': [%s]}, {'steps': [%s]}, {'steps': [%s]}]}";

      assertThat(
              lines(
                  steps(old.formatted(step("a"), step("b"))),
                  steps(more.formatted(step("n"), step("a"), step("b")))))
          .containsExactly(
              "step p, /steps/0/parallel/0: added {}",
              "step n: added at /steps/0/parallel/0/steps/0");
    }

    @Test
    void areStillComparedAndSoAreStepsOfAnotherKind() {
      assertThat(
              lines(
                  steps(step("a"), step("b"), step("c")),
                  steps(
                      step("b"),
                      step("c"),
                      "{'id': 'a', 'repeat': {'until': {}, 'max': 2, 'steps': ["
                          + step("n")
                          + "]}}")))
          .containsExactly(
              "step a: moved from /steps/0 to /steps/2",
              "step a, /steps/2/repeat: added {\"until\":{},\"max\":2}",
              "step a, /steps/0/action: removed \"log\"",
              "step a, /steps/0/config: removed {\"message\":\"a\"}",
              "step n: added at /steps/2/repeat/steps/0");
    }

    @Test
    void moveToWhatRunsOnFailure() {
      assertThat(
              lines(
                  steps(step("a"), step("b")),
                  steps(
                      "{'id': 'a', 'action': 'log', 'config': {'message': 'a'}, 'onFailure': ["
                          + step("b")
                          + "]}")))
          .containsExactly("step b: moved from /steps/1 to /steps/0/onFailure/0");
    }
  }

  @Property(tries = 300)
  void isEmptyForTheSameDocument(@ForAll long seed) {
    ObjectNode document = RandomDocuments.document(seed);

    assertThat(
            DefinitionDiff.between(
                    WorkflowDefinition.parse(document), WorkflowDefinition.parse(document))
                .changes())
        .isEmpty();
  }

  @Property(tries = 1_000)
  void listsExactlyTheLeavesThatChanged(@ForAll long seed) {
    WorkflowDefinition older = WorkflowDefinition.parse(RandomDocuments.document(seed));
    ObjectNode changed = older.toJson();
    change(changed, new Random(seed));
    WorkflowDefinition newer = parseOrNull(changed);
    Assume.that(newer != null);
    Map<String, JsonNode> before = leaves(older.toJson());
    Map<String, JsonNode> after = leaves(newer.toJson());
    List<String> different =
        Stream.concat(before.keySet().stream(), after.keySet().stream())
            .distinct()
            .filter(leaf -> !Objects.equals(before.get(leaf), after.get(leaf)))
            .toList();
    List<DefinitionChange> changes = DefinitionDiff.between(older, newer).changes();

    assertThat(different)
        .allSatisfy(leaf -> assertThat(changes).anyMatch(change -> covers(change, leaf)));
    assertThat(changes)
        .allSatisfy(change -> assertThat(different).anyMatch(leaf -> covers(change, leaf)));
    assertThat(changes)
        .allSatisfy(
            change -> {
              ValueChanged value = (ValueChanged) change;
              assertThat(value.before()).isEqualTo(value(older, value.pointer()));
              assertThat(value.after()).isEqualTo(value(newer, value.pointer()));
            });
  }

  @Property(tries = 500)
  void accountsForEveryStepOfAnyTwoDocuments(@ForAll long one, @ForAll long other) {
    WorkflowDefinition older = WorkflowDefinition.parse(RandomDocuments.document(one));
    WorkflowDefinition newer = WorkflowDefinition.parse(RandomDocuments.document(other));
    List<String> was = older.allSteps().stream().map(Step::id).toList();
    List<String> is = newer.allSteps().stream().map(Step::id).toList();
    ObjectNode before = older.toJson();
    ObjectNode after = newer.toJson();
    DefinitionDiff diff = DefinitionDiff.between(older, newer);

    assertThat(diff.isEmpty()).isEqualTo(before.equals(after));
    assertThat(ids(diff, StepAdded.class))
        .containsExactlyInAnyOrderElementsOf(is.stream().filter(id -> !was.contains(id)).toList());
    assertThat(ids(diff, StepRemoved.class))
        .containsExactlyInAnyOrderElementsOf(was.stream().filter(id -> !is.contains(id)).toList());
    assertThat(ids(diff, StepMoved.class)).isSubsetOf(was).isSubsetOf(is).doesNotHaveDuplicates();
    assertThat(diff.changes())
        .allSatisfy(
            change -> {
              boolean gone =
                  change instanceof StepRemoved
                      || (change instanceof ValueChanged value && value.after() == null);
              JsonNode found = (gone ? before : after).at(change.pointer());
              assertThat(found.isMissingNode()).isFalse();
            });
  }

  private static JsonNode value(WorkflowDefinition definition, String pointer) {
    JsonNode value = definition.toJson().at(pointer);
    return value.isMissingNode() ? null : value;
  }

  private static List<String> ids(DefinitionDiff diff, Class<? extends DefinitionChange> type) {
    return diff.changes().stream()
        .filter(type::isInstance)
        .map(change -> change.toJson().get("step").textValue())
        .toList();
  }

  private static boolean covers(DefinitionChange change, String leaf) {
    return leaf.equals(change.pointer()) || leaf.startsWith(change.pointer() + "/");
  }

  private static WorkflowDefinition parseOrNull(ObjectNode document) {
    try {
      return WorkflowDefinition.parse(document);
    } catch (InvalidDefinitionException refused) {
      return null;
    }
  }

  /** Puts another value of the same type in the place of one leaf. */
  private static void change(ObjectNode document, Random random) {
    List<String> pointers = new ArrayList<>(leaves(document).keySet());
    pointers.removeIf(pointer -> pointer.endsWith("/id") || document.at(pointer).isContainerNode());
    String pointer = pointers.get(random.nextInt(pointers.size()));
    JsonNode leaf = document.at(pointer);
    JsonNode holder = document.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String key = pointer.substring(pointer.lastIndexOf('/') + 1);
    JsonNode value =
        leaf.isTextual()
            ? Json.object().textNode(leaf.textValue() + "x")
            : leaf.isNumber()
                ? Json.object().numberNode(leaf.intValue() == 1 ? 2 : 1)
                : Json.object().booleanNode(!leaf.booleanValue());
    if (holder instanceof ObjectNode object) {
      object.set(key, value);
    } else {
      ((ArrayNode) holder).set(Integer.parseInt(key), value);
    }
  }

  /** Every value without parts by its pointer. */
  private static Map<String, JsonNode> leaves(JsonNode document) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect(document, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String pointer, Map<String, JsonNode> leaves) {
    if (node.isEmpty()) {
      leaves.put(pointer, node);
    }
    node.properties().forEach(one -> collect(one.getValue(), pointer + "/" + one.getKey(), leaves));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), pointer + "/" + i, leaves);
    }
  }
}
