package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ConditionPropertyTest {

  @Property(tries = 3_000)
  void aConditionMeansWhatTheReferenceSays(@ForAll long seed) {
    Examples examples = new Examples(seed);
    JsonNode json = examples.condition();
    Condition condition = Condition.parse(json);
    for (int i = 0; i < 5; i++) {
      JsonNode data = examples.data();
      EvaluationContext context = examples.context();

      boolean verdict = condition.test(data, context);

      assertThat(verdict)
          .as("%s on %s", json, data)
          .isEqualTo(Reference.holds(json, data, context));
      assertThat(condition.explain(data, context).holds()).isEqualTo(verdict);
      assertThat(negated(negated(json)).test(data, context)).isEqualTo(verdict);
      assertThat(negated(json).test(data, context)).isEqualTo(!verdict);
    }
  }

  @Property(tries = 500)
  void aConditionEqualsWhatItsJsonParsesTo(@ForAll long seed) {
    Condition condition = Condition.parse(new Examples(seed).condition());

    Condition again = Condition.parse(condition.toJson());

    assertThat(again).isEqualTo(condition).hasSameHashCodeAs(condition);
    assertThat(again.toJson()).isEqualTo(condition.toJson());
    assertThat(again.fields()).isEqualTo(condition.fields());
  }

  @Property(tries = 500)
  void anExplanationPrintsAndNamesAFailingLeaf(@ForAll long seed) {
    Examples examples = new Examples(seed);
    Condition condition = Condition.parse(examples.condition());
    Explanation explanation = condition.explain(examples.data(), examples.context());

    assertThat(explanation.toString()).isNotEmpty();
    assertThat(explanation.toJson().path("outcome").textValue())
        .isEqualTo(explanation.holds() ? "true" : "false");
    explanation
        .firstFailing()
        .ifPresent(
            leaf -> assertThat(leaf.outcome()).isNotEqualTo(Explanation.Outcome.NOT_REACHED));
    assertThat(explanation.firstFailing().isPresent() && explanation.holds()).isFalse();
  }

  @Property
  void stringsCompareByCodePoint(@ForAll String a, @ForAll String b) {
    int expected = Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    assertThat(Integer.signum(Texts.compare(a, b))).isEqualTo(Integer.signum(expected));
  }

  @Property
  void foldingIsUpperThenLowerCasing(@ForAll String text) {
    assertThat(Texts.fold(text)).isEqualTo(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  @Property
  void numbersCompareAsDecimals(
      @ForAll BigDecimal a, @ForAll long b, @ForAll double c, @ForAll @IntRange(max = 3) int kind) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode left = kind < 2 ? json.numberNode(a) : json.numberNode(b);
    JsonNode right = kind % 2 == 0 ? json.numberNode(c) : json.numberNode(b);
    BigDecimal leftValue = kind < 2 ? a : BigDecimal.valueOf(b);
    BigDecimal rightValue = kind % 2 == 0 ? BigDecimal.valueOf(c) : BigDecimal.valueOf(b);

    assertThat(Integer.signum(Numbers.compare(left, right)))
        .isEqualTo(leftValue.compareTo(rightValue));
  }

  @Property
  void instantsReadAsTheyAreWritten(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano,
      @ForAll @IntRange(min = -64_800, max = 64_800) int offset) {
    Instant instant = Instant.ofEpochSecond(second, nano);
    OffsetDateTime local = instant.atOffset(ZoneOffset.ofTotalSeconds(offset));
    String text = local.getYear() < 0 || local.getYear() > 9_999 ? instant + "" : local + "";

    assertThat(Instants.second(text, ZoneOffset.UTC)).isEqualTo(second);
    assertThat(Instants.nano(text)).isEqualTo(nano);
  }

  private static Condition negated(Condition condition) {
    return Condition.parse(JsonNodeFactory.instance.objectNode().set("not", condition.toJson()));
  }

  private static Condition negated(JsonNode json) {
    return negated(Condition.parse(json));
  }
}
