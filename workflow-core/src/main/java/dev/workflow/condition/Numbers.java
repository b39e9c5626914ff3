package dev.workflow.condition;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;

/**
 * JSON numbers by their exact decimal value.
 *
 * <p>A binary floating point number stands for the shortest decimal that reads back as it: the
 * double nearest to 0.1 is 0.1. A number is called <em>plain</em> if it is that decimal of its
 * nearest double. Doubles order plain numbers exactly as their decimals do, which spares nearly all
 * comparisons the decimal arithmetic; the others go through {@link BigDecimal}, whose comparison
 * looks at the magnitudes first and so never expands an exponent.
 */
final class Numbers {

  private static final long EXACT = 1L << 53;
  private static final int SHORT_PRECISION = 15;
  private static final int SHORT_SCALE = 22;

  private Numbers() {}

  /** Whether the node is a number of JSON; NaN and the infinities are not. */
  static boolean isNumber(JsonNode node) {
    if (!node.isNumber()) {
      return false;
    }
    return !(node.isDouble() || node.isFloat()) || Double.isFinite(node.doubleValue());
  }

  /** Negative, zero or positive; both nodes must be {@link #isNumber numbers}. */
  static int compare(JsonNode a, JsonNode b) {
    if (isLong(a) && isLong(b)) {
      return Long.compare(a.longValue(), b.longValue());
    }
    if (isBinary(a) && isBinary(b)) {
      return compare(nearest(a), nearest(b));
    }
    return decimal(a).compareTo(decimal(b));
  }

  /** Whether a number is plain, as far as that is quickly seen. */
  private static boolean isBinary(JsonNode number) {
    return number instanceof DecimalNode
        ? isShort(number.decimalValue())
        : !number.isBigInteger() && isPlain(number);
  }

  private static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static boolean isLong(JsonNode number) {
    return number.isIntegralNumber() && !number.isBigInteger();
  }

  /** The double nearest to a number, infinite beyond their range; NaN for what is no number. */
  static double nearest(JsonNode node) {
    if (node instanceof IntNode) {
      return node.intValue();
    }
    if (!node.isNumber()) {
      return Double.NaN;
    }
    if (node.isDouble() || node.isFloat()) {
      double value = node.isFloat() ? Double.parseDouble(text(node)) : node.doubleValue();
      return Double.isFinite(value) ? value + 0.0 : Double.NaN;
    }
    return node.doubleValue() + 0.0;
  }

  /** Whether {@link #nearest} of a number says all about it. */
  static boolean isPlain(JsonNode number) {
    if (number instanceof IntNode || number instanceof DoubleNode || number.isFloat()) {
      return true;
    }
    if (number instanceof LongNode || number.isShort()) {
      long value = number.longValue();
      return -EXACT <= value && value <= EXACT;
    }
    if (number instanceof DecimalNode && isShort(number.decimalValue())) {
      return true;
    }
    double nearest = number.doubleValue();
    return Double.isFinite(nearest)
        && new BigDecimal(NumberOutput.toString(nearest, true)).compareTo(decimal(number)) == 0;
  }

  /**
   * Whether a decimal has so few digits that no other one of as few digits has the same nearest
   * double, which is why it is the shortest of that double.
   */
  static boolean isShort(BigDecimal decimal) {
    int scale = decimal.scale();
    return -SHORT_SCALE <= scale && scale <= SHORT_SCALE && decimal.precision() <= SHORT_PRECISION;
  }

  private static BigDecimal decimal(JsonNode number) {
    return number.isDouble() || number.isFloat()
        ? new BigDecimal(text(number))
        : number.decimalValue();
  }

  private static String text(JsonNode floating) {
    return floating.isFloat()
        ? NumberOutput.toString(floating.floatValue(), true)
        : NumberOutput.toString(floating.doubleValue(), true);
  }

  /** Equal for numbers that compare as equal. */
  static int hash(JsonNode number) {
    return Double.hashCode(nearest(number));
  }
}
