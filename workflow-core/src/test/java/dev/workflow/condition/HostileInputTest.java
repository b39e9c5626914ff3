package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.ShortNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileInputTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static Stream<JsonNode> oddities() {
    return Stream.of(
        DoubleNode.valueOf(Double.NaN),
        DoubleNode.valueOf(Double.NEGATIVE_INFINITY),
        FloatNode.valueOf(Float.POSITIVE_INFINITY),
        FloatNode.valueOf(0.1f),
        ShortNode.valueOf((short) 3),
        DecimalNode.valueOf(new BigDecimal("1e999999999")),
        DecimalNode.valueOf(new BigDecimal("-1e-999999999")),
        DecimalNode.valueOf(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)),
        BigIntegerNode.valueOf(BigInteger.TEN.pow(100_000)),
        new POJONode(new Object()),
        new POJONode(null),
        BinaryNode.valueOf(new byte[] {1}),
        MissingNode.getInstance(),
        TextNode.valueOf("\uD83D"),
        TextNode.valueOf("x".repeat(1_000_000)),
        nested(100_000));
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void noDataMakeAnEvaluationThrow(JsonNode oddity) {
    ObjectNode data = JSON.objectNode();
    data.set("a", oddity);
    data.putArray("l").add(oddity).add(oddity);
    EvaluationContext context = Examples.CONTEXT.withPrevious(data);
    for (Operator operator : Operator.values()) {
      for (String field : List.of("a", "l", "l.*", "a.b")) {
        if (field.contains("*") && operator.looksBack()) {
          continue;
        }
        ObjectNode leaf = JSON.objectNode().put("field", field);
        leaf.put("operator", operator.canonical()).putObject("value").put("ref", "a");
        Condition condition = Condition.parse(leaf);
        assertThatCode(() -> evaluateInEveryWay(condition, data, context))
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void noDataMakeAnIndexThrow(JsonNode oddity) {
    ObjectNode data = JSON.objectNode();
    for (String field : List.of("a", "b", "c", "x.y")) {
      data.set(field, oddity);
    }
    Examples examples = new Examples(1);
    ConditionIndex<Integer> index = ConditionIndex.create();
    List<Condition> conditions =
        Stream.generate(() -> Condition.parse(examples.conjunction())).limit(500).toList();
    for (int i = 0; i < conditions.size(); i++) {
      index.put(i, "e", conditions.get(i));
    }

    List<Integer> found = index.match("e", data, Examples.CONTEXT);

    for (int i = 0; i < conditions.size(); i++) {
      assertThat(found.contains(i)).isEqualTo(holds(conditions.get(i), data));
    }
  }

  /** What is more than one evaluation may look at has no verdict, and matches nothing. */
  private static boolean holds(Condition condition, JsonNode data) {
    try {
      return condition.test(data, Examples.CONTEXT);
    } catch (NotEvaluableException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void aConstantIsTakenOrRefused(JsonNode oddity) {
    ObjectNode leaf = JSON.objectNode().put("field", "a").put("operator", "eq");
    leaf.set("value", oddity);
    try {
      Condition condition = Condition.parse(leaf);
      assertThat(condition)
          .isEqualTo(Condition.parse(leaf))
          .hasSameHashCodeAs(Condition.parse(leaf));
    } catch (InvalidConditionException e) {
      assertThat(e.problems()).hasSize(1);
    }
  }

  @Test
  void exponentsAreNotWrittenOut() {
    Condition condition =
        Condition.parse("{\"field\": \"a\", \"operator\": \"eq\", \"value\": 1e999999999}");
    ObjectNode same = JSON.objectNode().put("a", new BigDecimal("10e999999998"));
    ObjectNode other = JSON.objectNode().put("a", new BigDecimal("1e999999998"));

    assertThat(condition.test(same, Examples.CONTEXT)).isTrue();
    assertThat(condition.test(other, Examples.CONTEXT)).isFalse();
  }

  @Test
  void exponentsThatAreNoIntegerAreRefused() {
    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(
            () ->
                Condition.parse(
                    "{\"field\": \"a\", \"operator\": \"eq\", \"value\": 0.5e99999999999}"))
        .withMessageContaining("(document): is not JSON: ");
  }

  @Test
  void aConditionNestsSixtyFourDeep() {
    assertThat(Condition.parse(nots(64)).test(JSON.objectNode(), Examples.CONTEXT)).isTrue();

    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(() -> Condition.parse(nots(65)))
        .withMessageEndingWith("conditions nest at most 64 deep");
    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(() -> Condition.parse(nots(100_000)));
    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(() -> Condition.parse("{\"not\":".repeat(100_000) + "{}"));
  }

  @Test
  void aConditionHasTenThousandLeaves() {
    assertThat(Condition.parse(leaves(10_000)).fields()).containsExactly("a");
    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(() -> Condition.parse(leaves(10_001)))
        .withMessage(
            "The condition has a problem:\n"
                + "  (document): a condition has at most 10000 leaves; split it");
    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(() -> Condition.parse(leaves(1_000_000)));
  }

  @Test
  void anIndexTakesALargeCondition() {
    ConditionIndex<String> index = ConditionIndex.create();
    index.put("large", "e", Condition.parse(leaves(10_000)));

    assertThat(index.match("e", JSON.objectNode().put("a", 1), Examples.CONTEXT)).isEmpty();
    assertThat(index.match("e", JSON.objectNode(), Examples.CONTEXT)).containsExactly("large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((a{1000}){1000}){1000})",
        "((a{30}b{30}){30}c){30}",
        "(((((a{9}){9}){9}){9}){9}){9}"
      })
  void regularExpressionsOfGreatSizeAreRefused(String pattern) {
    ObjectNode leaf = JSON.objectNode().put("field", "a").put("operator", "matches");

    assertThatExceptionOfType(InvalidConditionException.class)
        .isThrownBy(() -> Condition.parse(leaf.put("value", pattern)));
    assertThat(
            Condition.parse("{\"field\":\"a\",\"operator\":\"matches\",\"value\":{\"ref\":\"p\"}}")
                .test(JSON.objectNode().put("a", "a").put("p", pattern), Examples.CONTEXT))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0-9]{4}-[0-9]{2}", "(a{2}){3,}", "a\\{2000}", "[{]1000}", "x{0}"})
  void regularExpressionsOfUsualSizeAreTaken(String pattern) {
    assertThat(Patterns.fault(pattern)).isNull();
  }

  /** Gives a verdict, or says that the data are more than one evaluation may look at. */
  private static void evaluateInEveryWay(
      Condition condition, JsonNode data, EvaluationContext context) {
    boolean verdict;
    Explanation explanation;
    try {
      verdict = condition.test(data, context);
      explanation = condition.explain(data, context);
    } catch (NotEvaluableException e) {
      return;
    }
    assertThat(explanation.holds()).isEqualTo(verdict);
    assertThat(explanation.toString()).hasSizeLessThan(1_000);
    assertThat(explanation.toJson().toString()).hasSizeLessThan(10_000);
  }

  private static JsonNode nots(int depth) {
    JsonNode json = JSON.objectNode();
    for (int i = 0; i < depth; i++) {
      json = JSON.objectNode().set("not", json);
    }
    return json;
  }

  private static JsonNode leaves(int count) {
    ObjectNode json = JSON.objectNode();
    ArrayNode list = json.putArray("and");
    for (int i = 0; i < count; i++) {
      list.addObject().put("field", "a").put("operator", "ne").put("value", i);
    }
    return json;
  }

  private static JsonNode nested(int depth) {
    JsonNode json = JSON.arrayNode();
    for (int i = 0; i < depth; i++) {
      json = i % 2 == 0 ? JSON.objectNode().set("k", json) : JSON.arrayNode().add(json);
    }
    return json;
  }
}
