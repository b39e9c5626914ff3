package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final EvaluationContext NOON =
      EvaluationContext.of(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

  private final ObjectNode data =
      JsonNodeFactory.instance
          .objectNode()
          .put("status", "new")
          .put("lead_score", 60)
          .put("text", "85");

  @Test
  void aTreePrintsOneLineAPart() {
    Explanation explanation =
        explain(
            """
            {"and": [
              {"field": "status", "operator": "eq", "value": "NEW", "ignore_case": true},
              {"or": [{"field": "text", "operator": "gt", "value": 80},
                      {"field": "lead_score", "operator": ">=", "value": {"ref": "limit"}},
                      {"not": {"field": "status", "operator": "exists", "value": true}}]},
              {"field": "source", "operator": "in", "value": ["ads"]}]}\
            """);

    assertThat(explanation)
        .hasToString(
            """
            ✗ and
              ✓ status eq "NEW" ignoring case (was "new")
              ✗ or
                ✗ text gt 80 (was "85"; type mismatch: text vs number)
                ✗ lead_score gte {"ref":"limit"} (was 60; expected missing)
                ✗ not
                  ✓ status exists true (was "new")
              · source in ["ads"] (not reached)\
            """);
    assertThat(explanation.firstFailing())
        .map(Explanation::field)
        .hasValueSatisfying(field -> assertThat(field).hasValue("text"));
  }

  @Test
  void aLeafPrintsWhatItWas() {
    assertThat(explain("{\"field\": \"lead_score\", \"operator\": \"gte\", \"value\": 80}"))
        .hasToString("✗ lead_score gte 80 (was 60)");
    assertThat(explain("{\"field\": \"nope\", \"operator\": \"eq\", \"value\": \"x\"}"))
        .hasToString("✗ nope eq \"x\" (was missing)");
    assertThat(
            explain("{\"field\": \"status\", \"operator\": \"after\", \"value\": \"2026-01-01\"}"))
        .hasToString(
            "✗ status after \"2026-01-01\""
                + " (was \"new\"; not a date or an instant with its offset)");
    assertThat(explain("{}")).hasToString("✓ always");
  }

  @Test
  void anElementThatFitsStandsForAll() {
    data.putArray("l").add(1).add(5).add(7);

    assertThat(explain("{\"field\": \"l.*\", \"operator\": \"gt\", \"value\": 3}"))
        .hasToString("✓ l.* gt 3 (was 5)");
    assertThat(explain("{\"field\": \"l.*\", \"operator\": \"gt\", \"value\": 9}"))
        .hasToString("✗ l.* gt 9 (was [1,5,7])");
  }

  @Test
  void aChangeShowsWhatWasBefore() {
    Condition changed =
        Condition.parse("{\"field\": \"status\", \"operator\": \"changed\", \"value\": true}");

    assertThat(changed.explain(data, NOON))
        .hasToString("✗ status changed true (was \"new\"; the event carries no previous data)");
    assertThat(changed.explain(data, NOON.withPrevious(data)))
        .hasToString("✗ status changed true (was \"new\"; before \"new\")");
  }

  @Test
  void longValuesAreShortened() {
    data.put("status", "x".repeat(5_000));

    Explanation explanation =
        explain("{\"field\": \"status\", \"operator\": \"eq\", \"value\": \"y\"}");

    assertThat(explanation.toString()).hasSizeLessThan(200).contains("xxx…");
    assertThat(explanation.actual())
        .hasValueSatisfying(actual -> assertThat(actual.textValue()).hasSizeLessThan(1_100));
  }

  @Test
  void theJsonHoldsConditionOutcomeAndValues() {
    Explanation explanation =
        explain(
            """
            {"or": [{"field": "text", "operator": "==", "value": 85},
                    {"not": {"field": "status", "operator": "eq", "value": "won"}},
                    {}]}\
            """);

    assertThat(explanation.toJson())
        .hasToString(
            "{\"outcome\":\"true\",\"or\":["
                + "{\"outcome\":\"false\",\"field\":\"text\",\"operator\":\"eq\",\"value\":85,"
                + "\"actual\":\"85\",\"expected\":85,"
                + "\"notes\":[\"type mismatch: text vs number\"]},"
                + "{\"outcome\":\"true\",\"not\":{\"outcome\":\"false\",\"field\":\"status\","
                + "\"operator\":\"eq\",\"value\":\"won\",\"actual\":\"new\",\"expected\":\"won\"}},"
                + "{\"outcome\":\"not reached\"}]}");
    assertThat(explanation.firstFailing()).isEmpty();
  }

  private Explanation explain(String condition) {
    return Condition.parse(condition).explain(data, NOON);
  }
}
