package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortDecimalsTest {

  @Property(tries = 5_000)
  void aShortDecimalIsTheShortestOfItsDouble(
      @ForAll @LongRange(min = -999_999_999_999_999L, max = 999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = -22, max = 22) int scale) {
    BigDecimal decimal = new BigDecimal(BigInteger.valueOf(digits), scale);

    assertThat(Numbers.isShort(decimal)).isTrue();
    assertThat(new BigDecimal(NumberOutput.toString(decimal.doubleValue(), true)))
        .isEqualByComparingTo(decimal);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1000000000000000055511151231257827, lt, true",
    "0.1, 0.1000000000000000055511151231257827, eq, false",
    "48250.75, 48250.75, eq, true",
    "48250.75, 48250.750, eq, true",
    "48250.75, 48250.7500000000000001, lt, true",
    "48250.7500000000000001, 48250.75, gt, true",
    "48250.7500000000000001, 48250.75, lte, false",
    "1e-30, 0, gt, true",
    "0.00, 0, eq, true"
  })
  void decimalsCompareByTheirExactValue(
      BigDecimal actual, BigDecimal expected, String operator, boolean holds) {
    Condition condition =
        Condition.parse(
            "{\"field\": \"x\", \"operator\": \"%s\", \"value\": %s}"
                .formatted(operator, expected.toPlainString()));
    var data = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    data.set("x", DecimalNode.valueOf(actual));

    assertThat(
            condition.test(
                data, EvaluationContext.of(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC)))
        .isEqualTo(holds);
  }
}
