package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.TimeSpan;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Limits;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time span that the data give. */
final class SpanOfData {

  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9}) ?([smhdwMy])");

  private static final int MOST = 100;

  private SpanOfData() {}

  /**
   * Reads an ISO-8601 duration, or a number with a unit: {@code 14d}, {@code 90 m}.
   *
   * @throws DateTimeException if it is neither, or longer than 100 years
   */
  static TimeSpan of(JsonNode value) {
    if (!value.isTextual()) {
      throw new DateTimeException(
          "it gives " + JsonKind.of(value) + ", not a duration such as \"P14D\" or \"14d\"");
    }
    String text = value.textValue().strip();
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      String unit = amount.group(2);
      boolean time = "smh".contains(unit);
      return TimeSpan.parse((time ? "PT" : "P") + amount.group(1) + unit.toUpperCase(Locale.ROOT));
    }
    if (!text.startsWith("P") || text.length() > MOST) {
      throw new DateTimeException(
          "it gives \""
              + Limits.storable(text, MOST)
              + "\", not a duration such as \"P14D\" or \"14d\"");
    }
    return TimeSpan.parse(text);
  }
}
