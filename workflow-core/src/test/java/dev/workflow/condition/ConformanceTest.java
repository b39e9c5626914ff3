package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceTest {

  private static final JsonNode SUITE = suite();
  private static final EvaluationContext CONTEXT =
      EvaluationContext.of(
          Instant.parse(SUITE.path("now").textValue()), ZoneId.of(SUITE.path("zone").textValue()));

  static Stream<Arguments> cases() {
    return named("cases");
  }

  static Stream<Arguments> errors() {
    return named("errors");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void everyCaseHasItsVerdict(String name, JsonNode example) {
    Condition condition = Condition.parse(example.path("condition"));
    EvaluationContext context = context(example);
    boolean expected = example.path("expect").booleanValue();

    assertThat(condition.test(SUITE.path("data"), context)).isEqualTo(expected);
    assertThat(condition.explain(SUITE.path("data"), context).holds()).isEqualTo(expected);
    assertThat(Condition.parse(condition.toJson())).isEqualTo(condition);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void everyErrorHasItsPlaces(String name, JsonNode example) {
    InvalidConditionException error =
        catchThrowableOfType(
            InvalidConditionException.class, () -> Condition.parse(example.path("condition")));

    assertThat(error.problems())
        .extracting(Problem::pointer)
        .containsExactlyInAnyOrderElementsOf(texts(example.path("pointers")));
  }

  @Test
  void theIndexFindsExactlyTheCasesThatHold() {
    ConditionIndex<String> index = ConditionIndex.create();
    List<String> expected = new ArrayList<>();
    for (JsonNode example : SUITE.path("cases")) {
      Condition condition = Condition.parse(example.path("condition"));
      index.put(example.path("name").textValue(), "e", condition);
      if (condition.test(SUITE.path("data"), CONTEXT)) {
        expected.add(example.path("name").textValue());
      }
    }

    assertThat(index.match("e", SUITE.path("data"), CONTEXT)).isEqualTo(expected);
    assertThat(index.match("e", MissingNode.getInstance(), CONTEXT)).isNotEqualTo(expected);
  }

  private static EvaluationContext context(JsonNode example) {
    return example.path("withPrevious").booleanValue()
        ? CONTEXT.withPrevious(SUITE.path("previous"))
        : CONTEXT;
  }

  private static Stream<Arguments> named(String list) {
    return StreamSupport.stream(SUITE.path(list).spliterator(), false)
        .map(example -> Arguments.of(example.path("name").textValue(), example));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::textValue).toList();
  }

  private static JsonNode suite() {
    try (InputStream in =
        ConformanceTest.class.getResourceAsStream("/conformance/conditions.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
