package dev.workflow.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * JSON in the one form of <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>: keys in
 * the order of their UTF-16 code units, no spaces, numbers as the doubles they are, written as
 * ECMAScript does.
 */
final class CanonicalJson {

  private static final int MOST_DIGITS = 17;
  private static final int PLAIN_UP_TO = 21;
  private static final int PLAIN_DOWN_TO = -6;

  private CanonicalJson() {}

  /**
   * @throws IllegalArgumentException if there is no such form: a number is too large for a double,
   *     or a text has half a surrogate pair
   */
  static byte[] of(JsonNode json) {
    StringBuilder text = new StringBuilder();
    write(json, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonNode json, StringBuilder text) {
    if (json.isObject()) {
      List<String> keys = new ArrayList<>();
      json.fieldNames().forEachRemaining(keys::add);
      Collections.sort(keys);
      String separator = "{";
      for (String key : keys) {
        text.append(separator);
        string(key, text);
        text.append(':');
        write(json.get(key), text);
        separator = ",";
      }
      text.append(keys.isEmpty() ? "{}" : "}");
    } else if (json.isArray()) {
      String separator = "[";
      for (JsonNode element : json) {
        text.append(separator);
        write(element, text);
        separator = ",";
      }
      text.append(json.isEmpty() ? "[]" : "]");
    } else if (json.isTextual()) {
      string(json.textValue(), text);
    } else if (json.isNumber()) {
      text.append(number(json.doubleValue()));
    } else {
      text.append(json.asText());
    }
  }

  private static void string(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < ' ') {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            requirePair(value, i);
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static void requirePair(String value, int at) {
    char c = value.charAt(at);
    boolean paired =
        Character.isHighSurrogate(c)
            ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
            : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
    if (Character.isSurrogate(c) && !paired) {
      throw new IllegalArgumentException("a text has half a surrogate pair");
    }
  }

  /** As {@code Number.prototype.toString} of ECMAScript writes it. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a number is not finite, or too large for a double");
    } else if (value == 0) {
      return "0";
    } else if (value < 0) {
      return "-" + number(-value);
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    if (point > 0 && point <= PLAIN_UP_TO) {
      return digits.length() <= point
          ? digits + "0".repeat(point - digits.length())
          : digits.substring(0, point) + "." + digits.substring(point);
    } else if (point <= 0 && point > PLAIN_DOWN_TO) {
      return "0." + "0".repeat(-point) + digits;
    }
    String exponent = (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
    return digits.charAt(0) + (digits.length() == 1 ? "" : "." + digits.substring(1)) + exponent;
  }

  /** The decimal with the fewest digits that is read as this double; of several the nearest. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal below = exact.round(new MathContext(digits, RoundingMode.FLOOR));
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.CEILING));
      boolean belowIs = below.doubleValue() == value;
      boolean aboveIs = above.doubleValue() == value;
      if (belowIs && aboveIs) {
        int nearer = exact.subtract(below).compareTo(above.subtract(exact));
        boolean even = !below.unscaledValue().testBit(0);
        return nearer < 0 || (nearer == 0 && even) ? below : above;
      } else if (belowIs || aboveIs) {
        return belowIs ? below : above;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }
}
