package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.condition.InvalidConditionException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final EvaluationContext CONTEXT =
      EvaluationContext.of(Instant.parse("2026-01-05T09:00:00Z"), ZoneId.of("Europe/Amsterdam"));

  /** Runs lines of {@code condition data [previous] verdict}, which are JSON values each. */
  private static void run(String table) throws Exception {
    for (String line : table.lines().toList()) {
      List<JsonNode> values;
      try (var iterator = Json.reader().forType(JsonNode.class).<JsonNode>readValues(line)) {
        values = iterator.readAll();
      }
      EvaluationContext context =
          values.size() == 4 ? CONTEXT.withPrevious(values.get(2)) : CONTEXT;
      boolean verdict = Condition.parse(values.get(0)).test(values.get(1), context);
      assertThat(verdict).as(line).isEqualTo(values.get(values.size() - 1).booleanValue());
    }
  }

  @Test
  void operators() throws Exception {
    // snippet: operators
    String table =
        """
        {"field": "a", "operator": "eq", "value": 1}                        {"a": 1.0}               true
        {"field": "a", "operator": "eq", "value": 85}                       {"a": "85"}              false
        {"field": "a", "operator": "ne", "value": 1}                        {}                       true
        {"field": "a", "operator": "gte", "value": 80}                      {"a": 80}                true
        {"field": "a", "operator": "lt", "value": "b"}                      {"a": "abc"}             true
        {"field": "a", "operator": "in", "value": ["x", "y"]}               {"a": "y"}               true
        {"field": "a", "operator": "not_in", "value": ["x", "y"]}           {"a": "z"}               true
        {"field": "a", "operator": "contains", "value": "ell"}              {"a": "hello"}           true
        {"field": "a", "operator": "contains", "value": "vip"}              {"a": ["new", "vip"]}    true
        {"field": "a", "operator": "not_contains", "value": "x"}            {"a": "hello"}           true
        {"field": "a", "operator": "startswith", "value": "he"}             {"a": "hello"}           true
        {"field": "a", "operator": "endswith", "value": "lo"}               {"a": "hello"}           true
        {"field": "a", "operator": "exists", "value": true}                 {"a": null}              false
        {"field": "a", "operator": "empty", "value": true}                  {"a": []}                true
        {"field": "a", "operator": "between", "value": [10, 20]}            {"a": 20}                true
        {"field": "a", "operator": "matches", "value": "NL-\\\\d+"}           {"a": "NL-42"}           true
        {"field": "a", "operator": "before", "value": "2026-01-05"}         {"a": "2026-01-04"}      true
        {"field": "a", "operator": "after", "value": "{{now}}"}             {"a": "2026-01-05T10:30:00+01:00"} true
        {"field": "a", "operator": "within_last", "value": "P30D"}          {"a": "2025-12-24"}      true
        {"field": "a", "operator": "within_next", "value": "P7D"}           {"a": "2026-01-11"}      true
        {"field": "a", "operator": "changed", "value": true}                {"a": 2} {"a": 1}        true
        {"field": "a", "operator": "changed_to", "value": "won"}            {"a": "won"} {"a": "open"}  true
        {"field": "a", "operator": "changed_from", "value": "open"}         {"a": "won"} {"a": "open"}  true
        {"field": "a", "operator": "eq", "value": "straße", "ignore_case": true}  {"a": "STRASSE"}     true
        {"field": "a", "operator": "gt", "value": {"ref": "b.limit"}}       {"a": 5, "b": {"limit": 3}} true
        """;
    // end
    run(table);
  }

  @Test
  void fields() throws Exception {
    // snippet: fields
    String table =
        """
        {"field": "lead.owner.email", "operator": "exists", "value": true}  {"lead": {"owner": {"email": "a@x.nl"}}} true
        {"field": "items.0.sku", "operator": "eq", "value": "A"}            {"items": [{"sku": "A"}, {"sku": "B"}]}  true
        {"field": "items.*.sku", "operator": "eq", "value": "B"}            {"items": [{"sku": "A"}, {"sku": "B"}]}  true
        {"not": {"field": "items.*.sku", "operator": "eq", "value": "C"}}   {"items": [{"sku": "A"}, {"sku": "B"}]}  true
        {"field": "a.b", "operator": "eq", "value": 1}                      {"a.b": 1, "a": {"b": 2}}                true
        {"field": "a\\\\.b", "operator": "eq", "value": 1}                    {"a.b": 1}                               true
        """;
    // end
    run(table);
  }

  @Test
  void nothing_and_types() throws Exception {
    // snippet: nothing
    String table =
        """
        {"field": "a", "operator": "eq", "value": null}                     {}             true
        {"field": "a", "operator": "lt", "value": 10}                       {}             false
        {"not": {"field": "a", "operator": "lt", "value": 10}}              {}             true
        {"field": "a", "operator": "in", "value": [null, "x"]}              {}             true
        {"field": "a", "operator": "gt", "value": 10}                       {"a": "20"}    false
        {"field": "a", "operator": "ne", "value": 20}                       {"a": "20"}    true
        {"field": "a", "operator": "eq", "value": ["x"]}                    {"a": ["x"]}   true
        {"field": "a", "operator": "eq", "value": "x"}                      {"a": ["x"]}   false
        {"field": "a", "operator": "gt", "value": 9007199254740992}         {"a": 9007199254740993} true
        {"field": "a", "operator": "changed", "value": false}               {"a": 1}       true
        {}                                                                  {}             true
        {"and": []}                                                         {}             true
        {"or": []}                                                          {}             false
        """;
    // end
    run(table);
  }

  @Test
  void an_explanation_shows_every_value() {
    JsonNode data = Json.read("{\"status\": \"new\", \"lead_score\": 60, \"city\": \"Delft\"}");
    EvaluationContext context = CONTEXT;
    // snippet: explain
    Condition condition =
        Condition.parse(
            """
            {"and": [
              {"field": "status", "operator": "eq", "value": "new"},
              {"or": [
                {"field": "lead_score", "operator": "gte", "value": 80},
                {"field": "lead_score", "operator": "eq", "value": "60"}]},
              {"field": "city", "operator": "eq", "value": "Delft"}]}
            """);
    boolean holds = condition.test(data, context);
    Explanation why = condition.explain(data, context);
    // end
    // snippet: explanation
    String printed =
        """
        ✗ and
          ✓ status eq "new" (was "new")
          ✗ or
            ✗ lead_score gte 80 (was 60)
            ✗ lead_score eq "60" (was 60; type mismatch: number vs text)
          · city eq "Delft" (not reached)
        """;
    // end
    assertThat(holds).isFalse();
    assertThat(why.toString()).isEqualTo(printed.strip());
    // snippet: first-failing
    String failing =
        """
        ✗ lead_score gte 80 (was 60)
        """;
    // end
    assertThat(why.firstFailing().orElseThrow().toString()).isEqualTo(failing.strip());
  }

  @Test
  void mistakes_are_found_when_a_condition_is_parsed() {
    // snippet: wrong
    String json =
        """
        {"and": [
          {"field": "a", "operator": "gte_", "value": 1},
          {"field": "a", "operator": "between", "value": 1},
          {"filed": "a", "operator": "eq", "value": 1}]}
        """;
    // end
    // snippet: problems
    String message =
        """
        The condition has 3 problems:
          /and/0/operator: unknown operator "gte_"; did you mean "gte"?
          /and/1/value: "between" takes [low, high]
          /and/2: a condition has "field", "and", "or" or "not"; found "filed"
        """;
    // end
    assertThatThrownBy(() -> Condition.parse(json))
        .isInstanceOf(InvalidConditionException.class)
        .hasMessage(message.strip());
  }
}
