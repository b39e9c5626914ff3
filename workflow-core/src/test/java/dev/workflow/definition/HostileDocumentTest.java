package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class HostileDocumentTest {

  private static AbstractThrowableAssert<?, ?> refused(String json) {
    return assertThatThrownBy(() -> WorkflowDefinition.parse(json))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  private static AbstractThrowableAssert<?, ?> refusedYaml(String yaml) {
    return assertThatThrownBy(() -> WorkflowDefinition.parseYaml(yaml))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @Test
  void refusesWhatIsNoJson() {
    refused("")
        .hasMessage(
            """
            The workflow document has a problem:
              (document): is empty; a workflow is an object with "key" and "steps\"\
            """);
    refused("{\"key\": \"a\",")
        .hasMessageContaining("is not JSON in line 1, column 13: Unexpected end-of-input");
    refused("{\"key\": \"a\", \"steps\": []} {}").hasMessageContaining("is not JSON in line 1");
    refused("null").hasMessageContaining("expected an object, found null");
  }

  @Test
  void refusesAKeyTwice() {
    refused("{\"key\": \"a\", \"key\": \"b\", \"steps\": []}")
        .hasMessageContaining("Duplicate field 'key'");
    refusedYaml("key: a\nkey: b\nsteps: []\n")
        .hasMessageContaining("in line 2: the key \"key\" appears twice in one object");
  }

  @Test
  void refusesDocumentsThatAreTooLarge() {
    String million = "x".repeat(CanonicalTree.MAX_SIZE);

    refused(Documents.with("\"description\": \"" + million + "\""))
        .hasMessageContaining("at most 1048576 are allowed");
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("key", "a").put("description", million).putArray("steps");
    assertThatThrownBy(() -> WorkflowDefinition.parse(tree))
        .hasMessage(
            """
            The workflow has a problem:
              (document): is larger than 1048576 characters\
            """);
  }

  @Test
  void refusesDocumentsThatAreTooDeep() {
    refused("[".repeat(100_000)).hasMessageContaining("nesting depth (501) exceeds the maximum");
    refusedYaml("[".repeat(100_000)).hasMessageContaining("nesting depth (501)");
    ArrayNode tree = JsonNodeFactory.instance.arrayNode();
    ArrayNode inner = tree;
    for (int i = 0; i < 100_000; i++) {
      inner = inner.addArray();
    }
    assertThatThrownBy(() -> WorkflowDefinition.parse(tree))
        .hasMessageContaining("is nested deeper than 500 levels");
  }

  @Test
  void limitsTheStepsAndTheirDepth() {
    String steps =
        IntStream.range(0, 1_001)
            .mapToObj(i -> "{\"id\": \"s" + i + "\", \"delay\": \"P1D\"}")
            .collect(Collectors.joining(","));

    refused(Documents.withStep(steps))
        .hasMessage(
            """
            The workflow "one" has a problem:
              /steps/1000: there are more than 1000 steps\
            """);
    assertThat(WorkflowDefinition.parse(Documents.withStep(nested(64))).allSteps()).hasSize(64);
    refused(Documents.withStep(nested(65))).hasMessageEndingWith("nested deeper than 64");
  }

  private static String nested(int depth) {
    String step = "{\"id\": \"s1\", \"delay\": \"P1D\"}";
    for (int i = 2; i <= depth; i++) {
      step =
          "{\"id\": \"s"
              + i
              + "\", \"branch\": [{\"otherwise\": true, \"steps\": ["
              + step
              + "]}]}";
    }
    return step;
  }

  @Test
  void refusesNumbersBeyondReason() {
    refused(Documents.with("\"priority\": 1e400000000")).hasMessageContaining("too many digits");
    refused(Documents.with("\"priority\": 0.5e99999999999"))
        .hasMessageContaining("(document): holds a number beyond reason: ");
    refused(Documents.with("\"terms\": {\"a\": 1e-999999}")).hasMessageContaining("/terms/a");
    refused(Documents.with("\"priority\": " + "9".repeat(200)))
        .hasMessageContaining("Number value length (200) exceeds the maximum allowed (100)");
    refused(Documents.with("\"priority\": 4294967297"))
        .hasMessageContaining("expected a whole number from");
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("key", "a").putArray("steps");
    tree.putObject("terms").put("a", Double.NaN).put("b", Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> WorkflowDefinition.parse(tree))
        .hasMessageContaining("/terms/a: NaN is not a number of JSON")
        .hasMessageContaining("/terms/b: Infinity is not a number of JSON");
  }

  @Test
  void refusesCharactersThatNoStoreKeeps() {
    refused(
            Documents.withStep(
                "{\"id\": \"a\", \"action\": \"x\", \"config\": {\"\\u0000k\": 1, \"a\":"
                    + " \"\\u0000\", \"b\": \"\\ud800\"}}"))
        .hasMessageContaining("/steps/0/config: the key \"\\u0000k\" holds U+0000")
        .hasMessageContaining("/steps/0/config/a: holds U+0000")
        .hasMessageContaining("/steps/0/config/b: holds U+D800");
  }

  @Test
  void refusesObjectsOfJava() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("key", "a").putArray("steps");
    tree.putObject("terms").putPOJO("a", new Object()).put("b", new byte[] {1});

    assertThatThrownBy(() -> WorkflowDefinition.parse(tree))
        .hasMessageContaining("/terms/a: expected JSON, found a Java object")
        .hasMessageContaining("/terms/b: expected JSON, found a Java object");
  }

  @Test
  void keepsTheReportOnItsLines() {
    refused(Documents.with("\"enabled\": \"x\", \"priority\": \"a\\nThe workflow is fine\""))
        .hasMessageContaining("found \"a\\u000aThe workflow is fine\"");
  }

  @Test
  void keepsTheReportSmall() {
    String keys =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "\"unknown-key-" + i + "\": 1")
            .collect(Collectors.joining(","));
    InvalidDefinitionException e =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> WorkflowDefinition.parse(Documents.with(keys)));

    assertThat(e.problems()).hasSize(1_000);
    assertThat(e.getMessage().lines()).hasSize(22).last().isEqualTo("  and 980 more");
    refused(Documents.with("\"" + "k".repeat(100_000) + "\": 1"))
        .hasMessageContaining("has 100000 characters; at most 128 are allowed")
        .satisfies(long_ -> assertThat(long_.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void boundsTheCopiesOfAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(10) + "]\n");
    }

    refusedYaml(bomb.toString()).hasMessageContaining("it expands to more than 200000 values");
    refusedYaml("key: a\nterms: &t {x: *t}\nsteps: []\n")
        .hasMessageContaining("the alias *t has no anchor that is complete before it");
  }

  @Test
  void copiesWhatAnAliasStandsFor() {
    WorkflowDefinition definition =
        WorkflowDefinition.parseYaml(
            """
            key: twice
            steps:
              - {id: a, action: x, retry: &patient {maxAttempts: 9}}
              - {id: b, action: x, retry: *patient}
            """);

    assertThat(definition.step("b").orElseThrow().settings().failure().retry().maxAttempts())
        .isEqualTo(9);
  }

  @Test
  void copiesATextOrANumberThatAnAliasStandsFor() {
    WorkflowDefinition definition =
        WorkflowDefinition.parseYaml(
            """
            key: &k same
            name: *k
            priority: &p 7
            steps:
              - {id: a, action: x, retry: {maxAttempts: *p}}
            """);

    assertThat(definition.name()).isEqualTo("same");
    assertThat(definition.step("a").orElseThrow().settings().failure().retry().maxAttempts())
        .isEqualTo(7);
  }

  @Test
  void mergesObjectsAsYamlDoes() {
    WorkflowDefinition definition =
        WorkflowDefinition.parseYaml(
            """
            key: merged
            steps:
              - &first {id: a, action: x, name: First, retry: {maxAttempts: 9}}
              - {<<: *first, id: b, name: Second}
              - {<<: [{id: c, action: y}, *first]}
            """);

    assertThat(definition.steps()).extracting(Step::id).containsExactly("a", "b", "c");
    assertThat(definition.steps())
        .extracting(step -> step.settings().name())
        .containsExactly("First", "Second", "First");
    assertThat(definition.steps())
        .extracting(step -> step.settings().failure().retry().maxAttempts())
        .containsExactly(9, 9, 9);
    refusedYaml("key: a\n<<: text\nsteps: []\n")
        .hasMessageContaining("the merge key << takes an object or a list of objects");
  }

  @Test
  void refusesYamlThatIsNoJson() {
    refusedYaml("key: a\n---\nkey: b\n").hasMessageContaining("a second document begins");
    refusedYaml("key: !!binary aGk=\nsteps: []\n").hasMessageContaining("has no JSON form");
    refusedYaml("? [a]\n: b\n").hasMessageContaining("is not YAML in line 1");
    refusedYaml("key: [\n").hasMessageContaining("is not YAML in line 1");
    refusedYaml("!!javax.script.ScriptEngineManager [x]").hasMessageContaining("found a list");
    refusedYaml("").hasMessageContaining("is empty");
    refusedYaml("key: a\npriority: .nan\nsteps: []\n").hasMessageContaining("a problem");
  }

  @Property(tries = 1_000)
  void neverFailsInAnotherWay(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(RandomDocuments.document(seed).toString());
    for (int i = 0; i < 3; i++) {
      int at = random.nextInt(text.length());
      String with =
          "{}[]\":,0-e.\\\u0000 *&!|#%@`'\ud800".substring(random.nextInt(24)).substring(0, 1);
      text.replace(at, at + 1, with);
    }
    parse(() -> WorkflowDefinition.parse(text.toString()));
    parse(() -> WorkflowDefinition.parseYaml(text.toString()));
  }

  private static void parse(Runnable parsing) {
    try {
      parsing.run();
    } catch (InvalidDefinitionException e) {
      assertThat(e.problems()).isNotEmpty().extracting(Problem::message).doesNotContain("null");
    }
  }

  @Test
  void refusesNumbersThatItCouldNotReadAgain() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("key", "a").putArray("steps");
    tree.putObject("terms")
        .put("a", new BigDecimal("1234567890".repeat(10) + "e9"))
        .put("b", new BigInteger("9".repeat(101)));

    assertThatThrownBy(() -> WorkflowDefinition.parse(tree))
        .hasMessage(
            """
            The workflow "a" has 2 problems:
              /terms/a: the number has too many digits; at most 100 are allowed
              /terms/b: the number has too many digits; at most 100 are allowed\
            """);
  }
}
