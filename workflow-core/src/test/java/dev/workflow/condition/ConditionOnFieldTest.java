package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conditions written in Java are those written in JSON. */
class ConditionOnFieldTest {

  private static ConditionOnField x() {
    return Condition.field("x.y");
  }

  private static Map<Condition, String> leaves() {
    Map<Condition, String> leaves = new LinkedHashMap<>();
    leaves.put(x().eq("new"), "'eq', 'value': 'new'");
    leaves.put(x().eq(null), "'eq', 'value': null");
    leaves.put(x().ne(true), "'ne', 'value': true");
    leaves.put(x().gt(new BigDecimal("0.10")), "'gt', 'value': 0.1");
    leaves.put(x().gte(80), "'gte', 'value': 80");
    leaves.put(x().lt(Condition.ref("quote.amount")), "'lt', 'value': {'ref': 'quote.amount'}");
    leaves.put(x().lte("{{today-30}}"), "'lte', 'value': '{{today-30}}'");
    leaves.put(x().between(1, 5L), "'between', 'value': [1, 5]");
    leaves.put(x().in("a", 1, null), "'in', 'value': ['a', 1, null]");
    leaves.put(x().notIn("a"), "'not_in', 'value': ['a']");
    leaves.put(x().contains("a"), "'contains', 'value': 'a'");
    leaves.put(x().notContains("a"), "'not_contains', 'value': 'a'");
    leaves.put(x().startsWith("a"), "'startswith', 'value': 'a'");
    leaves.put(x().endsWith("a"), "'endswith', 'value': 'a'");
    leaves.put(x().matches("a+"), "'matches', 'value': 'a+'");
    leaves.put(x().exists(), "'exists', 'value': true");
    leaves.put(x().isMissing(), "'exists', 'value': false");
    leaves.put(x().isEmpty(), "'empty', 'value': true");
    leaves.put(x().isNotEmpty(), "'empty', 'value': false");
    leaves.put(x().before(LocalDate.of(2026, 6, 1)), "'before', 'value': '2026-06-01'");
    leaves.put(x().after(Instant.EPOCH), "'after', 'value': '1970-01-01T00:00:00Z'");
    leaves.put(x().withinLast(Period.ofDays(30)), "'within_last', 'value': 'P30D'");
    leaves.put(x().withinNext(Duration.ofHours(2)), "'within_next', 'value': 'PT2H'");
    leaves.put(x().changed(), "'changed', 'value': true");
    leaves.put(x().unchanged(), "'changed', 'value': false");
    leaves.put(x().changedTo("won"), "'changed_to', 'value': 'won'");
    leaves.put(x().changedFrom(null), "'changed_from', 'value': null");
    leaves.put(x().ignoringCase().eq("new"), "'eq', 'value': 'new', 'ignore_case': true");
    return leaves;
  }

  private static Condition parsed(String json) {
    return Condition.parse(json.replace('\'', '"'));
  }

  @Test
  void everyOperatorEqualsItsJson() {
    leaves()
        .forEach(
            (java, json) -> {
              Condition read = parsed("{'field': 'x.y', 'operator': " + json + "}");
              assertThat(java).isEqualTo(read);
              assertThat(java).hasToString(read.toString());
            });
  }

  @Test
  void noOperatorIsLeftOut() {
    Set<Operator> missing = EnumSet.allOf(Operator.class);
    for (Condition leaf : leaves().keySet()) {
      JsonNode operator = leaf.toJson().path("operator");
      missing.remove(Operator.byName(operator.textValue()));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void groupsEqualTheirJson() {
    Condition a = Condition.field("a").eq(1);
    Condition b = Condition.field("b").eq(2);
    String left = "{'field': 'a', 'operator': 'eq', 'value': 1}";
    String right = "{'field': 'b', 'operator': 'eq', 'value': 2}";
    assertThat(Condition.allOf(a, b)).isEqualTo(parsed("{'and': [" + left + "," + right + "]}"));
    assertThat(Condition.anyOf(a, b)).isEqualTo(parsed("{'or': [" + left + "," + right + "]}"));
    assertThat(Condition.not(a)).isEqualTo(parsed("{'not': " + left + "}"));
    assertThat(Condition.allOf()).isEqualTo(parsed("{'and': []}"));
    assertThat(Condition.anyOf()).isEqualTo(parsed("{'or': []}"));
    assertThat(Condition.not(Condition.always())).isEqualTo(parsed("{'not': {}}"));
    assertThat(Condition.allOf(Condition.not(Condition.anyOf(a, b)), Condition.always()))
        .isEqualTo(parsed("{'and': [{'not': {'or': [" + left + "," + right + "]}}, {}]}"));
  }

  @Test
  void whatCannotBeIsRefusedLikeInJson() {
    assertThatThrownBy(() -> Condition.field("a..b").eq(1))
        .isInstanceOf(InvalidConditionException.class);
    assertThatThrownBy(() -> Condition.field("a").withinLast("soon"))
        .isInstanceOf(InvalidConditionException.class);
    assertThatThrownBy(() -> Condition.field("a").matches("("))
        .isInstanceOf(InvalidConditionException.class);
  }
}
