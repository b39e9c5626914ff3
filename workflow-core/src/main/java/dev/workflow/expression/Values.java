package dev.workflow.expression;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON values as text: text as it is, numbers plainly, {@code true} and {@code false},
 * objects and arrays as compact JSON.
 *
 * <p>Equal numbers read alike, however they are written or held: 1000, 1000.0 and 1e3 are {@code
 * 1000}.
 */
final class Values {

  private static final int MAX_DIGITS = 1_000;
  private static final int MAX_BITS = 3_400;

  /** Removing trailing zeros takes time quadratic in the digits. */
  private static final int BITS_PER_STEP = 16;

  private static final int MAX_DEPTH = 1_000;
  private static final double MAX_EXACT = 1L << 53;

  private Values() {}

  static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** Whether {@code {{#if}}} holds: anything but nothing, false, 0, "", [] and {}. */
  static boolean isTrue(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING, NULL -> false;
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> isNonZero(value);
      case STRING -> !value.textValue().isEmpty();
      case ARRAY, OBJECT -> !value.isEmpty();
      case BINARY, POJO -> true;
    };
  }

  private static boolean isNonZero(JsonNode number) {
    return switch (number.numberType()) {
      case BIG_DECIMAL -> number.decimalValue().signum() != 0;
      case BIG_INTEGER -> number.bigIntegerValue().signum() != 0;
      case INT, LONG -> number.longValue() != 0;
      case FLOAT, DOUBLE -> number.doubleValue() != 0;
    };
  }

  /** The text of a value that is there. */
  static String text(JsonNode value, Rendering rendering) {
    return switch (value.getNodeType()) {
      case NUMBER -> {
        String plain = plain(value, rendering);
        if (plain == null) {
          throw unwritable(rendering);
        }
        yield plain;
      }
      case ARRAY, OBJECT -> json(value, rendering);
      default -> value.asText();
    };
  }

  /** The exact decimal of a number, or null where it cannot be written in 1,000 digits. */
  static @Nullable BigDecimal decimal(JsonNode number) {
    boolean binary = number.isDouble() || number.isFloat();
    if (binary && !Double.isFinite(number.doubleValue())) {
      return null;
    }
    BigDecimal exact = number.isFloat() ? new BigDecimal(number.asText()) : number.decimalValue();
    return isBounded(exact) ? exact : null;
  }

  /** Whether the number can be written plainly in a bounded number of digits. */
  static boolean isBounded(BigDecimal number) {
    return number.unscaledValue().bitLength() <= MAX_BITS
        && Math.abs((long) number.scale()) <= MAX_DIGITS;
  }

  static ExpressionException unwritable(Rendering rendering) {
    return rendering.failure("is a number of more than 1000 digits; correct the data");
  }

  private static @Nullable String plain(JsonNode number, Rendering rendering) {
    if (number.isInt() || number.isLong() || number.isShort()) {
      return Long.toString(number.longValue());
    }
    double approximate = number.isDouble() ? number.doubleValue() : Double.NaN;
    if (Math.abs(approximate) < MAX_EXACT && approximate == Math.rint(approximate)) {
      return Long.toString((long) approximate);
    }
    BigDecimal exact = decimal(number);
    if (exact == null) {
      return null;
    }
    rendering.spend(exact.unscaledValue().bitLength() / BITS_PER_STEP);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }

  /** Compact JSON, within the bounds of the rendering. */
  static String json(JsonNode value, Rendering rendering) {
    StringBuilder out = new StringBuilder();
    writeJson(value, rendering, out, 0);
    return out.toString();
  }

  private static void writeJson(JsonNode value, Rendering rendering, StringBuilder out, int depth) {
    if (depth > MAX_DEPTH) {
      throw rendering.failure("is nested deeper than 1000; correct the data");
    }
    rendering.spend(1);
    rendering.checkOutput(out.length());
    switch (value.getNodeType()) {
      case ARRAY -> writeArray(value, rendering, out, depth);
      case OBJECT -> writeObject(value, rendering, out, depth);
      case STRING -> writeString(value.textValue(), out);
      case NUMBER -> {
        String plain = plain(value, rendering);
        out.append(plain == null ? value.toString() : plain);
      }
      case MISSING -> out.append("null");
      default -> out.append(value);
    }
  }

  private static void writeArray(
      JsonNode array, Rendering rendering, StringBuilder out, int depth) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      out.append(i == 0 ? "" : ",");
      writeJson(array.get(i), rendering, out, depth + 1);
    }
    out.append(']');
  }

  private static void writeObject(
      JsonNode object, Rendering rendering, StringBuilder out, int depth) {
    out.append('{');
    Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      writeString(field.getKey(), out);
      out.append(':');
      writeJson(field.getValue(), rendering, out, depth + 1);
      out.append(fields.hasNext() ? "," : "");
    }
    out.append('}');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }
}
