package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that fit a comparison with constants, as the doubles from low to high, both included.
 *
 * <p>Exact if the constants are plain ({@link Numbers}) and below the largest double: then a plain
 * number fits the comparison if and only if its double lies in the range. Otherwise the range holds
 * the doubles of all numbers that fit, and perhaps of some that do not.
 */
record Range(double low, double high, boolean exact) {

  Range {
    low = finite(low);
    high = finite(high);
  }

  /** The range of a comparison, or null if it is not one of numbers. */
  static @Nullable Range of(Operator operator, JsonNode value) {
    if (operator == Operator.BETWEEN) {
      Range from = of(Operator.GTE, value.get(0));
      Range to = of(Operator.LTE, value.get(1));
      return from == null || to == null
          ? null
          : new Range(from.low, to.high, from.exact && to.exact);
    }
    if (!Numbers.isNumber(value)) {
      return null;
    }
    double number = Numbers.nearest(value);
    boolean exact = Numbers.isPlain(value) && Math.abs(number) < Double.MAX_VALUE;
    return switch (operator) {
      case EQ -> new Range(number, number, exact);
      case GT -> new Range(exact ? Math.nextUp(number) : number, Double.MAX_VALUE, exact);
      case GTE -> new Range(number, Double.MAX_VALUE, exact);
      case LT -> new Range(-Double.MAX_VALUE, exact ? Math.nextDown(number) : number, exact);
      case LTE -> new Range(-Double.MAX_VALUE, number, exact);
      default -> null;
    };
  }

  /** The nearest number that is finite; the largest stands for all beyond it. Zero has no sign. */
  static double finite(double number) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number)) + 0.0;
  }
}
