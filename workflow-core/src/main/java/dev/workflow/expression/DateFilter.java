package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Wording;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code date: "d MMMM yyyy"}: an ISO instant, date-time or date in the tenant's zone and the
 * locale. A date without a time is its first moment there.
 */
record DateFilter(DateTimeFormatter pattern) implements Filter {

  private static final int MAX_PATTERN = 200;
  private static final int MAX_LENGTH = 100;
  private static final int STEPS = 16;
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern LONG_RUN = Pattern.compile("([A-Za-z])\\1{10}");

  /** A pattern that can write this moment can write any. */
  private static final ZonedDateTime SAMPLE = ZonedDateTime.parse("2024-02-29T12:30:00Z");

  static Filter compile(JsonNode argument, Filters.Reporter faults) {
    String pattern = argument.asText();
    if (!argument.isTextual() || pattern.isBlank() || pattern.length() > MAX_PATTERN) {
      faults.add(
          "\"date\" takes a pattern of 1 to 200 characters in quotes: date: \"d MMMM yyyy\"");
      return (value, rendering) -> value;
    }
    try {
      refuseLongRuns(pattern);
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern);
      return formatter.format(SAMPLE).isEmpty()
          ? (value, rendering) -> value
          : new DateFilter(formatter);
    } catch (IllegalArgumentException | DateTimeException e) {
      faults.add(
          "\"date\" cannot use the pattern \""
              + Wording.clip(pattern)
              + "\"; write one like \"d MMMM yyyy\" ("
              + e.getMessage()
              + ")");
      return (value, rendering) -> value;
    }
  }

  /** Some JDKs write numbers of 11 to 18 places and others throw; none needs them. */
  private static void refuseLongRuns(String pattern) {
    Matcher run = LONG_RUN.matcher(QUOTED.matcher(pattern).replaceAll("''"));
    if (run.find()) {
      throw new IllegalArgumentException("too many letters " + run.group(1) + " in a row");
    }
  }

  @Override
  public JsonNode apply(JsonNode value, Rendering rendering) {
    if (Values.isNothing(value)) {
      return value;
    }
    rendering.spend(STEPS);
    RenderContext context = rendering.context();
    if (!value.isTextual() || value.textValue().length() > MAX_LENGTH) {
      throw unreadable(value, rendering);
    }
    ZonedDateTime moment;
    try {
      moment = moment(value.textValue().strip(), context.zone());
    } catch (DateTimeException e) {
      throw unreadable(value, rendering);
    }
    try {
      return TextNode.valueOf(pattern.withLocale(context.locale()).format(moment));
    } catch (DateTimeException e) {
      throw rendering.failure("does not fit its date pattern (" + e.getMessage() + ")");
    }
  }

  private static ZonedDateTime moment(String text, ZoneId zone) {
    if (text.indexOf('T') < 0 && text.indexOf('t') < 0) {
      return LocalDate.parse(text).atStartOfDay(zone);
    }
    TemporalAccessor read =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
    return read instanceof ZonedDateTime moment
        ? moment.withZoneSameInstant(zone)
        : ((LocalDateTime) read).atZone(zone);
  }

  private static ExpressionException unreadable(JsonNode value, Rendering rendering) {
    String found =
        value.isTextual() ? "\"" + Wording.clip(value.textValue()) + "\"" : JsonKind.of(value);
    return rendering.failure(
        "is "
            + found
            + ", and \"date\" takes an ISO date or instant: 2024-02-29, 2024-02-29T12:30:00Z");
  }
}
