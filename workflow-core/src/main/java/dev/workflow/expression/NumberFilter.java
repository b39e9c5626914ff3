package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Wording;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code number: "#,##0.00"}: a number, or a text that is one, as an exact decimal with the symbols
 * of the locale; halves are rounded away from zero.
 */
record NumberFilter(String pattern) implements Filter {

  private static final int MAX_PATTERN = 200;
  private static final int MAX_LENGTH = 1_000;
  private static final int STEPS = 32;

  static Filter compile(JsonNode argument, Filters.Reporter faults) {
    String pattern = argument.asText();
    if (!argument.isTextual() || pattern.isBlank() || pattern.length() > MAX_PATTERN) {
      faults.add(
          "\"number\" takes a pattern of 1 to 200 characters in quotes: number: \"#,##0.00\"");
      return (value, rendering) -> value;
    }
    try {
      format(pattern, Locale.ROOT).format(BigDecimal.ONE);
      return new NumberFilter(pattern);
    } catch (IllegalArgumentException | ArithmeticException e) {
      faults.add(
          "\"number\" cannot use the pattern \""
              + Wording.clip(pattern)
              + "\"; write one like \"#,##0.00\" ("
              + e.getMessage()
              + ")");
      return (value, rendering) -> value;
    }
  }

  @Override
  public JsonNode apply(JsonNode value, Rendering rendering) {
    if (Values.isNothing(value)) {
      return value;
    }
    rendering.spend(STEPS);
    BigDecimal number = value.isNumber() ? Values.decimal(value) : read(value);
    if (number == null && value.isNumber()) {
      throw Values.unwritable(rendering);
    }
    if (number == null) {
      throw unreadable(value, rendering);
    }
    return TextNode.valueOf(format(pattern, rendering.context().locale()).format(number));
  }

  private static DecimalFormat format(String pattern, Locale locale) {
    DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format;
  }

  private static @Nullable BigDecimal read(JsonNode value) {
    if (!value.isTextual() || value.textValue().length() > MAX_LENGTH) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(value.textValue().strip());
      return Values.isBounded(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static ExpressionException unreadable(JsonNode value, Rendering rendering) {
    String found =
        value.isTextual() ? "\"" + Wording.clip(value.textValue()) + "\"" : JsonKind.of(value);
    return rendering.failure("is " + found + ", and \"number\" takes a number: 1250 or \"12.50\"");
  }
}
