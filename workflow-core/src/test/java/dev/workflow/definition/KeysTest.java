package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of {@link Keys} is read by the reader and described by the schema, and no other. */
class KeysTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DefinitionSchema.json());

  /** A valid document, and the place in it of an object of each name. */
  private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();

  static {
    sample("workflow", "'name': 'One'", "");
    sample("trigger", "'triggers': [{'event': 'a'}]", "/triggers/0");
    sample(
        "selection", "'triggers': [{'every': 'P1D', 'for': {'type': 'lead'}}]", "/triggers/0/for");
    sample("dedupe", "'triggers': [{'event': 'a', 'dedupe': {'key': 'x'}}]", "/triggers/0/dedupe");
    sample("concurrency", "'concurrency': {'key': 'x'}", "/concurrency");
    sample("record", "'records': {'lead': {'type': 'lead', 'id': '42'}}", "/records/lead");
    sample("exit", "'exit': [{'event': 'a'}]", "/exit/0");
    sample("rateLimit", "'rateLimit': {'permits': 1, 'per': 'PT1M'}", "/rateLimit");
    sample("backlog", "'backlog': {'spread': 'PT1M'}", "/backlog");
    step("step", "'action': 'x'", "");
    step("retry", "'action': 'x', 'retry': {}", "/retry");
    step("delay", "'delay': {'for': 'P1D'}", "/delay");
    step("window", "'delay': {'window': {'days': 'MON-FRI'}}", "/delay/window");
    step(
        "quiet",
        "'delay': {'window': {'quiet': {'from': '22:00', 'to': '07:00'}}}",
        "/delay/window/quiet");
    step("quorum", "'action': 'x', 'quorum': {'approvals': 1}", "/quorum");
    step("taskTime", "'action': 'x', 'due': {'for': 'P1D'}", "/due");
    step(
        "escalation",
        "'action': 'x', 'due': 'P1D', 'escalate': [{'after': 'P1D', 'role': 'X'}]",
        "/escalate/0");
    step("notify", "'action': 'x', 'notify': {}", "/notify");
    step(
        "reminder",
        "'action': 'x', 'due': 'P1D', 'reminders': [{'after': 'P1D', 'every': 'P1D'}]",
        "/reminders/0");
    step("onTimeout", "'action': 'x', 'timeout': 'P1D', 'onTimeout': {}", "/onTimeout");
    step("visibility", "'action': 'x', 'visibility': {}", "/visibility");
    step("compensate", "'action': 'x', 'compensate': {'action': 'y'}", "/compensate");
    step("wait", "'wait': {'event': 'a'}", "/wait");
    step("case", "'branch': [{'when': {}, 'steps': []}]", "/branch/0");
    step("parallelBranch", "'parallel': [{'steps': []}]", "/parallel/0");
    step("splitArm", "'split': [{'steps': []}, {'steps': []}]", "/split/0");
    step("each", "'each': {'items': [], 'steps': []}", "/each");
    step("join", "'each': {'items': [], 'join': {'when': {}}, 'steps': []}", "/each/join");
    step("add", "'each': {'items': [], 'add': {'event': 'a'}, 'steps': []}", "/each/add");
    step("repeat", "'repeat': {'while': {}, 'max': 1, 'steps': []}", "/repeat");
    step("subWorkflow", "'workflow': {'key': 'b'}", "/workflow");
    step("stop", "'stop': {'as': 'failed'}", "/stop");
  }

  private record Sample(String document, String pointer) {

    ObjectNode tree() {
      return (ObjectNode) DefinitionTexts.json(document);
    }

    ObjectNode in(ObjectNode tree) {
      return (ObjectNode) tree.at(JsonPointer.compile(pointer));
    }
  }

  private static void sample(String object, String keys, String pointer) {
    SAMPLES.put(object, new Sample(Documents.with(keys.replace('\'', '"')), pointer));
  }

  private static void step(String object, String keys, String pointer) {
    String step = "{\"id\": \"s\", " + keys.replace('\'', '"') + "}";
    SAMPLES.put(object, new Sample(Documents.withStep(step), "/steps/0" + pointer));
  }

  static Stream<Arguments> keys() {
    return Keys.objects().entrySet().stream()
        .flatMap(
            object -> object.getValue().stream().map(key -> Arguments.of(object.getKey(), key)));
  }

  static Set<String> objects() {
    return Keys.objects().keySet();
  }

  @Test
  void namesEverySetOfKeysAsAnObject() throws IllegalAccessException {
    List<Object> sets = new ArrayList<>();
    for (Field field : Keys.class.getDeclaredFields()) {
      boolean partOfStep = Set.of("KINDS", "COMMON", "BESIDE_KIND").contains(field.getName());
      if (Set.class.isAssignableFrom(field.getType()) && !partOfStep) {
        field.setAccessible(true);
        sets.add(field.get(null));
      }
    }

    assertThat(sets).containsExactlyInAnyOrderElementsOf(Keys.objects().values());
    assertThat(SAMPLES.keySet()).isEqualTo(Keys.objects().keySet());
  }

  @ParameterizedTest
  @MethodSource("objects")
  void acceptsTheSampleOfEveryObject(String object) {
    Sample sample = SAMPLES.get(object);

    assertThat(WorkflowDefinition.parse(sample.document()).key()).isEqualTo("one");
    assertThat(SCHEMA.validate(sample.tree())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void refusesNonsenseAtEveryKey(String object, String key) {
    Sample sample = SAMPLES.get(object);
    ObjectNode tree = sample.tree();
    if (object.equals("backlog")) {
      sample.in(tree).removeAll();
    }
    sample.in(tree).set(key, nonsense(object, key));

    assertThat(problems(tree))
        .as("the reader reads it")
        .anyMatch(
            problem ->
                problem.pointer().startsWith(sample.pointer() + "/" + key)
                    && !problem.message().startsWith("unknown key"));
    assertThat(SCHEMA.validate(tree)).as("the schema describes it").isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("objects")
  void refusesEveryOtherKey(String object) {
    Sample sample = SAMPLES.get(object);
    Set<String> others = new HashSet<>(Set.of("other"));
    Keys.objects().values().forEach(others::addAll);
    others.removeAll(Keys.objects().get(object));
    for (String key : others) {
      ObjectNode tree = sample.tree();
      sample.in(tree).put(key, "x");

      assertThat(problems(tree))
          .extracting(Problem::toString)
          .anyMatch(problem -> problem.startsWith(sample.pointer() + "/" + key + ": unknown key"));
      assertThat(SCHEMA.validate(tree)).as(key + " in " + object).isNotEmpty();
    }
  }

  /** What stands at no key of the document: a list in a list, except where any list may stand. */
  private static JsonNode nonsense(String object, String key) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return object.equals("each") && key.equals("items")
        ? nodes.numberNode(5)
        : nodes.arrayNode().add(nodes.arrayNode());
  }

  private static List<Problem> problems(ObjectNode document) {
    InvalidDefinitionException e =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> WorkflowDefinition.parse(document));
    assertThat(e).as(document.toString()).isNotNull();
    return e.problems();
  }
}
