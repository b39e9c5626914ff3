package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EvaluationContext NOON =
      EvaluationContext.of(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void noConditionIsAlwaysTrue() {
    assertThat(Condition.parse((JsonNode) null)).isSameAs(Condition.always());
    assertThat(Condition.parse(NullNode.getInstance())).isSameAs(Condition.always());
    assertThat(Condition.parse("{}")).isSameAs(Condition.always());
    assertThat(Condition.always().test(MissingNode.getInstance(), NOON)).isTrue();
    assertThat(Condition.always().test(null, NOON)).isTrue();
  }

  @Test
  void theCanonicalJsonUsesTheOperatorsOwnName() {
    Condition condition =
        Condition.parse(
            """
            {"not": {"and": [
              {"operator": ">=", "value": {"ref": "b"}, "field": "a", "ignore_case": false},
              {"field": "c", "operator": "equals", "value": "X", "ignore_case": true}]}}\
            """);

    assertThat(condition)
        .hasToString(
            "{\"not\":{\"and\":[{\"field\":\"a\",\"operator\":\"gte\",\"value\":{\"ref\":\"b\"}},"
                + "{\"field\":\"c\",\"operator\":\"eq\",\"value\":\"X\",\"ignore_case\":true}]}}");
  }

  @Test
  void conditionsAreEqualIfTheySayTheSame() {
    Condition one = leaf("a", "gte", "1");

    assertThat(leaf("a", ">=", "1.0")).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(leaf("a", "gt", "1")).isNotEqualTo(one);
    assertThat(leaf("b", "gte", "1")).isNotEqualTo(one);
  }

  @Test
  void theFieldsAreAllPathsThatAreRead() {
    Condition condition =
        Condition.parse(
            """
            {"or": [{"field": "b.*.c", "operator": "eq", "value": {"ref": "d"}},
                    {"not": {"field": "a", "operator": "between", "value": ["{{low}}", 5]}},
                    {"field": "d", "operator": "exists", "value": true}]}\
            """);

    assertThat(condition.fields()).containsExactly("b.*.c", "d", "a", "low");
  }

  @Test
  void laterChangesOfTheJsonDoNotMatter() {
    ObjectNode json = (ObjectNode) leaf("a", "eq", "[1]").toJson();
    Condition condition = Condition.parse(json);
    json.withArray("/value").add(2);

    assertThat(condition.test(data("{\"a\": [1]}"), NOON)).isTrue();
  }

  @Test
  void decimalsOfATextKeepEveryDigit() {
    Condition condition = leaf("a", "eq", "0.10000000000000000001");

    assertThat(condition.test(data("{\"a\": 0.1}"), NOON)).isFalse();
    assertThat(condition.toJson().path("value").asText()).isEqualTo("0.10000000000000000001");
  }

  @Nested
  class AnyElement {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "l.* | ne | 1 | {\"l\": [1, 2]} | true",
          "l.* | ne | 1 | {\"l\": [1, 1]} | false",
          "l.* | ne | 1 | {\"l\": []} | false",
          "l.* | ne | 1 | {} | true",
          "l.* | not_in | [1] | {\"l\": [1, 2]} | true",
          "l.* | exists | false | {\"l\": [null]} | true",
          "l.* | exists | false | {\"l\": []} | false",
          "l.*.*.k | eq | 3 | {\"l\": [[], [{}, {\"k\": 3}]]} | true",
          "l.* | eq | 1 | {\"l\": {\"*\": 1}} | false",
          "l.* | eq | null | {\"l\": {\"*\": 1}} | true",
        })
    void fitsTheOperatorItself(
        String field, String operator, String value, String data, boolean expected) {
      assertThat(leaf(field, operator, value).test(data(data), NOON)).isEqualTo(expected);
    }
  }

  @Nested
  class RightSides {

    @Test
    void canBeExpressions() {
      assertThat(leaf("d", "after", "\"{{today-30}}\"").test(data("{\"d\": \"2026-06-01\"}"), NOON))
          .isTrue();
      assertThat(leaf("a", "eq", "\"{{b}}\"").test(data("{\"a\": 5, \"b\": 5}"), NOON)).isTrue();
      assertThat(leaf("a", "eq", "\"{{b}}\"").test(data("{}"), NOON)).isTrue();
      assertThat(leaf("a", "in", "\"{{b}}\"").test(data("{\"a\": 5, \"b\": [5]}"), NOON)).isTrue();
      assertThat(
              leaf("d", "between", "[\"{{today-30}}\", \"{{today}}\"]")
                  .test(data("{\"d\": \"2026-06-01\"}"), NOON))
          .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
      "gt",
      "between",
      "in",
      "startswith",
      "matches",
      "exists",
      "before",
      "within_last",
      "changed"
    })
    void ofAWrongTypeMakeTheLeafFalse(String operator) {
      JsonNode data = data("{\"a\": \"x\", \"b\": {\"k\": 1}}");

      assertThat(leaf("a", operator, "{\"ref\": \"b\"}").test(data, NOON)).isFalse();
    }

    @Test
    void withEscapedBracesAreConstants() {
      Condition condition = leaf("a", "eq", "\"\\\\{{b}}\"");

      assertThat(condition.test(data("{\"a\": \"{{b}}\"}"), NOON)).isTrue();
      assertThat(condition.fields()).containsExactly("a");
      assertThat(Condition.parse(condition.toJson())).isEqualTo(condition);
    }
  }

  @Nested
  class Moments {

    @Test
    void ofAPlainDateAreTheStartOfTheDayInTheZone() {
      Condition before = leaf("d", "before", "\"2026-06-15T00:00:00+02:00\"");
      JsonNode data = data("{\"d\": \"2026-06-15\"}");

      assertThat(before.test(data, at("2026-06-15T12:00:00Z", "Europe/Amsterdam"))).isFalse();
      assertThat(before.test(data, at("2026-06-15T12:00:00Z", "Asia/Tokyo"))).isTrue();
    }

    @Test
    void withoutAnOffsetAreNone() {
      assertThat(
              leaf("d", "after", "\"2000-01-01\"")
                  .test(data("{\"d\": \"2026-06-15T12:00:00\"}"), NOON))
          .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
      "P1D, 2026-03-28T12:00:00+01:00, true",
      "P1D, 2026-03-28T11:59:59+01:00, false",
      "PT24H, 2026-03-28T11:30:00+01:00, true",
      "P1W, 2026-03-22T12:00:00+01:00, true",
      "P1M, 2026-02-28T12:00:00+01:00, true",
      "P1Y2M, 2025-01-29T12:00:00+01:00, true",
      "P1DT1H, 2026-03-28T11:00:00+01:00, true",
      "PT0.5S, 2026-03-29T09:59:59.5Z, true",
      "PT0.5S, 2026-03-29T09:59:59.499999999Z, false",
      "P999999999Y, 0001-01-01, true",
    })
    void lieWithinSpansOfTheCalendar(String span, String moment, boolean expected) {
      EvaluationContext context = at("2026-03-29T12:00:00+02:00", "Europe/Amsterdam");
      Condition condition = leaf("d", "within_last", "\"" + span + "\"");

      assertThat(condition.test(data("{\"d\": \"" + moment + "\"}"), context)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
      "2026-02-30",
      "2026-13-01",
      "2026-06-15T24:00:00Z",
      "2026-06-15T12:60:00Z",
      "2026-06-15T12Z",
      "2026-06-15T12:00:00.Z",
      "2026-06-15T12:00:00+19:00",
      "2026-06-15T12:00:00+1",
      "20260615",
      "2026-06-15T12:00:00.1234567890Z",
      "2026-06-15 12:00:00Z",
      "x026-06-15",
      "2026-6-15"
    })
    void mustBeWellFormed(String text) {
      assertThat(Instants.second(text, ZoneOffset.UTC)).isEqualTo(Instants.NONE);
    }
  }

  private static EvaluationContext at(String now, String zone) {
    return EvaluationContext.of(OffsetDateTime.parse(now).toInstant(), ZoneId.of(zone));
  }

  private static Condition leaf(String field, String operator, String value) {
    return Condition.parse(
        "{\"field\": \"%s\", \"operator\": \"%s\", \"value\": %s}"
            .formatted(field, operator, value));
  }

  private static JsonNode data(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
