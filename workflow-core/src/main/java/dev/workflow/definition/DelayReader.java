package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads delays and windows. */
final class DelayReader {

  private static final List<String> DAYS =
      Stream.of(DayOfWeek.values()).map(day -> day.name().substring(0, 3)).toList();

  /** What a span counts from. */
  private enum From {
    PREVIOUS,
    TRIGGER
  }

  private DelayReader() {}

  static @Nullable Delay read(JsonNode json, Problems problems) {
    if (json.isTextual()) {
      try {
        return new Delay(new Delay.After(TimeSpan.parse(json.textValue())), null);
      } catch (java.time.DateTimeException e) {
        problems.add(String.valueOf(e.getMessage()));
        return null;
      }
    }
    Fields fields = Fields.of(json, problems, Keys.DELAY);
    if (fields == null) {
      return null;
    }
    if (fields.has("for") && fields.has("until")) {
      problems.add("a delay has \"for\" or \"until\", not both");
    }
    Delay.Window window = fields.has("window") ? window(fields) : null;
    return new Delay(fields.has("until") ? until(fields) : span(fields), window);
  }

  private static Delay.Rule until(Fields fields) {
    if (fields.has("from")) {
      fields.at("from").add("\"from\" does not stand beside \"until\"");
    }
    return new Delay.Until(
        fields.requiredTemplate("until", "an expression that gives a date or instant"),
        fields.choice("ifMissing", Delay.Unresolved.class, Delay.Unresolved.FAIL),
        fields.choice("ifPast", Delay.Unresolved.class, Delay.Unresolved.NOW));
  }

  private static Delay.Rule span(Fields fields) {
    if (!fields.has("for") && !fields.has("window")) {
      fields.problems().add("a delay has \"for\", \"until\" or \"window\"");
    }
    for (String key : List.of("ifMissing", "ifPast")) {
      if (fields.has(key)) {
        fields.at(key).add("\"" + key + "\" stands beside \"until\" only");
      }
    }
    TimeSpan span = fields.span("for");
    TimeSpan time = span == null ? TimeSpan.ZERO : span;
    return fields.choice("from", From.class, From.PREVIOUS) == From.TRIGGER
        ? new Delay.FromTrigger(time)
        : new Delay.After(time);
  }

  private static Delay.@Nullable Window window(Fields fields) {
    Fields window = Fields.of(fields.get("window"), fields.at("window"), Keys.WINDOW);
    if (window == null) {
      return null;
    }
    window.require("from", "the opening time, such as \"09:00\"");
    window.require("to", "the closing time, such as \"17:00\"");
    Set<DayOfWeek> days =
        window.has("days")
            ? window.parsed("days", DelayReader::days)
            : EnumSet.allOf(DayOfWeek.class);
    LocalTime from = window.parsed("from", LocalTime::parse);
    LocalTime to = window.parsed("to", LocalTime::parse);
    return new Delay.Window(
        days == null ? EnumSet.allOf(DayOfWeek.class) : days,
        from == null ? LocalTime.MIN : from,
        to == null ? LocalTime.MIN : to,
        window.zone("timezone"));
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.trim().split("-", -1);
      int first = DAYS.indexOf(ends[0].toUpperCase(Locale.ROOT));
      int last = ends.length == 1 ? first : DAYS.indexOf(ends[1].toUpperCase(Locale.ROOT));
      if (ends.length > 2 || first < 0 || last < 0) {
        throw new IllegalArgumentException(
            "\"" + Fields.shortened(text) + "\" is not days such as \"MON-FRI\" or \"MON,WED\"");
      }
      for (int day = first; ; day = (day + 1) % 7) {
        days.add(DayOfWeek.of(day + 1));
        if (day == last) {
          break;
        }
      }
    }
    return days;
  }

  /** The days as they are written: {@code MON,WED}. */
  static String text(Set<DayOfWeek> days) {
    return days.stream()
        .sorted()
        .map(day -> DAYS.get(day.getValue() - 1))
        .collect(Collectors.joining(","));
  }
}
